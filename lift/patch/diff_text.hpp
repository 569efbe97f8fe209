// SPDX-License-Identifier: GPL-2.0-or-later
// Reads unified diffs as far as it must be known what `git apply` will touch, before it is let near anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// One `@@` section.
struct Hunk {
  unsigned old_start = 0, old_count = 0, new_start = 0, new_count = 0;
  unsigned patch_line = 0;             ///< line of the `@@` in the file that the text is from, 1-based
  unsigned context = 0;                ///< lines that are in both
  std::vector<std::string> old_lines;  ///< text that must be in the file: context and removed lines
  std::vector<std::string> new_lines;  ///< text that will be: context and added lines
};

/// What a diff does to one file. Paths are as written ("a/mm/memory.c"); empty stands for /dev/null.
struct FileDiff {
  std::string old_path, new_path;
  bool git_header = false;  ///< has a "diff --git" line
  bool creates = false, deletes = false;
  std::string rename_from, copy_from;  ///< without prefix, as git writes them
  std::string rename_to, copy_to;
  std::string mode;      ///< new mode if one is named: "100644", "120000" (link), "160000" (submodule)
  std::string old_mode;  ///< set if the mode changes
  bool indexed = false;  ///< has an "index" line: git names blobs, so the content must change
  unsigned patch_line = 0;
  std::vector<Hunk> hunks;
};

/// Where the text of a diff stands, for messages.
struct DiffPlace {
  std::string name;         ///< the file: "series.mbox"
  std::string part = {};    ///< which of its mails: "patch 2/3"; may be empty
  unsigned first_line = 1;  ///< line of the file that the text begins in
  bool decoded = false;  ///< the file holds it as base64 or quoted-printable: lines count in the decoded text

  std::string label() const;              ///< "series.mbox: patch 2/3"
  std::string line(unsigned line) const;  ///< "line 12 of series.mbox", "line 12 of the decoded mail"
  std::string at(unsigned line) const;    ///< what a message begins with: "series.mbox:12: patch 2/3 "
};

/// Every file of a text that holds a diff; text around it (mail, comments, signature) is passed over. Throws
/// InputError: ends inside a hunk, a line that no hunk can have, binary, more than 5,000 files.
std::vector<FileDiff> parse_diff(std::string_view text, const DiffPlace& place);
std::vector<FileDiff> parse_diff(std::string_view text, const std::string& name);

/// The text with an empty line in the place of each "diff --git" that no head of a diff follows: notes that
/// speak of a file. git reads on behind it as if it were a head, and refuses the patch.
std::string without_mentions(std::string_view text);

/// Index of the line at which the first diff begins, if there is one.
std::optional<std::size_t> find_diff(std::string_view text);

/// A path with its first `strip` components removed ("a/mm/memory.c", 1 -> "mm/memory.c"); empty if it has
/// fewer.
std::string strip_path(const std::string& path, unsigned strip);

}  // namespace pfncheck
