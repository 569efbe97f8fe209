// SPDX-License-Identifier: GPL-2.0-or-later
// What a patch changes in a unit's object although no line of it changes: by macros, declarations and
// directives.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lift/tree/changed_text.hpp"
#include "lift/tree/lines.hpp"

namespace pfncheck::accounting {

using FunctionKey = std::pair<std::string, std::string>;  // file, name
using Functions = std::map<FunctionKey, const FunctionText*>;
using Texts = std::map<std::string, ChangedText>;  ///< by file

/// Something that no rule covers.
struct Uncovered {
  std::string function;  ///< empty for data
  std::string what;      ///< "do_wp_page()", "zero_pfn", "linkage of vm_normal_page()"
};

struct Affected {
  std::vector<std::string> covered;  ///< functions of rules
  std::vector<Uncovered> uncovered;
  std::set<std::string> relinked;  ///< functions whose linkage or section changes
};

Functions functions_by_key(const CheckedSide& side);
/// Whether a rule of the row reaches the function on that side.
bool is_lifted(const CheckedRow& row, const std::string& function, bool added);
/// Whether the preprocessor keeps the line.
bool compiles(const CheckedSide& side, const std::string& file, unsigned line);

Affected find_affected(const CheckedRow& row, const Texts& texts);
/// "do_wp_page() and 3 more, beside vm_normal_page()"; empty if nothing uncovered is affected.
std::string summary_of(const Affected& affected);

}  // namespace pfncheck::accounting
