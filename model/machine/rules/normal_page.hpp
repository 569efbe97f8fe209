// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page as the machine asks it, at PTE and at PMD level.
#pragma once

#include <initializer_list>

#include "model/kernel/facts.hpp"
#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

/// Answers of both rules, in this order.
enum NormalAnswer : unsigned { answer_raw, answer_normal, answer_reported };

/// Name "normal_page". Questions: special_bit (the architecture has one), special (the entry carries it),
/// devmap, PFNMAP, MIXEDMAP, SHARED, MAYWRITE, memmap, linear, zero, above_highest.
DecisionRule normal_page_rule(Release release);
/// Name "normal_page_pmd"; `special_bit` is that of the level, `pte_special_bit` that of PTEs (6.18 to 7.0
/// look at it); `huge_zero` stands for `zero`.
DecisionRule normal_page_pmd_rule(Release release);

/// Marks rows for which a slice has no entries, because another slice asks them; names that the release does
/// not have are passed over.
DecisionRule left_to_other_slices(DecisionRule rule, std::initializer_list<std::string_view> rows);

}  // namespace pfncheck::machine
