// SPDX-License-Identifier: GPL-2.0-or-later
// How many functions of a file are proved to be the same as themselves in other words.
#pragma once

#include <string>
#include <vector>

#include "review/review.hpp"

namespace pfncheck::rewriting {

/// Of the functions of one file that were rewritten in two ways or more and whose compiled code is another
/// one then; others count for nothing.
struct Share {
  unsigned functions = 0;                         ///< that the file defines
  unsigned rewritten = 0;                         ///< in two ways or more
  unsigned same = 0;                              ///< of those with other code: proved
  std::vector<std::string> different, undecided;  ///< of those with other code
  std::vector<std::string> names;                 ///< of all with other code

  unsigned compared() const { return static_cast<unsigned>(names.size()); }
};

/// All functions of the file are rewritten at once, or the one of that name; the patch is reviewed on the row
/// that the file is of: arm64 for its folder, else x86_64. Throws InputError where the rewritten file does
/// not compile.
Share share_of(const std::string& tree, const std::string& file, const ReviewOptions& options,
               const std::string& only = "");

/// The row that is asked about a file.
const ArchRow* row_of(const std::string& file);

}  // namespace pfncheck::rewriting
