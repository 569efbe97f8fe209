// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `vfio`, in words.
#include "model/machine/vfio/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> vfio_operations() {
  return {
      {"map_dma", "The user maps both pages for its device, with or without IOMMU_WRITE.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_map"},
      {"look_up", "Finds the memory behind one page; the locks are dropped before it is used.",
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, follow_fault_pfn"},
      {"fixup_fault", "type1 has a page faulted in; the mmap lock may have been dropped on the way.",
       "mm/gup.c: fixup_user_fault"},
      {"fixup_fails", "The fault that type1 asks for fails.", "mm/gup.c: fixup_user_fault"},
      {"iommu_map", "Maps what was looked up, or looks it up again where the consumer was told to.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_iommu_map"},
      {"map_fails", "The IOMMU has no table for it: what was done so far is undone.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_pin_map_dma"},
      {"unmap_dma", "The user unmaps both pages.", "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_unmap"},
      {"iommu_unmap", "Removes the translation of one I/O page; its IOTLB entry stays.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin, unmap_unpin_fast"},
      {"iotlb_sync", "Flushes the IOTLB.", "drivers/vfio/vfio_iommu_type1.c: vfio_sync_unpin"},
      {"put_pfn", "Classifies the memory of one I/O page again and drops its pin if it is a page.",
       "drivers/vfio/vfio_iommu_type1.c: put_pfn"},
      {"page_fault", "The user, or GUP, has one page faulted in.", "mm/memory.c: handle_mm_fault"},
      {"zap", "madvise(MADV_DONTNEED) of one page; refused in VM_PFNMAP.", "mm/madvise.c"},
      {"munmap", "Ends the VMA.", "mm/mmap.c"},
      {"mprotect", "Takes write permission from the VMA and its entries.", "mm/mprotect.c"},
      {"revoke", "The driver zaps its entries and disables the device's memory.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock"},
      {"enable", "The device's memory is enabled again.", "drivers/vfio/pci/vfio_pci_config.c"},
      {"driver_frees", "The driver frees RAM that no entry maps any more.", "fact sheet vfio, section 4"},
      {"reuse", "A free frame goes to somebody else.", "mm/page_alloc.c"},
      {"reclaim", "The owner of EPC takes a page back and zaps the CPU's entry.",
       "arch/x86/kernel/cpu/sgx/main.c: sgx_reclaim_pages"},
      {"set_reserved", "The driver marks its RAM reserved.", "include/linux/mm.h: mark_page_reserved"},
      {"clear_reserved", "The driver takes the mark away.", "include/linux/mm.h: free_reserved_page"},
  };
}

std::vector<FaultInfo> vfio_faults() {
  return {
      {"translation_is_linear", "The pfn is vm_pgoff plus the distance from the start of the VMA.",
       "thread 002; bug vfio-va2pa (before 5cbf3264bc71)"},
      {"translation_ignores_write", "A read-only raw entry is translated for a device that writes.",
       "bug vfio-follow-write (before 07956b6269d3)"},
      {"translation_without_fault", "An entry that nobody touched yet is an error.",
       "thread 002; fact sheet vfio 2.2, L1"},
      {"retry_keeps_vma", "After the mmap lock was dropped the look-up goes on with the VMA that it had.",
       "fact sheet vfio 2.3, row 7"},
      {"nothing_pinned_is_no_error",
       "GUP pins nothing and says so with 0, which the caller takes for success.",
       "fact sheet vfio 2.3, row 3 (6.12)", true},
      {"translation_accepts_pages", "Raw entries of RAM that is not reserved are translated too.",
       "thread 002, S2-12"},
      {"zero_page_is_pinned", "GUP pins the zero page, which put_pfn() takes for reserved memory.",
       "bug vfio-zero-page (before 873aefb376bb)"},
      {"memory_at_physical_address_zero", "There is memory at physical address 0.", "thread 002, S2-9"},
      {"raw_memory_without_notifier",
       "Raw memory that its owner takes back is mapped for a device that nobody tells.",
       "thread 002, S2-6 and S2-8; fact sheet vfio, section 4", true},
      {"revoke_without_notifier", "A driver revokes a BAR that a device without notifier uses.",
       "thread 002, S2-6; fact sheet vfio V19", true},
      {"map_ignores_invalidation", "What was invalidated after its look-up is mapped all the same.",
       "fact sheet vfio 2.3; bug access-phys-race and its kind"},
      {"notifier_forgets_flush", "The notifier removes a translation and leaves it in the IOTLB.",
       "fact sheet vfio V16, V19"},
      {"unpin_before_flush", "Pages are unpinned before the IOTLB is flushed.", "fact sheet vfio V16"},
      {"inserted_page_is_reserved", "A page that a driver inserted, and that GUP pins, is marked reserved.",
       "mm/memory.c: vm_insert_page asks nothing about PG_reserved; fact sheet vfio 5.1, 5.3"},
      {"clears_reserved_while_mapped", "A driver takes PG_reserved from RAM that a device uses.",
       "fact sheet vfio 2.4, V10"},
      {"error_exit_keeps_pins", "A failed map forgets the page that it has just pinned.",
       "bugs qaic-short-pin, amdxdna-short-pin"},
      {"error_exit_unpins_twice", "A failed map unpins, and the release that follows unpins again.",
       "bug umem-dmabuf-unpin (before 104016eb671e)"},
      {"last_page_is_not_unpinned", "The last page of a batch is forgotten when it is released.",
       "bug iommufd-carry-end (before b7c822fa6b77)"},
  };
}

}  // namespace pfncheck::machine
