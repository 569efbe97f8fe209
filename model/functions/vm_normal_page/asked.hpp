// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page as the machine asks it, at PTE and at PMD level.
#pragma once

#include <initializer_list>

#include "model/kernel/facts.hpp"
#include "model/machine/decision_rule.hpp"
#include "model/machine/system.hpp"

namespace pfncheck::machine {

/// Answers of both rules, in this order. The last three are never right: only the rule of a patched tree
/// gives them.
enum NormalAnswer : unsigned {
  answer_raw,
  answer_normal,
  answer_reported,
  answer_other_page,  ///< a page that is not the entry's
  answer_changes,     ///< whatever it answers, it changes something besides
  answer_head,        ///< the head of the page's folio: the same count, another page
};

/// Name "normal_page". Questions: special_bit (the architecture has one), special (the entry carries it),
/// devmap, PFNMAP, MIXEDMAP, SHARED, MAYWRITE, memmap, linear, zero (a small zero page), huge_zero (part of
/// the huge one), above_highest, write (the entry is writable) and first_page (it is the first of its VMA):
/// no right rule looks at these two. No VMA has a hook.
DecisionRule normal_page_rule(const CoreMm& mm);
/// Name "normal_page_pmd"; `special_bit` is that of the level, `pte_special_bit` that of PTEs (6.18 to 7.0
/// look at it).
DecisionRule normal_page_pmd_rule(const CoreMm& mm);

/// Asks one of them about an entry; true where it says normal. What else it says are events of the step:
/// "page" (it made a page out of the pfn; value `memmap`), and "asked" (values `reported`, `wrong_page`,
/// `changes`). References are those of a folio, so the head of the page's folio is normal and a wrong page.
Term ask_normal(Step& step, const DecisionRule& rule, std::string about, Term asked,
                std::vector<Term> inputs);
/// What it says in a state: present and normal.
Term is_normal_now(const System& system, const DecisionRule& rule, Term present, std::vector<Term> inputs);
/// Whether its answer is this one.
Term answers(Term answer, NormalAnswer expected);

/// Marks rows for which a slice has no entries, because another slice asks them; names that the release does
/// not have are passed over.
DecisionRule left_to_other_slices(DecisionRule rule, std::initializer_list<std::string_view> rows);

}  // namespace pfncheck::machine
