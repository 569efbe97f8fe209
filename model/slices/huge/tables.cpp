// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `huge`, in words.
#include "model/slices/huge/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> huge_operations() {
  return {
      {"mmap", "Anonymous memory, or the mmap() of a driver or file system.", "mm/mmap.c: mmap_region"},
      {"munmap", "Zaps all entries of a process and ends its VMA.",
       "mm/huge_memory.c: zap_huge_pmd; mm/memory.c: zap_present_ptes"},
      {"fork",
       "Copies PTEs, special huge entries and those of anonymous memory to the child; others are left to its "
       "faults.",
       "mm/huge_memory.c: copy_huge_pmd; mm/memory.c: vma_needs_copy"},
      {"zap", "madvise(MADV_DONTNEED); refused in VM_PFNMAP.",
       "mm/madvise.c: madvise_dontneed_single_vma, madvise_dontneed_free_valid_vma; mm/huge_memory.c: "
       "zap_huge_pmd"},
      {"mprotect", "Takes write permission from all entries; pmd_modify() may touch other bits.",
       "mm/huge_memory.c: change_huge_pmd; mm/mprotect.c: change_pte_range"},
      {"move_huge", "Moves a huge anonymous entry.", "mm/huge_memory.c: move_pages_huge_pmd"},
      {"folio_walk", "A walker asks the rule for the folio of a huge entry.",
       "mm/pagewalk.c: folio_walk_start; fs/proc/task_mmu.c: smaps_pmd_entry"},
      {"huge_read_fault", "A read fault maps the huge zero page.",
       "mm/huge_memory.c: do_huge_pmd_anonymous_page; mm/huge_memory.c: set_huge_zero_page (6.1); "
       "mm/huge_memory.c: set_huge_zero_folio (6.12)"},
      {"huge_write_fault", "A write fault maps a huge folio, reuses one, or splits.",
       "mm/huge_memory.c: do_huge_pmd_wp_page; mm/memory.c: wp_huge_pmd"},
      {"driver_huge_fault", "A driver or file system fills the PMD: raw, devmap, or with a folio.",
       "mm/huge_memory.c: insert_pfn_pmd; mm/memory.c: do_set_pmd"},
      {"split_pmd", "PTEs take the place of a huge entry, or it is dropped.",
       "mm/huge_memory.c: __split_huge_pmd_locked"},
      {"read_fault", "A read fault maps the zero page.", "mm/memory.c: do_anonymous_page"},
      {"write_fault", "A write fault on a page: new, reused, copied, or write permission.",
       "mm/memory.c: do_anonymous_page, do_wp_page, do_cow_fault"},
      {"driver_fault", "A driver or file system fills one page.",
       "mm/memory.c: vmf_insert_pfn_prot, set_pte_range"},
      {"gup_fast",
       "Pins without the VMA what is not special; devmap entries, which go by their pagemap, are left out.",
       "mm/gup.c: gup_fast_pmd_leaf, gup_fast_pte_range"},
      {"gup_slow", "Pins with the VMA; refused in VM_PFNMAP and VM_IO; huge entries without the rule.",
       "mm/gup.c: check_vma_flags, follow_huge_pmd, follow_page_pte"},
      {"unpin", "Drops a pin.", "mm/gup.c: unpin_user_page"},
      {"revoke", "The driver zaps its entries by file offset.", "mm/memory.c: unmap_mapping_range_tree"},
      {"driver_frees", "The driver drops its own reference, once no uncounted entry maps the frames.",
       "include/linux/mm.h: put_page; mm/memory.c: remap_pte_range"},
      {"unpoison", "A test tool takes the poison mark from the huge zero page.",
       "mm/memory-failure.c: unpoison_memory"},
  };
}

