// SPDX-License-Identifier: GPL-2.0-or-later
// How properties turn rows of the contract table, or entries at large, into obligations.
#pragma once

#include <functional>

#include "model/functions/vm_normal_page/questions.hpp"
#include "props/contract.hpp"
#include "props/origins.hpp"
#include "props/property.hpp"

namespace pfncheck {

/// One obligation per origin that applies to the rule and that `wanted` picks.
std::vector<Obligation> for_origins(
    const normal_page::Rule& rule, const std::function<bool(const Origin&)>& wanted,
    const std::function<Term(const Entry&, const normal_page::Answer&)>& goal);

/// The answer is the page of the entry's pfn, or the head of that page's folio: page_folio() of both is the
/// same, and references are counted there (include/linux/page_ref.h).
Term counts_its_folio(const normal_page::Answer& out);

/// An obligation over entries that need not come from any row: only the base invariants and the domain hold.
Obligation for_any_entry(const normal_page::Rule& rule, std::string which, Term assume, Term goal);

/// Seeded faults as switches of the reference rule.
SeededFault drops(std::string_view description, normal_page::Test test);
SeededFault always_says(std::string_view description, normal_page::Test test);
SeededFault asks_instead(std::string_view description, normal_page::Fault fault);

// One maker per property; properties.cpp registers them in this order.
Property raw_entry_is_never_normal();
Property referenced_page_is_normal();
Property cowed_page_is_normal();
Property uncounted_zero_page_is_never_normal();
Property mixedmap_without_bit_follows_memmap();
Property pfn_without_memmap_is_never_a_page();
Property special_bit_is_trusted_only_where_it_exists();
Property legal_entry_is_not_reported();
Property verdict_depends_on_entry_and_vma_only();
Property answer_is_the_entrys_own_page();
Property rule_only_answers();

}  // namespace pfncheck
