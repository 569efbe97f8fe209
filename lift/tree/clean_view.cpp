// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/clean_view.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>

#include "lift/tree/digest.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"
#include "lift/tree/needed_sources.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> names_in(const std::string& text) {
  std::vector<std::string> names;
  std::istringstream in(text);
  for (std::string name; std::getline(in, name, '\0');)
    if (!name.empty() && name.back() != '/') names.push_back(name);  // a repository inside
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// What Kbuild makes wherever it builds, should a tree have no .gitignore.
constexpr std::string_view made_everywhere =
    ".*\n*.o\n*.a\n*.ko\n*.mod\n*.mod.c\n*.so\n*.so.dbg\n*.dtb\nModule.symvers\nmodules.order\n/vmlinux*\n"
    "/System.map\n/include/config/\n/include/generated/\n/arch/*/include/generated/\n";

/// Patterns of the top .gitignore as options that go before those of the file itself: Debian's sources come
/// with one that ignores everything in the top folder ("/*", for their own repository).
std::vector<std::string> ignored_by_top(const std::string& root) {
  std::vector<std::string> options = {"--exclude=!/*"};
  std::istringstream lines(std::string(made_everywhere) + read_file(root + "/.gitignore").value_or(""));
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && line.front() != '#' && line != "/*" && line != "*")
      options.push_back("--exclude=" + line);
  return options;
}

std::vector<std::string> sources_of(const std::string& root, const std::string& cache) {
  std::vector<std::string> arguments = {"ls-files", "-z", "--cached", "--others", "--exclude-standard"};
  const std::vector<std::string> needed = needed_sources();
  arguments.insert(arguments.end(), needed.begin(), needed.end());
  std::error_code ignored;
  if (fs::exists(root + "/.git", ignored))
    if (const GitResult known = git(arguments, root); known.status == 0) return names_in(known.out);
  const TemporaryFolder repository(cache);
  if (const GitResult made = git({"init", "-q", "--bare", repository.path()}, cache); made.status != 0)
    throw InputError(repository.path() + ": git init: " + made.err);
  arguments = {"--git-dir=" + repository.path(),    "--work-tree=" + root, "ls-files", "-z", "--others",
               "--exclude-per-directory=.gitignore"};
  const std::vector<std::string> top = ignored_by_top(root);
  arguments.insert(arguments.end(), top.begin(), top.end());
  arguments.insert(arguments.end(), needed.begin(), needed.end());
  const GitResult listed = git(arguments, root);
  if (listed.status != 0)
    throw InputError(root + ": its files cannot be listed: " + listed.err.substr(0, listed.err.find('\n')));
  return names_in(listed.out);
}

void link_file(const fs::path& to, const fs::path& at) {
  fs::create_directories(at.parent_path());
  std::error_code error;
  fs::create_symlink(to, at, error);
  if (!error) return;
  fs::remove_all(at);
  fs::create_symlink(to, at);
}

/// Makes the links of `wanted` that are not in `known`, and takes away those that are not wanted any more.
void update(const std::string& view, const std::string& root, const std::vector<std::string>& known,
            const std::vector<std::string>& wanted) {
  std::vector<std::string> gone, fresh;
  std::ranges::set_difference(known, wanted, std::back_inserter(gone));
  std::ranges::set_difference(wanted, known, std::back_inserter(fresh));
  for (const std::string& name : gone) fs::remove(fs::path(view) / name);
  for (const std::string& name : fresh) link_file(fs::path(root) / name, fs::path(view) / name);
}

}  // namespace

bool was_built_in(const std::string& root) {
  std::error_code ignored;
  if (fs::exists(root + "/.config", ignored) || fs::is_directory(root + "/include/config", ignored))
    return true;
  for (const auto& arch : fs::directory_iterator(root + "/arch", ignored))
    if (fs::is_directory(arch.path() / "include/generated", ignored)) return true;
  return false;
}

std::string clean_view(const std::string& root, const std::string& cache) {
  make_folders(cache);
  const std::string parent = canonical(cache) + "/views";
  const std::string view = parent + "/" + Sha256().add("view 1").add(root).hex().substr(0, 20);
  const std::string list = view + ".list";
  make_folders(parent);
  const std::vector<std::string> sources = sources_of(root, canonical(cache));
  const FileLock lock(view + ".lock", [] {});
  std::error_code ignored;
  std::vector<std::string> known;
  if (fs::is_directory(view, ignored)) known = names_in(read_file(list).value_or(""));
  if (known == sources) return view;
  try {
    make_folders(view);
    update(view, root, known, sources);
  } catch (const fs::filesystem_error& error) {
    throw InputError(view + ": cannot be made: " + error.code().message());
  }
  std::string text;
  for (const std::string& name : sources) text.append(name).push_back('\0');
  write_file(list, text);
  return view;
}

}  // namespace pfncheck
