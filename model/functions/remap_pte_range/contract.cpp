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
    {"lazy_mode_is_left", "Lazy MMU mode is left as often as it is entered.",
     "Entries that are written later stay in a queue, and the processor goes on using the old ones.",
     "mm/memory.c: remap_pte_range (6.12)"},
    {"remapped_range_is_mapped", "On success each slot of the range maps its pfn.",
     "The driver reports success, and the process faults in its mapping.",
     "mm/memory.c: remap_pte_range (6.12)"},
    {"nothing_else_is_mapped", "No slot maps another pfn, and none beyond the range maps anything.",
     "A process would reach memory that nobody gave to it.", "mm/memory.c: remap_pte_range (6.12)"},
    {"remapped_entries_are_raw",
     "The new entries stand for no reference: where there is a special bit, it is set.",
     "Unmapping would give back a reference that nobody took.",
     "mm/memory.c: remap_pte_range, vm_normal_page (6.12)"},
    ledger::refused_pfn_is_not_mapped,
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"remapped_entries_are_raw", "", false, "raw_insert_forgets_special"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::two_pages,
    ledger::allows_writing,
    ledger::may_map,
});

}  // namespace

const Contract remap_pte_range{
    "remap_pte_range",
    "mm/memory.c",
    "PTE",
    "Maps neighbouring pfns without references into empty slots.",
    "mm/memory.c: remap_pte_range (6.12)",
    "VMAs with VM_PFNMAP and without VM_MIXEDMAP; one page or two in one table; private ones as "
    "remap_pfn_range() "
    "takes them",
    "longer ranges, memory types and caches",
    "own",
    "mmap",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
