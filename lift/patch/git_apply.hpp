// SPDX-License-Identifier: GPL-2.0-or-later
// `git apply` as far as pfncheck lets it: at the stated lines or elsewhere, and then it is known where.
#pragma once

#include <string>
#include <vector>

#include "lift/patch/diff_text.hpp"

namespace pfncheck {

/// A hunk that did not fit at the line that it names.
struct MovedHunk {
  std::string file;                    ///< relative to the folder, as it was before the patch
  unsigned number = 0;                 ///< of the file's hunks, 1-based
  unsigned line = 0;                   ///< where it went, as the file was before the patch
  int offset = 0;                      ///< lines from where it should have gone
  std::vector<unsigned> fits_at = {};  ///< every line at which its text stands in the file
};

struct GitApplied {
  bool done = false;
  std::string error;  ///< of what git printed the first error, if not done
  std::vector<MovedHunk> moved;
  bool by_numbers = false;  ///< hunks without context (diff -U0) went where their numbers say
};

/// Options of git apply for paths with `strip` components before them.
std::vector<std::string> apply_arguments(unsigned strip);

/// The first line of git's that says what is wrong.
std::string first_error(const std::string& message);

/// Applies a diff, whose files are `files`, on a folder: all of it or nothing. Hunks without context have
/// only their numbers to say where they belong, so they are not moved.
GitApplied git_apply(const std::string& folder, const std::string& diff, const std::vector<FileDiff>& files,
                     unsigned strip);

/// A sentence for each hunk that would fit elsewhere too, and one for the hunk that went farthest if that is
/// a hundred lines or more.
std::vector<std::string> notes_of(const std::vector<MovedHunk>& moved, const std::string& patch);

}  // namespace pfncheck
