// SPDX-License-Identifier: GPL-2.0-or-later
// Applies a series on copies of the files that it touches.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "lift/patch/compare_folders.hpp"
#include "lift/patch/diff_text.hpp"
#include "lift/patch/git_apply.hpp"
#include "lift/patch/patch.hpp"
#include "lift/patch/path_safety.hpp"
#include "lift/patch/refused.hpp"
#include "lift/tree/git.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace fs = std::filesystem;

namespace {

std::string label(const Patch& patch) {
  const std::string name = patch.place.name.empty() ? "patch" : patch.place.label();
  return patch.subject.empty() ? name : name + " (\"" + patch.subject + "\")";
}

/// Paths of one file's diff as they count for the tree.
struct TouchedPaths {
  std::string from, to;  ///< empty: /dev/null
};

TouchedPaths touched(const FileDiff& file, unsigned strip) {
  TouchedPaths paths{file.old_path.empty() ? "" : strip_path(file.old_path, strip),
                     file.new_path.empty() ? "" : strip_path(file.new_path, strip)};
  if (!file.rename_from.empty() || !file.copy_from.empty()) {  // written without the prefix
    paths.from = file.rename_from.empty() ? file.copy_from : file.rename_from;
    paths.to = file.rename_to.empty() ? file.copy_to : file.rename_to;
  }
  return paths;
}

/// Series being applied: before/ and after/ of the touched files.
class Application {
 public:
  Application(const std::string& root, const std::string& scratch)
      : root_(root), before_(fs::path(scratch) / "before"), after_(fs::path(scratch) / "after") {
    for (const fs::path& folder : {before_, after_}) {
      fs::remove_all(folder);
      fs::create_directories(folder);
    }
  }

  void add(const Patch& patch) {
    const std::vector<FileDiff> files = parse_diff(patch.diff, patch.place);
    if (files.empty())
      throw InputError(label(patch) + ": no diff inside; give a file that git format-patch wrote");
    for (const FileDiff& file : files) check_kind(patch, file);
    const unsigned strip = prefix_of(patch, files);
    for (const FileDiff& file : files) {
      const TouchedPaths paths = touched(file, strip);
      for (const std::string& path : {paths.from, paths.to})
        if (!path.empty()) bring(patch, path);
      note_mode(file, paths);
    }
    run(patch, files, strip);
  }

  AppliedSeries result() const;
  void keep_state();
  AppliedSeries result_of_each();

 private:
  struct State {
    fs::path folder;
    std::set<std::string> seen;
  };

  static void check_kind(const Patch& patch, const FileDiff& file) {
    const std::string& path = file.new_path.empty() ? file.old_path : file.new_path;
    if (file.mode == "120000")
      throw InputError(label(patch) + ": " + path +
                       " is a symbolic link, which pfncheck does not follow; leave it out");
    if (file.mode == "160000")
      throw InputError(label(patch) + ": " + path +
                       " is a submodule, which no kernel tree has; leave it out");
    const std::string name = fs::path(path).filename().string();
    if (name == ".gitattributes")
      throw InputError(label(patch) + ": changes " + path +
                       ", which would change how git applies the rest; leave it out");
  }

  bool is_there(const std::string& path) const {
    return fs::exists(fs::symlink_status(after_ / path)) ||
           (!seen_.contains(path) && fs::exists(fs::symlink_status(root_ / path)));
  }

  /// How many components stand before the path: 1 ("a/", "linux.orig/") or 0, whichever finds more of the
  /// files.
  unsigned prefix_of(const Patch& patch, const std::vector<FileDiff>& files) const {
    unsigned found[2] = {0, 0};
    for (unsigned strip : {1U, 0U}) {
      for (const FileDiff& file : files) {
        for (const std::string& path : {file.old_path, file.new_path}) check_path(label(patch), path);
        const TouchedPaths paths = touched(file, strip);
        const std::string& known = file.creates ? paths.to : paths.from;
        if (known.empty()) continue;
        const bool there = file.creates ? is_there(fs::path(known).parent_path().string()) : is_there(known);
        found[strip] += there ? 1 : 0;
      }
    }
    return found[0] > found[1] ? 0 : 1;
  }

