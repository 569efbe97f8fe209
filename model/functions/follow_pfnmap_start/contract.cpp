// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/functions.hpp"
#include "model/vocabulary/ledger.hpp"

namespace pfncheck::functions {

namespace {

constexpr auto clauses = std::to_array<Clause>({
    ledger::references_are_balanced,
    {"lock_goes_with_the_answer", "The caller gets the lock of the table with a pfn, and none with an error.",
     "Without the lock the pfn may be gone; a lock that is kept makes the next fault wait without end.",
     "mm/memory.c: follow_pfnmap_start, follow_pfnmap_end (6.12)"},
    {"only_what_drivers_map_is_followed",
     "Nothing is answered outside of the VMA, or of one that has neither VM_IO nor VM_PFNMAP.",
     "A page would be used without a reference that keeps it.", "mm/memory.c: follow_pfnmap_start (6.12)"},
    {"followed_entry_is_present", "An empty slot has no pfn.", "A guest would reach any memory.",
     "mm/memory.c: follow_pfnmap_start (6.12)"},
    {"followed_pfn_is_that_of_the_entry", "The pfn is the one that the entry maps.",
     "A guest or a device would reach other memory.", "mm/memory.c: pfnmap_args_setup (6.12)"},
    {"what_the_entry_allows_is_said", "Whether the entry is special and may be written is said as it is.",
     "KVM would take a reference that nobody counts, or write where the process may not.",
     "mm/memory.c: pfnmap_args_setup; virt/kvm/kvm_main.c: hva_to_pfn_remapped (6.12)"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::occupied,
    ledger::special,
    ledger::allows_writing,
    ledger::is_below,
    ledger::is_beyond,
});

}  // namespace

const Contract follow_pfnmap_start{
    "follow_pfnmap_start",
    "mm/memory.c",
    "PTE",
    "Says what a driver mapped at an address, for KVM and VFIO; the table stays locked until they are done.",
    "mm/memory.c: follow_pfnmap_start (6.12)",
    "any VMA; tables above the slot hold anything; nobody else changes the slot",
    "the pfn of a huge entry",
    "kvm",
    "look_up_pfn",
    clauses,
    {},
    inputs,
};

}  // namespace pfncheck::functions
