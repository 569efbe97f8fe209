// SPDX-License-Identifier: GPL-2.0-or-later
// What page-table entries may look like, and what the steps that make, copy and change them must keep.
#include "props/life/families.hpp"
#include "props/life/page_tables.hpp"

namespace pfncheck {

namespace {

using machine::Event;
using machine::Slice;

Term yes(const EntryView& e) {
  return e.present.pool().boolean(true);
}

LifeProperty verdict_is_stable() {
  return {
      "entry_verdict_is_stable",
      "At every moment the rule says of an entry what was done when it was made: normal if it took a "
      "reference, raw if not.",
      "The zap or the fork that comes next drops or takes a reference that nobody took, or forgets one.",
      "mm/memory.c: vm_normal_page, copy_present_ptes, zap_present_ptes",
      "every present entry in every state",
      {"own/mprotect_drops_special", "own/raw_insert_forgets_special", "own/remap_leaves_pgoff",
       "linear/split_keeps_pgoff", "linear/insert_pfn_accepts_cow", "huge/huge_folio_is_special",
       "huge/dax_in_mixedmap", "huge/huge_zero_where_only_ptes_have_a_bit", "huge/move_rebuilds_huge_zero"},
      of_entries("entry_verdict_is_stable",
                 [](const EntryView& e) { return Claim{yes(e), eq(e.normal, e.counted)}; })};
}

LifeProperty verdict_of_zap_and_copy() {
  return {"zap_and_copy_agree_with_insertion",
          "What zap, fork and a COW copy take an entry for is what it was made as.",
          "References are dropped or taken that do not belong to the entry.",
          "mm/memory.c: zap_present_ptes, copy_present_ptes, wp_page_copy",
          "every entry that is zapped, copied by fork, or replaced by a private copy",
          {"own/mprotect_drops_special", "linear/split_keeps_pgoff", "huge/dax_in_mixedmap",
           "huge/raw_huge_mapping_without_file"},
          [](Slice& slice) {
            return check_events(slice, "zap_and_copy_agree_with_insertion", "verdict",
                                [](const Event& e) { return eq(e["normal"], e["counted"]); });
          }};
}

LifeProperty special_iff_raw() {
  return {"special_bit_iff_raw",
          "Where entries have a special bit, those without a reference carry it and the others do not.",
          "Everything that looks at the bit alone (GUP-fast first) takes the entry for the other kind.",
          "mm/memory.c: insert_pfn, insert_page_into_pte_locked, remap_pte_range, do_anonymous_page",
          "every present entry, where the architecture has the bit",
          {"own/raw_insert_forgets_special", "own/inserted_page_is_special", "own/mprotect_drops_special",
           "huge/raw_huge_insert_forgets_special", "huge/huge_folio_is_special"},
          of_entries("special_bit_iff_raw", [](const EntryView& e) {
            return Claim{e.has_bit & ~e.unmarked, eq(e.special, ~e.counted)};
          })};
}

LifeProperty special_survives_modify() {
  return {
      "special_survives_mprotect",
      "Changing protections keeps the special bit.",
      "A raw entry or a zero page becomes normal: the next zap drops a reference that nobody took.",
      "arch/mips/include/asm/pgtable.h: pte_modify (6.1, 6.12); arch/x86/include/asm/pgtable.h: pte_modify",
      "every entry that mprotect() touches",
      {"own/mprotect_drops_special", "huge/pmd_modify_drops_special"},
      [](Slice& slice) {
        return check_events(
            slice, "special_survives_mprotect", "modified", [](const Event& e) { return e["before"]; },
            [](const Event& e) { return e["after"]; });
      }};
}

LifeProperty pfnmap_cow_is_linear() {
  return {
      "pfnmap_cow_is_one_whole_remap",
      "In a private VM_PFNMAP mapping every raw entry maps the linear pfn: vm_pgoff is the first pfn of one "
      "remap_pfn_range() of the whole VMA.",
      "Without a special bit that is how COWed pages are told from raw ones: anything else is taken for a "
      "page with a reference.",
      "mm/memory.c: vm_normal_page, remap_pfn_range_internal",
      "raw entries of VM_PFNMAP VMAs that may hold COWed pages",
      {"own/insert_pfn_accepts_cow", "own/remap_accepts_part_of_cow", "own/remap_leaves_pgoff",
       "own/fork_forgets_pgoff", "linear/insert_pfn_accepts_cow", "linear/remap_leaves_pgoff"},
      of_entries("pfnmap_cow_is_one_whole_remap",
                 [](const EntryView& e) { return Claim{e.must_be_linear, e.linear}; })};
}

LifeProperty zero_page_is_neither_counted_nor_written() {
  return {"zero_page_is_neither_counted_nor_written",
          "An entry of the zero page is read-only and owns no reference.",
          "All processes share it: a write shows everywhere, and its count overflows or runs out.",
          "mm/memory.c: do_anonymous_page, vm_mixed_zeropage_allowed, do_wp_page",
          "entries of the zero page",
          {"own/zero_page_is_counted", "own/write_fault_reuses_raw_entry",
           "own/zero_page_in_writable_mapping", "huge/write_fault_writes_huge_zero"},
          of_entries("zero_page_is_neither_counted_nor_written",
                     [](const EntryView& e) { return Claim{e.zero, ~e.counted & ~e.write}; })};
}

LifeProperty nothing_is_writable_after_fork() {
  return {"fork_leaves_nothing_private_writable",
          "After fork() of a private mapping neither side has a writable entry.",
          "Parent or child writes into memory of the other.",
          "mm/memory.c: __copy_present_ptes",
          "fork of mappings that may hold COWed pages",
          {"own/fork_keeps_write_permission", "huge/fork_keeps_write_permission"},
          [](Slice& slice) {
            return check_events(slice, "fork_leaves_nothing_private_writable", "forked",
                                [](const Event& e) { return ~e["writable"]; });
          }};
}

LifeProperty private_writable_is_exclusive() {
  return {
      "private_writable_page_is_exclusive",
      "A writable entry of a private mapping maps a page that is its own: anonymous, and mapped by nobody "
      "else.",
      "A write is seen by another process, or goes to the device or file.",
      "mm/memory.c: do_wp_page, wp_can_reuse_anon_folio; CVE-2017-1000405",
      "writable entries of mappings that may hold COWed pages",
      {"own/write_fault_reuses_shared_page", "own/write_fault_reuses_any_page",
       "own/write_fault_reuses_raw_entry", "own/mprotect_makes_shared_page_writable",
       "huge/write_fault_reuses_shared_folio"},
      of_entries("private_writable_page_is_exclusive",
                 [](const EntryView& e) { return Claim{e.cow & e.write, e.exclusive}; })};
}

LifeProperty gup_takes_nothing_through_raw() {
  return {
      "gup_takes_nothing_through_raw_entries",
      "GUP takes references only through entries that own one; the zero page apart, of which "
      "pin_user_pages() "
      "takes none.",
      "The page behind a raw entry may be freed, uncounted or no memory at all.",
      "mm/gup.c: gup_fast_pte_range, follow_page_pte, check_vma_flags",
      "every page that GUP returns",
      {"own/gup_fast_ignores_special", "own/gup_fast_without_special_bit", "own/gup_fast_does_not_look_again",
       "own/gup_slow_trusts_memmap", "huge/gup_fast_ignores_pmd_special", "huge/raw_huge_entry_in_mixedmap",
       "huge/raw_huge_insert_without_bit"},
      [](Slice& slice) {
        return check_events(slice, "gup_takes_nothing_through_raw_entries", "pin",
                            [](const Event& e) { return e["counted"]; });
      }};
}

LifeProperty pinned_anonymous_is_exclusive() {
  return {"pinned_anonymous_page_is_exclusive",
          "GUP pins an anonymous page only while it belongs to one process.",
          "A later write fault gives the process another page, and the device goes on with the old one.",
          "mm/internal.h: gup_must_unshare; mm/gup.c: sanity_check_pinned_pages",
          "every anonymous page that pin_user_pages() returns",
          {"own/gup_pins_shared_page"},
          [](Slice& slice) {
            return check_events(slice, "pinned_anonymous_page_is_exclusive", "pin_anonymous",
                                [](const Event& e) { return e["exclusive"]; });
          }};
}

LifeProperty exclusive_is_not_copied() {
  return {"exclusive_page_is_not_copied",
          "A write fault never replaces a page that belongs to one process alone.",
          "It may be pinned: the process writes into the copy, and a device reads and writes the old page.",
          "mm/memory.c: do_wp_page",
          "every anonymous page that a write fault copies",
          {"own/write_fault_copies_pinned_page"},
          [](Slice& slice) {
            return check_events(slice, "exclusive_page_is_not_copied", "copied",
                                [](const Event& e) { return ~e["exclusive"]; });
          }};
}

LifeProperty fork_copies_anonymous() {
  return {"fork_copies_every_anonymous_page",
          "fork() copies the entries of a VMA that maps an anonymous page.",
          "The child faults it in anew and finds zeros, or the file, where the parent has written.",
          "mm/memory.c: vma_needs_copy",
          "every fork of a mapping with an anonymous page",
          {"own/fork_forgets_anon_vma"},
          [](Slice& slice) {
            return check_events(slice, "fork_copies_every_anonymous_page", "fork_copies",
                                [](const Event& e) { return e["copies"]; });
          }};
}

LifeProperty fork_does_not_fail() {
  return {"fork_does_not_fail_for_what_was_written",
          "fork() does not fail because a private mapping was written.",
          "A process that wrote the first page of a private mapping of a device can have no child any more.",
          "arch/x86/mm/pat/memtype.c: track_pfn_copy, get_pat_info; mm/memory.c: copy_page_range",
          "every fork",
          {"own/fork_needs_the_first_entry"},
          [](Slice& slice) {
            return check_events(slice, "fork_does_not_fail_for_what_was_written", "fork_ends",
                                [](const Event& e) { return ~e["fails"]; });
          }};
}

LifeProperty failed_remap_leaves_nothing() {
  return {"failed_remap_leaves_nothing",
          "A remap_pfn_range() that fails leaves no entry in its range.",
          "The caller frees the memory that user space can still reach.",
          "commit 79a61cc3fc04; CVE-2024-47674; mm/memory.c: remap_pfn_range_notrack",
          "every remap that fails after its first page",
          {"own/failed_remap_keeps_entries"},
          [](Slice& slice) {
            return check_events(slice, "failed_remap_leaves_nothing", "remap_failed",
                                [](const Event& e) { return ~e["left"]; });
          }};
}

LifeProperty revoke_reaches_everything() {
  return {"revoke_reaches_every_entry",
          "After a driver has revoked a file range, no entry in any process maps it.",
          "User space keeps access to a device that was reset, powered down or given to another owner.",
          "mm/memory.c: unmap_mapping_range_tree; drivers/vfio/pci/vfio_pci_core.c: "
          "vfio_pci_zap_and_down_write_memory_lock",
          "every revocation by file offset",
          {"own/driver_revokes_cow_mapping", "own/revoke_forgets_child", "life/vm_pgoff_is_reused",
           "life/private_mapping_is_accepted", "linear/driver_revokes_cow_mapping", "linear/move_keeps_pgoff",
           "huge/revoke_forgets_huge_entries"},
          [](Slice& slice) {
            return check_events(slice, "revoke_reaches_every_entry", "revoked",
                                [](const Event& e) { return ~e["left"]; });
          }};
}

LifeProperty legal_entries_are_not_reported() {
  return {"life_without_reports",
          "The rule reports no entry that the operations of the slice make.",
          "The kernel log calls sound memory bad, and the reference of a reported entry is never dropped.",
          "mm/memory.c: print_bad_pte",
          "every entry that is zapped, copied or pinned",
          {"own/inserted_page_is_special"},
          [](Slice& slice) {
            return check_events(slice, "life_without_reports", "asked",
                                [](const Event& e) { return ~e["reported"]; });
          }};
}

LifeProperty rule_answers_own_page() {
  return {"rule_answers_the_entrys_own_page",
          "The page that the rule answers is that of the entry's pfn.",
          "References are taken and dropped of a page that the entry does not map.",
          "mm/memory.c: vm_normal_page",
          "every entry that the rule is asked about",
          {"own/rule_answers_another_page"},
          [](Slice& slice) {
            return check_events(slice, "rule_answers_the_entrys_own_page", "asked",
                                [](const Event& e) { return ~e["wrong_page"]; });
          }};
}

LifeProperty asking_changes_nothing() {
  return {
      "asking_the_rule_changes_nothing",
      "Whoever asks the rule about an entry finds everything as it was.",
      "The rule is asked by readers (smaps, numa_maps, GUP) as well as by zap: each of them would leave a "
      "trace.",
      "mm/memory.c: vm_normal_page, copy_present_ptes, zap_present_ptes",
      "every entry that the rule is asked about",
      {"own/rule_changes_something"},
      [](Slice& slice) {
        return check_events(slice, "asking_the_rule_changes_nothing", "asked",
                            [](const Event& e) { return ~e["changes"]; });
      }};
}

LifeProperty page_has_a_memmap() {
  return {"page_is_made_only_of_a_memmap",
          "The rule makes a page only out of a pfn that has a memmap.",
          "What is read and written as a struct page is other memory.",
          "mm/memory.c: vm_normal_page, print_bad_pte",
          "every entry that the rule is asked about, stray ones too",
          {"own/rule_forgets_the_highest_pfn"},
          [](Slice& slice) {
            return check_events(slice, "page_is_made_only_of_a_memmap", "page",
                                [](const Event& e) { return e["memmap"]; });
          }};
}

}  // namespace

std::vector<LifeProperty> entry_properties() {
  return {verdict_is_stable(),
          verdict_of_zap_and_copy(),
          special_iff_raw(),
          special_survives_modify(),
          pfnmap_cow_is_linear(),
          zero_page_is_neither_counted_nor_written(),
          nothing_is_writable_after_fork(),
          private_writable_is_exclusive(),
          gup_takes_nothing_through_raw(),
          pinned_anonymous_is_exclusive(),
          exclusive_is_not_copied(),
          fork_copies_anonymous(),
          fork_does_not_fail(),
          failed_remap_leaves_nothing(),
          revoke_reaches_everything(),
          legal_entries_are_not_reported(),
          rule_answers_own_page(),
          asking_changes_nothing(),
          page_has_a_memmap()};
}

}  // namespace pfncheck
