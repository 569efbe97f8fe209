// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `vfio`, in words.
#include "model/slices/vfio/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> vfio_operations() {
  return {
      {"map_dma", "The user maps both pages for its device, with or without IOMMU_WRITE.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_map"},
      {"look_up", "Finds the memory behind one page; the locks are dropped before it is used.",
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, follow_fault_pfn"},
      {"fixup_fault", "type1 has a page faulted in; the mmap lock may have been dropped on the way.",
       "mm/gup.c: fixup_user_fault; drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn"},
      {"fixup_fails", "The fault that type1 asks for fails.", "mm/gup.c: fixup_user_fault"},
      {"iommu_map",
       "Maps what was looked up; a consumer with a notifier looks it up again if it was invalidated since.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_iommu_map; include/linux/mmu_notifier.h: "
       "mmu_interval_read_retry"},
      {"map_fails", "The IOMMU has no table for it: what was done so far is undone.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_pin_map_dma"},
      {"unmap_dma", "The user unmaps both pages.", "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_unmap"},
      {"iommu_unmap", "Removes the translation of one I/O page; its IOTLB entry stays.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin, unmap_unpin_fast"},
      {"iotlb_sync", "Flushes the IOTLB.", "drivers/vfio/vfio_iommu_type1.c: vfio_sync_unpin"},
      {"put_pfn", "Classifies the memory of one I/O page again and drops its pin if it is a page.",
       "drivers/vfio/vfio_iommu_type1.c: put_pfn"},
      {"page_fault", "The user, or GUP, has one page faulted in.", "mm/memory.c: handle_mm_fault"},
      {"zap", "madvise(MADV_DONTNEED) of one page; refused in VM_PFNMAP.",
       "mm/madvise.c: madvise_dontneed_single_vma, madvise_dontneed_free_valid_vma"},
      {"munmap", "Ends the VMA.", "mm/vma.c: do_vmi_align_munmap"},
      {"mprotect", "Takes write permission from the VMA and its entries.",
       "mm/mprotect.c: mprotect_fixup, change_pte_range"},
      {"revoke", "The driver zaps its entries and disables the device's memory.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock"},
      {"enable", "The device's memory is enabled again.",
       "drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write"},
      {"driver_frees", "The driver frees RAM that no entry maps any more.",
       "include/linux/mm.h: put_page; mm/memory.c: remap_pte_range"},
      {"reuse", "A free frame goes to somebody else.", "mm/page_alloc.c: get_page_from_freelist"},
      {"reclaim", "The owner of EPC takes a page back and zaps the CPU's entry.",
       "arch/x86/kernel/cpu/sgx/main.c: sgx_reclaim_pages; arch/x86/kernel/cpu/sgx/encl.c: "
       "sgx_zap_enclave_ptes"},
      {"set_reserved", "The driver marks its RAM reserved.", "include/linux/mm.h: mark_page_reserved"},
      {"clear_reserved", "The driver takes the mark away.",
       "drivers/comedi/comedi_buf.c: comedi_buf_map_kref_release; mm/page_alloc.c: free_reserved_page"},
  };
}

std::vector<FaultInfo> vfio_faults() {
  return {
      {"translation_is_linear", "The pfn is vm_pgoff plus the distance from the start of the VMA.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; commit 5cbf3264bc71"},
      {"translation_ignores_write", "A read-only raw entry is translated for a device that writes.",
       "commit 07956b6269d3; drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn"},
      {"translation_without_fault", "An entry that nobody touched yet is an error.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn"},
      {"retry_keeps_vma", "After the mmap lock was dropped the look-up goes on with the VMA that it had.",
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, follow_fault_pfn"},
      {"nothing_pinned_is_no_error",
       "GUP says 0 to a request for pages, which no path of 6.12 is known to do, and the caller takes it for "
       "success.",
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, vfio_pin_pages_remote", Exclusion::environment},
      {"translation_accepts_pages", "Raw entries of RAM that is not reserved are translated too.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns, is_invalid_reserved_pfn"},
      {"zero_page_is_pinned", "GUP pins the zero page, which put_pfn() takes for reserved memory.",
       "commit 873aefb376bb; drivers/vfio/vfio_iommu_type1.c: put_pfn, is_invalid_reserved_pfn"},
      {"memory_at_physical_address_zero", "There is memory at physical address 0.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin",
       Exclusion::environment},
      {"raw_memory_without_notifier",
       "Raw memory that its owner takes back is mapped for a device that nobody tells.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns",
       Exclusion::today},
      {"revoke_without_notifier", "A driver revokes a BAR that a device without notifier uses.",
       "mail \"vfio/type1: Fix VA->PA translation for PFNMAP VMAs in vaddr_get_pfn()\", Sean Christopherson, "
       "2020-04-20; drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns; drivers/vfio/pci/vfio_pci_core.c: "
       "vfio_pci_zap_and_down_write_memory_lock",
       Exclusion::today},
      {"map_ignores_invalidation", "What was invalidated after its look-up is mapped all the same.",
       "commit 96667f8a4382; mm/memory.c: generic_access_phys; include/linux/mmu_notifier.h: "
       "mmu_interval_read_retry"},
      {"notifier_forgets_flush", "The notifier removes a translation and leaves it in the IOTLB.",
       "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c: arm_smmu_mm_arch_invalidate_secondary_tlbs"},
      {"unpin_before_flush", "Pages are unpinned before the IOTLB is flushed.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_sync_unpin, unmap_unpin_fast"},
      {"inserted_page_is_reserved", "A page that a driver inserted, and that GUP pins, is marked reserved.",
       "mm/memory.c: vm_insert_page; drivers/vfio/vfio_iommu_type1.c: is_invalid_reserved_pfn",
       Exclusion::environment},
      {"clears_reserved_while_mapped", "A driver takes PG_reserved from RAM that a device uses.",
       "drivers/vfio/vfio_iommu_type1.c: put_pfn, is_invalid_reserved_pfn", Exclusion::environment},
      {"error_exit_keeps_pins", "A failed map forgets the page that it has just pinned.",
       "commit 73274c33d961; CVE-2023-53633; commit d946347edc4f; CVE-2026-74423"},
      {"error_exit_unpins_twice", "A failed map unpins, and the release that follows unpins again.",
       "commit 104016eb671e; CVE-2026-43128"},
      {"last_page_is_not_unpinned", "The last page of a batch is forgotten when it is released.",
       "commit b7c822fa6b77; CVE-2023-54060; drivers/iommu/iommufd/pages.c: batch_clear_carry"},
  };
}

}  // namespace pfncheck::machine
