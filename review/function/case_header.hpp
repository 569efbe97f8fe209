// SPDX-License-Identifier: GPL-2.0-or-later
// What the first comment of a C file with questions says.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/record.hpp"

namespace pfncheck {

/// The lines `// word: text` before the first line of code.
struct CaseHeader {
  std::string expected, because;
  /// As they are named there, with the line.
  std::vector<std::pair<std::string, unsigned>> targets;
  std::string unit;                 ///< the kernel file that it comes behind
  std::vector<std::string> linked;  ///< kernel files whose functions are followed too
};

/// `file` is for messages. Throws InputError for an expectation that is none.
CaseHeader case_header(const std::string& text, const std::string& file);

/// What the answers come to as a whole, and whether that is what the file expects.
void conclude(FunctionCaseRecord& record);

}  // namespace pfncheck
