// SPDX-License-Identifier: GPL-2.0-or-later
// The reference rule, stated once: rows of tests, of which the first whose tests all say yes answers. The
// rule over words (rule.cpp) is their fold; the rule that the machine asks
// (model/functions/vm_normal_page/asked.cpp) is these rows in the machine's questions.
#pragma once

#include <string_view>
#include <vector>

#include "model/functions/vm_normal_page/questions.hpp"

namespace pfncheck::normal_page {

enum class Says { raw, page, reported, hook };

struct RuleRow {
  std::string_view name;    ///< when it applies, in words; the machine adds the VMA flag to some
  std::vector<Test> tests;  ///< all must say yes
  Says says;
  bool defensive = false;  ///< only what nobody may make reaches it
};

/// The rule of a kernel at one level; the last row has no tests. Rows that ask for devmap or for a lookup
/// hook mean nothing in a configuration without.
std::vector<RuleRow> reference_rows(const CoreMm& mm, Level level);

/// Whether one rule decides at this level with a special branch and a branch by flags: PTEs, since 6.18 all
/// levels.
bool has_special_branch(const CoreMm& mm, Level level);
/// The level whose special bit chooses the branch: 6.18 to 7.0 ask the PTE level's for all (af38538801c6).
Level branch_level(const CoreMm& mm, Level level);

}  // namespace pfncheck::normal_page
