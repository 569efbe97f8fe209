// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/functions.hpp"
#include "model/vocabulary/ledger.hpp"

namespace pfncheck::functions {

namespace {

constexpr auto clauses = std::to_array<Clause>({
    ledger::references_are_balanced,
    ledger::map_counts_are_balanced,
    ledger::rss_is_balanced,
    {"inserted_page_is_mapped", "On success the entry maps the page.",
     "The caller reports success, and the process faults again without end.",
     "mm/memory.c: insert_page_into_pte_locked (6.12)"},
    {"refused_page_leaves_the_entry", "On error the entry is as it was.",
     "What was mapped there would be lost without an account.",
     "mm/memory.c: insert_page_into_pte_locked (6.12)"},
    ledger::zero_page_is_not_counted,
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "", false, "insert_page_takes_no_reference", Off::too_few},
    {"zero_page_is_not_counted", "", false, "zero_page_is_counted"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::other_pfn,
    ledger::occupied,
    {"make_writable", "The new entry is to be writable."},
});

}  // namespace

const Contract insert_page_into_pte_locked{
    "insert_page_into_pte_locked",
    "mm/memory.c",
    "PTE",
    "Maps a page into an empty slot and counts it; the zero page is mapped and not counted.",
    "mm/memory.c: insert_page_into_pte_locked (6.12)",
    "the caller has validated the page; VMAs without VM_PFNMAP, the zero page in VM_MIXEDMAP only",
    "",
    "own",
    "driver_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
