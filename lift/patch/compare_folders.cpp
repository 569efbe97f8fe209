// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/compare_folders.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "lift/patch/diff_text.hpp"
#include "lift/patch/git_apply.hpp"
#include "lift/tree/git.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace fs = std::filesystem;

namespace {

bool same_content(const fs::path& a, const fs::path& b) {
  std::ifstream in_a(a, std::ios::binary), in_b(b, std::ios::binary);
  std::ostringstream text_a, text_b;
  text_a << in_a.rdbuf();
  text_b << in_b.rdbuf();
  return text_a.str() == text_b.str();
}

/// Reads `git diff -U0` of the two folders.
std::vector<ChangedLine> changed_lines(const std::string& diff) {
  std::vector<ChangedLine> all;
  for (const FileDiff& file : parse_diff(diff, "git diff")) {
    // "a/FOLDER/mm/x" and "b/FOLDER/mm/x"
    const std::string path = file.creates ? strip_path(file.new_path, 2) : strip_path(file.old_path, 2);
    for (const Hunk& hunk : file.hunks) {
      for (std::size_t i = 0; i < hunk.old_lines.size(); ++i)
        all.push_back({path, false, hunk.old_start + static_cast<unsigned>(i), hunk.old_lines[i]});
      for (std::size_t i = 0; i < hunk.new_lines.size(); ++i)
        all.push_back({path, true, hunk.new_start + static_cast<unsigned>(i), hunk.new_lines[i]});
    }
  }
  return all;
}

std::vector<ChangedLine> lines_between(const fs::path& before, const fs::path& after) {
  const GitResult diff = git({"diff", "--no-index", "--no-color", "--no-ext-diff", "--no-textconv",
                              "--no-renames", "--text", "--histogram", "-U0", "--src-prefix=a/",
                              "--dst-prefix=b/", before.filename().string(), after.filename().string()},
                             before.parent_path().string());
  if (diff.status != 0 && diff.status != 1) throw InputError("git diff failed: " + first_error(diff.err));
  return changed_lines(diff.out);
}

}  // namespace

PatchedFiles compare_folders(const std::string& before, const std::string& after,
                             const std::set<std::string>& paths, bool lines) {
  PatchedFiles files;
  files.folder = after;
  files.before_folder = before;
  for (const std::string& path : paths) {
    const fs::path old = fs::path(before) / path, now = fs::path(after) / path;
    const bool was = fs::exists(old);
    const fs::file_status status = fs::symlink_status(now);
    if (fs::is_symlink(status))
      throw InputError(path + ": the patch makes a symbolic link, which pfncheck does not follow");
    if (fs::exists(status)) {
      if (was && same_content(old, now)) continue;
      files.changed.push_back(path);
      if (!was) files.added.push_back(path);
    } else if (was) {
      files.deleted.push_back(path);
    }
  }
  if (lines) files.lines = lines_between(before, after);
  return files;
}

}  // namespace pfncheck
