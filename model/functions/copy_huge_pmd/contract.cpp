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
    {"tables_are_balanced", "A table that was allocated is set aside or given back.",
     "One too many is lost memory; one too few is used by somebody else.",
     "mm/huge_memory.c: copy_huge_pmd (6.12)"},
    {"copied_entry_is_the_same",
     "What the child gets maps the same page, special or not as the parent's; of files it may get nothing.",
     "The child would use another page, or its entry would be counted otherwise than it was.",
     "mm/huge_memory.c: copy_huge_pmd (6.12)"},
    {"failed_copy_leaves_no_entry", "On error the child has no entry.",
     "The caller tries again, and what it finds there has no account.", "mm/memory.c: copy_pmd_range (6.12)"},
    {"copied_page_is_read_only", "Anonymous memory that was copied is read-only for both processes.",
     "One of them would write into the memory of the other.",
     "include/linux/rmap.h: folio_try_dup_anon_rmap_pmd (6.12)"},
    {"huge_zero_page_is_held", "A child that maps the huge zero page holds it.",
     "The shrinker frees the huge zero page once no process holds it: the child goes on reading that memory.",
     "mm/huge_memory.c: mm_get_huge_zero_folio, shrink_huge_zero_page_scan (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "is_raw", false, "fork_takes_no_reference", Off::too_few},
    {"copied_page_is_read_only", "", false, "fork_keeps_write_permission"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::page_is_pinned,
    {"is_huge_zero", "The entry maps the huge zero page."},
    {"is_raw", "The entry is a driver's, without a reference."},
    {"is_file", "The VMA has vm_ops: it is no anonymous memory."},
    ledger::is_writable,
    {"no_uffd", "The child's VMA has none of the parent's userfaultfd flags."},
});

}  // namespace

const Contract copy_huge_pmd{
    "copy_huge_pmd",
    "mm/huge_memory.c",
    "PMD",
    "Copies a PMD that maps a page to the child at fork(), with what the entry stands for.",
    "mm/huge_memory.c: copy_huge_pmd (6.12)",
    "the tables stay locked",
    "entries that are not present, and bits of userfaultfd",
    "huge",
    "fork",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
