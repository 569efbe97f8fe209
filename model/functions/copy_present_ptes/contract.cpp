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
    {"forked_entry_is_the_same",
     "The child's entry maps the parent's page, special or not as there; for a page that may be pinned, a "
     "copy.",
     "The child would use another page, or its entry would be counted otherwise than it was.",
     "mm/memory.c: copy_present_ptes, copy_present_page (6.12)"},
    {"parent_keeps_its_entries", "The parent's entries go on mapping their pages.",
     "What was mapped there would be lost without an account.", "mm/memory.c: copy_present_ptes (6.12)"},
    {"failed_fork_leaves_no_entry",
     "The child has an entry for each that is said to be copied, and no others.",
     "The caller copies them again, and what it finds there has no account.",
     "mm/memory.c: copy_pte_range, copy_present_ptes (6.12)"},
    {"forked_private_entry_is_read_only", "An entry of private memory that both have is read-only for both.",
     "One of them would write into the memory of the other.", "mm/memory.c: __copy_present_ptes (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "special", false, "fork_takes_no_reference", Off::too_few},
    {"references_are_balanced", "special", true, "fork_counts_raw_entries", Off::too_many},
    {"forked_private_entry_is_read_only", "", false, "fork_keeps_write_permission"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::two_entries,
    ledger::new_pfn,
    ledger::special,
    ledger::max_nr,
    ledger::is_writable,
    ledger::page_is_pinned,
    {"has_spare", "The caller has allocated a page for a copy."},
    ledger::page_is_poisoned,
});

}  // namespace

const Contract copy_present_ptes{
    "copy_present_ptes",
    "mm/memory.c",
    "PTE",
    "Copies present entries to the child at fork(), with what the normal ones among them stand for.",
    "mm/memory.c: copy_present_ptes (6.12)",
    "one entry, or two of one folio; both tables stay locked; no userfaultfd; what a driver remaps is none "
    "of "
    "the allocator's memory",
    "longer runs, dirty and accessed bits, and bits of userfaultfd",
    "own",
    "fork",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