std::vector<FaultInfo> huge_faults() {
  return {
      {"raw_huge_insert_without_bit", "A driver inserts a raw huge entry where PMDs have no special bit.",
       "mm/Kconfig: ARCH_SUPPORTS_PMD_PFNMAP; mm/huge_memory.c: vmf_insert_pfn_pmd", Exclusion::environment},
      {"raw_huge_insert_forgets_special", "A raw huge insert does not set the special bit.",
       "mm/huge_memory.c: insert_pfn_pmd"},
      {"huge_folio_is_special", "A huge folio is inserted with the special bit.", "commit c4297465d4ca"},
      {"huge_insert_of_unaligned_pfn", "A driver inserts a huge entry for a pfn that is not aligned to it.",
       "mm/huge_memory.c: vmf_insert_pfn_pmd", Exclusion::environment},
      {"huge_insert_is_writable_in_private_mapping", "A huge insert is writable in a private mapping.",
       "mm/huge_memory.c: vmf_insert_pfn_pmd, copy_huge_pmd"},
      {"raw_huge_entry_in_mixedmap", "A driver inserts raw huge entries into a VM_MIXEDMAP VMA.",
       "mm/huge_memory.c: vmf_insert_pfn_pmd; mm/gup.c: follow_huge_pmd", Exclusion::environment},
      {"dax_in_mixedmap", "A file system that sets VM_MIXEDMAP maps DAX memory with huge entries.",
       "fs/fuse/dax.c: fuse_dax_mmap, fuse_dax_huge_fault; mm/memory.c: vm_normal_page_pmd",
       Exclusion::today},
      {"huge_zero_where_only_ptes_have_a_bit",
       "The huge zero page is mapped where PTEs have a special bit and PMDs have none, in 6.18 to 7.0 (and "
       "with "
       "the rule and zap of 6.18 before).",
       "commit af38538801c6; commit c0c6ccd9828c; CVE-2026-64181"},
      {"zap_drops_reference_of_huge_zero", "zap drops a reference of the huge zero page.",
       "mm/huge_memory.c: zap_huge_pmd"},
      {"zap_keeps_reference_of_huge_folio", "zap clears a huge entry and keeps its reference.",
       "mm/huge_memory.c: zap_huge_pmd"},
      {"raw_huge_mapping_without_file", "A raw huge mapping has no file: vma_is_special_huge() says no.",
       "include/linux/mm.h: vma_is_special_huge; mm/huge_memory.c: zap_huge_pmd", Exclusion::environment},
      {"fork_takes_no_reference", "fork() copies a huge entry without a reference.",
       "mm/huge_memory.c: copy_huge_pmd"},
      {"fork_keeps_write_permission", "fork() leaves the parent's huge entry writable.",
       "mm/huge_memory.c: copy_huge_pmd"},
      {"pmd_modify_drops_special", "pmd_modify() drops the special bit.",
       "arch/powerpc/mm/book3s64/pgtable.c: pmd_modify"},
      {"write_fault_writes_huge_zero", "A write fault makes the huge zero page writable.",
       "commit a8f97366452e; CVE-2017-1000405; mm/huge_memory.c: do_huge_pmd_wp_page"},
      {"write_fault_reuses_shared_folio", "A write fault reuses a huge folio that the child maps too.",
       "mm/huge_memory.c: do_huge_pmd_wp_page"},
      {"gup_fast_ignores_pmd_special", "GUP-fast takes references through special huge entries.",
       "mm/gup.c: gup_huge_pmd (6.1); mm/gup.c: gup_fast_pmd_leaf (6.12)"},
      {"split_takes_no_reference", "A split takes no references for the PTEs that it makes.",
       "mm/huge_memory.c: __split_huge_pmd_locked"},
      {"split_maps_the_first_page_twice", "A split gives all PTEs the first page.",
       "mm/huge_memory.c: __split_huge_pmd_locked"},
      {"move_rebuilds_huge_zero", "Moving the huge zero page makes an entry from a folio that is not there.",
       "commit fae654083bfa; CVE-2026-31397"},
      {"unpoison_drops_reference_of_huge_zero", "unpoison_memory() drops a reference of the huge zero page.",
       "commit fe6f86f4b408; CVE-2024-40914; mm/memory-failure.c: unpoison_memory"},
      {"revoke_forgets_huge_entries", "Revoking reaches PTEs only.",
       "mm/memory.c: unmap_mapping_range_tree, zap_pmd_range"},
      {"driver_frees_while_mapped", "The driver frees RAM that raw entries still map.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; "
       "mm/memory.c: remap_pte_range",
       Exclusion::environment},
  };
}

}  // namespace pfncheck::machine
