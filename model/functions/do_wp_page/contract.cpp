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
    {"unmapped_slot_is_left_alone", "What was unmapped while the lock was given back stays unmapped.",
     "The old page is taken off the account a second time.",
     "mm/memory.c: wp_page_copy, finish_mkwrite_fault (6.12)"},
    {"written_page_is_its_own_or_shared",
     "Private memory becomes writable only if the page is new, or an anonymous one that nobody else has.",
     "A process would write into the memory of another, into a file, or into what a driver mapped.",
     "mm/memory.c: do_wp_page, wp_can_reuse_anon_folio (6.12)"},
    {"copy_is_anonymous", "The entry maps its page still, or in private memory a copy, as anonymous memory.",
     "Shared memory would be split, or reclaim would look for who maps the copy in the wrong place.",
     "mm/memory.c: do_wp_page, wp_page_copy (6.12)"},
    {"own_page_is_not_copied", "An anonymous page that only this process has is not copied.",
     "A page that is pinned would be mapped no longer, and what the device writes would be lost.",
     "mm/memory.c: do_wp_page (6.12); include/linux/page-flags.h: PageAnonExclusive (6.12)"},
    ledger::entry_is_written_where_the_vma_may,
    ledger::written_entry_is_dirty,
    {"kept_page_counts_as_before", "An entry that goes on mapping its page stands for what it stood for.",
     "Unmapping would give back a reference that nobody took, or keep one.",
     "mm/memory.c: wp_page_reuse (6.12)"},
    {"notifiers_are_told_of_a_copy",
     "Whoever keeps what the entry maps is told before it maps a copy, and after.",
     "A guest or a device would go on using the old page.", "mm/memory.c: wp_page_copy (6.12)"},
});

constexpr auto lives = std::to_array<ClauseLife>({
    {"references_are_balanced", "", false, "copy_keeps_old_reference", Off::too_many},
    {"written_page_is_its_own_or_shared", "no_page", true, "write_fault_reuses_raw_entry"},
    {"written_page_is_its_own_or_shared", "is_anonymous", true, "write_fault_reuses_shared_page"},
    {"written_page_is_its_own_or_shared", "is_anonymous", false, "write_fault_reuses_any_page"},
    {"own_page_is_not_copied", "", false, "write_fault_copies_pinned_page"},
});

constexpr auto inputs = std::to_array<ContractInput>({
    ledger::counted_pfn,
    ledger::pfn,
    ledger::vm_flags,
    ledger::special,
    ledger::no_table,
    ledger::new_pfn,
    ledger::no_folio,
    ledger::must_try_again,
    ledger::no_anon_vma,
    ledger::page_is_poisoned,
    {"unshare", "It is no write: GUP wants a page that is the process's own."},
    {"driver_is_asked", "The VMA has a handler that is asked before a shared page is written."},
    {"driver_refuses", "That handler says no."},
    {"driver_has_mapped", "That handler has made the entry writable itself."},
    {"is_truncated", "The page is no longer one of the file."},
    {"no_page", "The entry stands for no page."},
    {"is_anonymous", "The page is anonymous memory."},
    {"is_exclusive", "The page is anonymous and marked as one that only this process has."},
    {"is_only_user", "Nobody else has the folio."},
    {"is_fsdax", "The page is one of a file in persistent memory."},
    {"others_were_faster", "What was to be copied is mapped no longer."},
    {"unmapped_meanwhile", "While the lock was given back, another thread unmapped what is there."},
    {"must_wait", "The fault gives back the mmap lock and waits for the disk."},
});

}  // namespace

const Contract do_wp_page{
    "do_wp_page",
    "mm/memory.c",
    "PTE",
    "A write to an entry that is read-only: the page is copied, reused, or shared with who is asked first.",
    "mm/memory.c: do_wp_page (6.12)",
    "one entry of any VMA that may become writable; the table's lock is held; others may unmap while it is "
    "not",
    "whether nobody else has a folio and how that is marked, how a copy is made, the range that notifiers "
    "are told, bits of userfaultfd and what caches are told",
    "own",
    "write_fault",
    clauses,
    lives,
    inputs,
};

}  // namespace pfncheck::functions
