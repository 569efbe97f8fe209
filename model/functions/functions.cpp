// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/functions/functions.hpp"

#include <algorithm>
#include <array>

namespace pfncheck {

namespace {

constexpr std::array table = {
    &functions::zap_present_ptes,    &functions::insert_page_into_pte_locked,
    &functions::insert_pages,        &functions::insert_pfn,
    &functions::vmf_insert_pfn_prot, &functions::remap_pte_range,
    &functions::set_pte_range,       &functions::vma_needs_copy,
    &functions::copy_present_ptes,   &functions::do_anonymous_page,
    &functions::do_wp_page,          &functions::follow_pfnmap_start,
    &functions::copy_huge_pmd,       &functions::set_huge_zero_folio,
};

}  // namespace

std::span<const Contract* const> contracts() {
  return table;
}

const Contract* find_contract(std::string_view function) {
  const auto found = std::ranges::find(table, function, &Contract::function);
  return found == table.end() ? nullptr : *found;
}

std::vector<const Clause*> all_clauses() {
  std::vector<const Clause*> all;
  for (const Contract* contract : table)
    for (const Clause& clause : contract->clauses)
      if (std::ranges::find(all, clause.name, &Clause::name) == all.end()) all.push_back(&clause);
  return all;
}

}  // namespace pfncheck
