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
    ledger::locks_are_given_back,
    {"inserted_pages_are_mapped", "On success each slot maps the page that was handed over for it.",
     "The driver reports success, and the process faults in its mapping.",
     "mm/memory.c: insert_pages (6.12)"},
    {"what_is_left_is_said", "On error and on success the caller learns how many pages are not mapped.",
     "A driver gives back pages that are mapped, or keeps those that are not.",
     "mm/memory.c: vm_insert_pages (6.12); net/ipv4/tcp.c: tcp_zerocopy_vm_insert_batch (6.12)"},
    {"pages_are_inserted_in_order",
     "After an error those before the one that failed are mapped, and no others.",
     "What is said to be left is counted from the end.", "mm/memory.c: insert_pages (6.12)"},
    {"taken_slots_are_left_alone", "A slot that is taken is left as it is.",
     "What was mapped there would be lost without an account.",
     "mm/memory.c: insert_page_into_pte_locked (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "", false, "insert_page_takes_no_reference", Off::too_few},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::other_pfn,
    ledger::occupied,
    {"second_pfn", "The page for the second slot."},
    {"second_occupied", "There is an entry in the second slot already."},
    {"is_uncounted", "A page that is handed over has no reference."},
    {"has_type", "It is memory of the slab, a page table or the like."},
    {"no_upper_table", "There is no memory for a table of a higher level."},
});

}  // namespace

const Contract insert_pages{
    "insert_pages",
    "mm/memory.c",
    "PTE",
    "Maps pages that a driver hands over into neighbouring empty slots, with what they stand for.",
    "mm/memory.c: insert_pages, vm_insert_pages (6.12)",
    "two pages for two slots of one table, in a VMA of VM_MIXEDMAP",
    "more pages, more tables, and what caches are told",
    "own",
    "driver_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
