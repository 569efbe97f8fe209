// SPDX-License-Identifier: GPL-2.0-or-later
// Clauses that everything promises which changes page-table entries. Their C half is ledger.h.
#pragma once

#include "model/contract/contract.hpp"

namespace pfncheck::ledger {

inline constexpr Clause references_are_balanced{
    "references_are_balanced",
    "References that were taken or given back, per folio, are those of the entries that changed.",
    "One too few frees a page that is mapped; one too many is never given back.",
    "mm/memory.c: vm_normal_page (6.12)",
    "references",
    "entry_references"};
inline constexpr Clause map_counts_are_balanced{
    "map_counts_are_balanced",
    "Map counts that were added or removed, per page, are those of the entries that changed.",
    "Reclaim, migration and copy on write ask the map count who maps a page.",
    "mm/rmap.c: folio_add_file_rmap_ptes, folio_remove_rmap_ptes (6.12)",
    "mappings",
    "entry_mappings"};
inline constexpr Clause rss_is_balanced{
    "rss_is_balanced",
    "The resident pages of the process are its normal entries.",
    "A process that ends with another count is reported, and the OOM killer goes by it.",
    "include/linux/mm.h: add_mm_counter (6.12)",
    "rss",
    "entry_rss"};

inline constexpr Clause zero_page_is_not_counted{
    "zero_page_is_not_counted", "Of the zero page nothing is counted.",
    "It is mapped everywhere, and its counts are never taken back.",
    "mm/memory.c: insert_page_into_pte_locked, do_anonymous_page (6.12)"};
inline constexpr Clause locks_are_given_back{"locks_are_given_back", "Locks that were taken are given back.",
                                             "Whoever wants the table next waits without end.",
                                             "include/linux/mm.h: pte_unmap_unlock (6.12)"};

inline constexpr Clause entry_is_written_where_the_vma_may{
    "entry_is_written_where_the_vma_may",
    "An entry becomes writable only if that is asked for and the VMA may be written.",
    "A process would write through a mapping that is read-only, or to a file through a private one.",
    "include/linux/mm.h: maybe_mkwrite (6.12)"};
inline constexpr Clause refused_pfn_is_not_mapped{
    "refused_pfn_is_not_mapped", "A pfn that the architecture refuses is not mapped, and the caller is told.",
    "On x86 an entry without access that carries such a pfn opens the L1 cache to a process.",
    "arch/x86/mm/mmap.c: pfn_modify_allowed (6.12)"};
inline constexpr Clause written_entry_is_dirty{"written_entry_is_dirty",
                                               "What is mapped for a write is dirty.",
                                               "Reclaim drops the page, and what was written is lost.",
                                               "mm/memory.c: set_pte_range, wp_page_reuse (6.12)"};

/// What is open in each question that keeps the account.
inline constexpr ContractInput counted_pfn{"counted_pfn", "The page whose account is kept; it can be any."};
inline constexpr ContractInput pfn{"pfn", "What the entry maps, or is to map."};
inline constexpr ContractInput vm_flags{"vm_flags", "Flags of the VMA, of those that the contract allows."};
inline constexpr ContractInput allows_writing{"allows_writing", "The protection allows writing."};
inline constexpr ContractInput is_below{"is_below", "The address lies before the VMA."};
inline constexpr ContractInput is_beyond{"is_beyond", "The address lies behind the VMA."};
inline constexpr ContractInput gather_is_full{"gather_is_full", "The gather has no room for another page."};
inline constexpr ContractInput was_clean{"was_clean", "The folio was not dirty before."};
inline constexpr ContractInput no_table{"no_table", "There is no memory for a table."};
inline constexpr ContractInput other_pfn{"other_pfn", "What is mapped there, if the slot is occupied."};
inline constexpr ContractInput occupied{"occupied", "There is an entry already."};
inline constexpr ContractInput special{"special", "The entry is marked as one without a reference."};
inline constexpr ContractInput is_writable{"is_writable", "The parent's entry is writable."};
inline constexpr ContractInput is_write{"is_write", "The fault is a write."};
inline constexpr ContractInput may_map{"may_map",
                                       "The architecture lets this pfn be mapped with this protection."};
inline constexpr ContractInput must_try_again{
    "must_try_again", "Something has changed meanwhile; the fault is to be tried again."};
inline constexpr ContractInput no_anon_vma{
    "no_anon_vma", "There is no memory for what finds the mappings of anonymous pages."};
inline constexpr ContractInput no_folio{"no_folio", "There is no memory for a folio."};
inline constexpr ContractInput page_is_poisoned{"page_is_poisoned",
                                                "The page cannot be read: its memory is broken."};
inline constexpr ContractInput max_nr{"max_nr", "How many entries may go."};
inline constexpr ContractInput new_pfn{"new_pfn", "The page that was allocated."};
inline constexpr ContractInput page_is_pinned{"page_is_pinned",
                                              "The page may be pinned, so that fork() must not share it."};
inline constexpr ContractInput two_pages{"two_pages", "There are two pages, not one."};
inline constexpr ContractInput two_entries{
    "two_entries", "The next entry maps the next page of the same folio, and both go at once."};

}  // namespace pfncheck::ledger
