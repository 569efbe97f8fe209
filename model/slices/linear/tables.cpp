// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `linear`, in words.
#include "model/slices/linear/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> linear_operations() {
  return {
      {"mmap", "The driver's mmap(); remaps at once where the driver does so.",
       "mm/mmap.c: mmap_region; mm/memory.c: remap_pfn_range_internal"},
      {"munmap", "Zaps a VMA and closes it.", "mm/vma.c: do_vmi_align_munmap; mm/memory.c: zap_present_ptes"},
      {"munmap_part", "Splits the VMA and unmaps one side.", "mm/vma.c: __split_vma"},
      {"mprotect_part", "Splits the VMA and takes write permission from the second part.",
       "mm/mprotect.c: mprotect_fixup; mm/vma.c: vma_modify"},
      {"mremap", "Moves a VMA and its entries.", "mm/mremap.c: move_vma, move_ptes; mm/vma.c: copy_vma"},
      {"mremap_part", "Moves the end of the VMA, which splits it.", "mm/mremap.c: move_vma"},
      {"mremap_grow",
       "Asks for one page more; refused for VM_PFNMAP, and in place for every VM_SPECIAL mapping. A "
       "VM_MIXEDMAP mapping grows as it moves.",
       "mm/mremap.c: vma_to_resize, move_vma; mm/vma.c: vma_merge_extend, vma_merge_new_range"},
      {"driver_fault",
       "The driver's fault handler fills one page, or remaps the VMA (6.12 warns: remap_pfn_range() "
       "sets vm_flags, and a fault holds no lock for that).",
       "mm/memory.c: vmf_insert_pfn_prot, insert_page_into_pte_locked, remap_pfn_range"},
      {"write_fault", "A write to a private mapping copies the page.", "mm/memory.c: wp_page_copy"},
      {"zap", "madvise(MADV_DONTNEED) of one page; refused in VM_PFNMAP.",
       "mm/madvise.c: madvise_dontneed_single_vma, madvise_dontneed_free_valid_vma; mm/memory.c: "
       "zap_page_range_single"},
      {"revoke", "The driver zaps a page or all of its region by file offset.",
       "mm/memory.c: unmap_mapping_range_tree"},
  };
}

std::vector<FaultInfo> linear_faults() {
  return {
      {"split_keeps_pgoff", "Splitting a VMA does not advance vm_pgoff of the second part.",
       "mm/vma.c: __split_vma"},
      {"move_keeps_pgoff", "Moving a part of a VMA does not advance vm_pgoff.", "mm/vma.c: copy_vma"},
      {"handler_ignores_pgoff", "The fault handler counts from vm_start and forgets vm_pgoff.",
       "commit 5c13a4a0291b; CVE-2022-50471; mm/vma.c: __split_vma", Exclusion::environment},
      {"handler_keeps_first_address", "The fault handler counts from the address that mmap() was given.",
       "commit 5c13a4a0291b; CVE-2022-50471; mm/mremap.c: move_vma", Exclusion::environment},
      {"handler_without_bound", "The fault handler does not ask whether the page is within the region.",
       "commit 05b252cccb2e; CVE-2023-2008; commit 8bdd9ef7e9b1; CVE-2024-42259", Exclusion::environment},
      {"pfnmap_may_grow", "mremap() lets a VM_PFNMAP mapping grow.", "mm/mremap.c: vma_to_resize"},
      {"special_vma_is_extended", "mremap() makes a VM_MIXEDMAP mapping longer where it is.",
       "mm/vma.c: vma_merge_new_range"},
      {"handler_remaps_again",
       "The fault handler remaps the VMA although a fault before it has done so: two threads, one lock.",
       "mm/memory.c: remap_pte_range", Exclusion::environment},
      {"split_is_not_opened", "The driver does not count the second VMA of a split.",
       "commit b024d7b56c77; CVE-2025-38563; commit 24daca4fc07f; CVE-2026-31787", Exclusion::environment},
      {"move_is_not_opened", "The driver does not count the VMA that mremap() makes.",
       "commit 02695347be53; CVE-2026-23056", Exclusion::environment},
      {"remap_leaves_pgoff", "remap_pfn_range() of a private mapping leaves vm_pgoff as it was.",
       "mail \"mm/pagewalk: Check pfnmap for folio_walk_start()\", David Hildenbrand, 2024-08-29; "
       "mm/memory.c: remap_pfn_range_internal"},
      {"insert_pfn_accepts_cow", "Raw inserts by a fault handler into a private mapping.",
       "mail \"mm/pagewalk: Check pfnmap for folio_walk_start()\", David Hildenbrand, 2024-08-29; "
       "mm/memory.c: vmf_insert_pfn_prot; commit f432a1621f04; CVE-2024-53071",
       Exclusion::environment},
      {"driver_revokes_cow_mapping", "A driver that revokes by file offset accepts private mappings.",
       "mm/memory.c: remap_pfn_range_internal, unmap_mapping_range_tree", Exclusion::environment},
  };
}

}  // namespace pfncheck::machine