  /// Copies a file of the tree into both folders, once.
  void bring(const Patch& patch, const std::string& path) {
    check_path(label(patch), path);
    if (!seen_.insert(path).second) return;
    check_links(label(patch), root_.string(), path);
    const fs::file_status status = fs::symlink_status(root_ / path);
    if (!fs::exists(status)) return;
    if (!fs::is_regular_file(status))
      throw InputError(label(patch) + ": " + path + " is a folder of the tree, not a file");
    for (const fs::path& folder : {before_, after_}) {
      fs::create_directories((folder / path).parent_path());
      fs::copy_file(root_ / path, folder / path);
      fs::permissions(folder / path, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
    }
  }

  /// As the patches say it: trees that were unpacked or copied lose modes.
  void note_mode(const FileDiff& file, const TouchedPaths& paths) {
    if (file.old_mode.empty() || paths.to.empty()) return;
    const auto [modes, is_first] = modes_.try_emplace(paths.to, file.old_mode, file.mode);
    if (!is_first) modes->second.second = file.mode;
  }

  void run(const Patch& patch, const std::vector<FileDiff>& files, unsigned strip);
  [[noreturn]] void explain(const Patch& patch, const std::vector<FileDiff>& files, unsigned strip,
                            const std::string& error) const;

  fs::path root_, before_, after_;
  std::set<std::string> seen_;  ///< paths that were looked up in the tree
  std::map<std::string, std::pair<std::string, std::string>> modes_;  ///< before the series, and after it
  std::vector<std::string> notes_;
  std::vector<State> states_;  ///< after each patch, where they were kept
};

/// What git says that it would touch must be among what was copied: two readers of one diff, one answer.
void Application::run(const Patch& patch, const std::vector<FileDiff>& files, unsigned strip) {
  std::vector<std::string> arguments = apply_arguments(strip);
  arguments.push_back("--numstat");
  arguments.push_back("-z");
  const GitResult names = git(arguments, after_.string(), patch.diff);
  if (names.status != 0) explain(patch, files, strip, first_error(names.err));
  std::istringstream entries(names.out);
  for (std::string entry; std::getline(entries, entry, '\0');) {
    const std::size_t tab = entry.rfind('\t');
    const std::string path = tab == std::string::npos ? entry : entry.substr(tab + 1);
    if (!seen_.contains(path))
      throw InputError(label(patch) + ": " + path +
                       " is named in a way that git and pfncheck read differently; make the patch again with "
                       "git format-patch");
  }
  const GitApplied applied = git_apply(after_.string(), patch.diff, files, strip);
  if (!applied.done) explain(patch, files, strip, applied.error);
  if (applied.by_numbers)
    notes_.push_back(label(patch) +
                     ": is made without context (-U0): only its line numbers say where it belongs");
  for (std::string& note : notes_of(applied.moved, label(patch))) notes_.push_back(std::move(note));
}

/// Every path that the diff names, once.
std::vector<std::string> all_paths(const std::vector<FileDiff>& files, unsigned strip) {
  std::vector<std::string> paths;
  for (const FileDiff& file : files)
    for (const std::string& path : {touched(file, strip).from, touched(file, strip).to})
      if (!path.empty() && std::ranges::find(paths, path) == paths.end()) paths.push_back(path);
  return paths;
}

/// "patch failed: FILE:LINE" -> which hunk of which file, and what is the matter with it.
void Application::explain(const Patch& patch, const std::vector<FileDiff>& files, unsigned strip,
                          const std::string& error) const {
  std::vector<std::string> reversed = apply_arguments(strip);
  reversed.insert(reversed.end(), {"--check", "-R"});
  const auto is_applied_in = [&](const fs::path& folder) {
    return git(reversed, folder.string(), patch.diff).status == 0;
  };
  if (is_applied_in(after_) && !is_applied_in(before_))
    throw InputError(label(patch) + ": is already applied by an earlier patch of the series; leave one out");
  if (is_applied_in(after_))
    throw InputError(label(patch) + ": " + is_already_applied(root_.string(), all_paths(files, strip)));
  constexpr std::string_view failed = "patch failed: ";
  if (error.starts_with(failed)) {
    const std::size_t colon = error.rfind(':');
    const std::string path = error.substr(failed.size(), colon - failed.size());
    const unsigned line = static_cast<unsigned>(std::strtoul(error.c_str() + colon + 1, nullptr, 10));
    for (const FileDiff& file : files)
      if (touched(file, strip).from == path)
        if (const std::string why = hunk_does_not_apply(patch, file, (after_ / path).string(), path, line);
            !why.empty())
          throw InputError(label(patch) + ": " + why);
  }
  throw InputError(label(patch) + ": does not apply: " + error +
                   "; give the tree that the patch was made for");
}

AppliedSeries Application::result() const {
  AppliedSeries series;
  series.whole = compare_folders(before_.string(), after_.string(), seen_);
  for (const auto& [path, modes] : modes_)
    if (modes.first != modes.second) series.whole.mode_changed.push_back(path);
  series.whole.notes = notes_;
  return series;
}

/// A copy of what is there now. Files that later patches touch are as in the tree.
void Application::keep_state() {
  State& state = states_.emplace_back();
  state.folder = after_.parent_path() / fmt::format("state-{}", states_.size());
  state.seen = seen_;
  fs::remove_all(state.folder);
  fs::copy(after_, state.folder, fs::copy_options::recursive);
}

AppliedSeries Application::result_of_each() {
  AppliedSeries series = result();
  fs::path previous = before_;
  for (const State& state : states_) {
    for (const std::string& path : seen_) {
      if (state.seen.contains(path) || !fs::exists(before_ / path)) continue;
      fs::create_directories((state.folder / path).parent_path());
      fs::copy_file(before_ / path, state.folder / path);
    }
    series.states.push_back(compare_folders(before_.string(), state.folder.string(), seen_, false));
    series.steps.push_back(compare_folders(previous.string(), state.folder.string(), seen_));
    previous = state.folder;
  }
  return series;
}

}  // namespace

PatchedFiles apply(const KernelTree& tree, const std::vector<Patch>& patches, const std::string& scratch) {
  return apply(tree.root(), patches, scratch);
}

PatchedFiles apply(const std::string& root, const std::vector<Patch>& patches, const std::string& scratch) {
  Application application(root, scratch);
  for (const Patch& patch : patches) application.add(patch);
  return application.result().whole;
}

AppliedSeries apply_each(const std::string& root, const std::vector<Patch>& patches,
                         const std::string& scratch) {
  Application application(root, scratch);
  for (const Patch& patch : patches) {
    application.add(patch);
    application.keep_state();
  }
  return application.result_of_each();
}

}  // namespace pfncheck
