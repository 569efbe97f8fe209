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
    {"inserted_pfn_is_mapped", "On success an empty slot maps the pfn.",
     "The caller reports success, and the process faults again without end.",
     "mm/memory.c: insert_pfn (6.12)"},
    {"inserted_pfn_is_raw", "The new entry stands for no reference: where there is a special bit, it is set.",
     "Unmapping would give back a reference that nobody took.",
     "mm/memory.c: insert_pfn, vmf_insert_pfn_prot (6.12)"},
    {"occupied_slot_keeps_its_pfn", "A slot that is taken goes on mapping what it did.",
     "What was mapped there would be lost without an account.", "mm/memory.c: insert_pfn (6.12)"},
    {"refused_pfn_leaves_the_entry", "On error the entry is as it was.",
     "What was mapped there would be lost without an account.", "mm/memory.c: insert_pfn (6.12)"},
    {"another_pfn_is_left_alone", "An entry that maps another pfn is not touched.",
     "A copy that the process made, or what came after an invalidation, would become writable.",
     "mm/memory.c: insert_pfn (6.12)"},
    ledger::entry_is_written_where_the_vma_may,
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"inserted_pfn_is_raw", "", false, "raw_insert_forgets_special"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::other_pfn,
    ledger::occupied,
    {"other_special", "What is mapped there is marked as one without a reference."},
    {"is_devmap", "The pfn is device memory that has pages."},
    {"make_writable", "The new entry is to be writable."},
});

}  // namespace

const Contract insert_pfn{
    "insert_pfn",
    "mm/memory.c",
    "PTE",
    "Maps a pfn without a reference into an empty slot; a slot that is taken may become writable.",
    "mm/memory.c: insert_pfn (6.12)",
    "VMAs with VM_PFNMAP or VM_MIXEDMAP, as the callers check; one slot, whose table stays",
    "other protections, memory types and what caches are told",
    "own",
    "driver_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
