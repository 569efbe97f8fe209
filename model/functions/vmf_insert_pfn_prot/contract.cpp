// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/functions.hpp"
#include "model/vocabulary/ledger.hpp"

namespace pfncheck::functions {

namespace {

constexpr auto clauses = std::to_array<Clause>({
    {"raw_entry_is_not_private", "In private memory that may be written no raw entry is made of a fault.",
     "A copy that the process makes later could not be told from what the driver mapped.",
     "mm/memory.c: vmf_insert_pfn_prot, vm_normal_page (6.12)"},
    {"page_is_not_inserted_raw", "In a VM_MIXEDMAP VMA a pfn that has a memmap is not mapped raw.",
     "Without a special bit the entry would stand for a reference that nobody took.",
     "mm/memory.c: vmf_insert_pfn_prot (6.12)"},
    {"nothing_is_mapped_outside_of_the_vma", "An address outside of the VMA is refused.",
     "Nobody unmaps the entry, or it belongs to another VMA.", "mm/memory.c: vmf_insert_pfn_prot (6.12)"},
    ledger::refused_pfn_is_not_mapped,
    {"memory_type_is_asked_for", "The memory type of the pfn is looked up before it is mapped.",
     "Two mappings of the same device memory would have two types.",
     "arch/x86/mm/pat/memtype.c: track_pfn_insert (6.12); arch/x86/mm/pat/memtype.c: pfnmap_setup_cachemode "
     "(7.3)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"raw_entry_is_not_private", "", false, "insert_pfn_accepts_cow"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::other_pfn,
    ledger::occupied,
    ledger::may_map,
    ledger::is_below,
    ledger::is_beyond,
});

}  // namespace

const Contract vmf_insert_pfn_prot{
    "vmf_insert_pfn_prot",
    "mm/memory.c",
    "PTE",
    "Lets a driver's fault handler map a pfn without a reference only where that is allowed.",
    "mm/memory.c: vmf_insert_pfn_prot (6.12)",
    "any VMA; what is in the slot is raw; one slot, whose table stays",
    "what insert_pfn() does with the rest, other protections, and which memory type it is",
    "own",
    "driver_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
