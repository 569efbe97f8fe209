// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/functions.hpp"
#include "model/vocabulary/huge_ledger.hpp"
#include "model/vocabulary/ledger.hpp"

namespace pfncheck::functions {

namespace {

constexpr auto clauses = std::to_array<Clause>({
    ledger::references_are_balanced,
    ledger::map_counts_are_balanced,
    ledger::rss_is_balanced,
    ledger::huge_entry_has_a_table,
    ledger::deposited_tables_are_counted,
    {"huge_zero_entry_is_made", "The entry maps the huge zero page, and nobody can write to it.",
     "All processes share the page; who reads it must find zeroes.",
     "mm/huge_memory.c: set_huge_zero_folio (6.12)"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::vm_flags,
    ledger::no_table,
});

}  // namespace

const Contract set_huge_zero_folio{
    "set_huge_zero_folio",
    "mm/huge_memory.c",
    "PMD",
    "Maps the huge zero page into an empty PMD, with a table set aside and without a count.",
    "mm/huge_memory.c: set_huge_zero_folio (6.12)",
    "the PMD is empty and its table locked; private memory that is mapped read-only",
    "",
    "huge",
    "huge_read_fault",
    clauses,
    {},
    inputs,
};

}  // namespace pfncheck::functions
