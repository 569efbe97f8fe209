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
    {"zapped_entry_is_gone", "Without details that spare pages, the entry is not present afterwards.",
     "The CPU would go on using memory that was given back.", "mm/memory.c: zap_present_ptes (6.12)"},
    {"entry_beyond_the_range_is_kept",
     "An entry that is not among those it says to have zapped is as it was.",
     "A page of somebody else's range would be gone without an account.",
     "mm/memory.c: zap_pte_range (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "special", true, "zap_drops_references_of_raw_entries", Off::too_few},
    {"references_are_balanced", "special", false, "zap_keeps_reference", Off::too_many},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::gather_is_full,
    ledger::was_clean,
    ledger::two_entries,
    {"whole_range", "There are no details that spare pages."},
    ledger::special,
    ledger::max_nr,
});

}  // namespace

const Contract zap_present_ptes{
    "zap_present_ptes",
    "mm/memory.c",
    "PTE",
    "Clears present entries and gives back what the normal ones among them stand for.",
    "mm/memory.c: zap_present_ptes (6.12)",
    "one entry, or two of one folio; the table stays locked; a full gather is only said",
    "TLBs and longer runs",
    "own",
    "zap",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
