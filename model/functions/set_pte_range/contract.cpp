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
    {"faulted_range_is_mapped", "Each slot of the range maps its page, and no other slot is written.",
     "The process would fault again without end, or reach a page that nobody gave to it.",
     "mm/memory.c: set_pte_range (6.12)"},
    ledger::entry_is_written_where_the_vma_may,
    ledger::written_entry_is_dirty,
    {"private_copy_is_anonymous",
     "The copy that a write to private memory made is added as anonymous memory, and nothing else is.",
     "Reclaim and migration look for who maps the page in the wrong place.",
     "mm/memory.c: set_pte_range; mm/rmap.c: folio_add_new_anon_rmap (6.12)"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::two_pages,
    ledger::is_write,
    {"around_fault", "The pages are beside that of the fault."},
});

}  // namespace

const Contract set_pte_range{
    "set_pte_range",
    "mm/memory.c",
    "PTE",
    "Maps pages of one folio into empty slots at a fault and adds their map counts.",
    "mm/memory.c: set_pte_range (6.12)",
    "VMAs without VM_PFNMAP; one page or two of a folio that is no zero page; the caller has a reference of "
    "each and counts rss",
    "longer ranges, the accessed bit, bits of userfaultfd and what caches are told",
    "own",
    "driver_fault",
    clauses,
    {},
    inputs,
};

}  // namespace pfncheck::functions
