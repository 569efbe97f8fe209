// SPDX-License-Identifier: GPL-2.0-or-later
// Clauses of what makes PMDs that map a page. Their C half is huge_ledger.h.
#pragma once

#include "model/contract/contract.hpp"

namespace pfncheck::ledger {

inline constexpr Clause huge_entry_has_a_table{
    "huge_entry_has_a_table",
    "For an entry of anonymous memory that maps a huge page one table is set aside.",
    "A split or a zap takes the table without asking whether there is one.",
    "mm/huge_memory.c: zap_huge_pmd, zap_deposited_table (6.12)"};
inline constexpr Clause deposited_tables_are_counted{
    "deposited_tables_are_counted",
    "The page-table bytes of the process grow by each table that is set aside, and by no other.",
    "A process that ends with another count is reported, and the OOM killer goes by it.",
    "mm/huge_memory.c: zap_deposited_table (6.12); include/linux/mm.h: mm_inc_nr_ptes (6.12)"};

}  // namespace pfncheck::ledger
