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
    ledger::zero_page_is_not_counted,
    {"anonymous_memory_is_its_own",
     "What is mapped is a folio that was made for this fault, as anonymous memory, or for reading the zero "
     "page.",
     "A process would reach memory that nobody gave to it, or write to the zero page.",
     "mm/memory.c: do_anonymous_page (6.12)"},
    {"zero_page_is_mapped_raw",
     "An entry of the zero page stands for no reference and is read-only: where there is a special bit, it "
     "is "
     "set.",
     "Unmapping would give back a reference that nobody took; a write would be seen by all processes.",
     "mm/memory.c: do_anonymous_page, vm_normal_page (6.12)"},
    {"taken_slot_is_left_alone", "A slot that another fault has filled is left as it is.",
     "What is mapped there would be lost without an account.",
     "mm/memory.c: do_anonymous_page, vmf_pte_changed (6.12)"},
    {"failed_fault_leaves_the_entries", "On error no entry is written.",
     "The process dies or tries again, and what it finds there has no account.",
     "mm/memory.c: do_anonymous_page (6.12)"},
    ledger::entry_is_written_where_the_vma_may,
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"zero_page_is_mapped_raw", "", false, "zero_page_forgets_special"},
    {"zero_page_is_not_counted", "", false, "zero_page_is_counted"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::vm_flags,
    ledger::no_table,
    ledger::new_pfn,
    ledger::other_pfn,
    ledger::occupied,
    ledger::is_write,
    ledger::two_pages,
    ledger::no_folio,
    ledger::must_try_again,
    ledger::no_anon_vma,
    {"is_reaped", "The OOM killer has emptied the process."},
});

}  // namespace

const Contract do_anonymous_page{
    "do_anonymous_page",
    "mm/memory.c",
    "PTE",
    "Fills an empty slot of anonymous memory: for reading with the zero page, else with a folio of its own.",
    "mm/memory.c: do_anonymous_page (6.12)",
    "VMAs without VM_PFNMAP and VM_MIXEDMAP; a folio of one page or two; nothing was known of the entry "
    "before",
    "larger folios, memory control groups, bits of userfaultfd and what caches are told",
    "own",
    "read_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
