// SPDX-License-Identifier: GPL-2.0-or-later
// The table of kernel functions that have a contract. A function is a folder here and one row.
#pragma once

#include <vector>

#include "model/contract/contract.hpp"

namespace pfncheck {

namespace functions {
extern const Contract copy_huge_pmd, copy_present_ptes, do_anonymous_page, do_wp_page, follow_pfnmap_start,
    insert_page_into_pte_locked, insert_pages, insert_pfn, remap_pte_range, set_huge_zero_folio,
    set_pte_range, vma_needs_copy, vmf_insert_pfn_prot, zap_present_ptes;
}

/// In the order of the table.
std::span<const Contract* const> contracts();
/// nullptr if there is none.
const Contract* find_contract(std::string_view function);
/// Clauses of all functions, each once.
std::vector<const Clause*> all_clauses();

}  // namespace pfncheck
