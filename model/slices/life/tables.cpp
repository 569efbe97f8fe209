// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `life`, in words.
#include "model/slices/life/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> life_operations() {
  return {
      {"probe", "The driver allocates a zeroed region and registers it for mmap().",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; "
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_register_dev_region"},
      {"probe_fails", "Probe fails after it registered the region; its error path takes both back.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; "
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_register_dev_region"},
      {"mmap", "The driver's handler decides, and remaps at once where the driver does so.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap; mail \"vfio-pci: Add a new "
       "VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14"},
      {"mmap_fails", "The remap fails; the handler drops what it took.", "ipc/shm.c: shm_mmap"},
      {"page_fault", "The driver's fault handler inserts the pfn of one page.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault"},
      {"split", "munmap(), mprotect() or mremap() of a part splits the VMA.", "mm/vma.c: __split_vma"},
      {"mremap", "The VMA grows; refused with VM_DONTEXPAND.", "mm/mremap.c: vma_to_resize"},
      {"mremap_moves", "A VMA moves to another address.", "mm/mremap.c: move_vma; mm/vma.c: copy_vma"},
      {"mprotect", "Write permission for the VMA and its entries; refused without VM_MAYWRITE.",
       "mm/mprotect.c: do_mprotect_pkey, mprotect_fixup"},
      {"munmap", "Zaps the entries of one VMA and closes it.", "mm/vma.c: remove_vma"},
      {"secondary_maps", "KVM or an IOMMU takes over an entry; zap reaches it by its notifier.",
       "virt/kvm/kvm_main.c: hva_to_pfn_remapped, kvm_mmu_notifier_invalidate_range_start; "
       "drivers/vfio/vfio_iommu_type1.c: vfio_iommu_map"},
      {"disable", "Zap by file offset, then the BAR is disabled.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock"},
      {"enable", "The BAR answers again.", "drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write"},
      {"remove", "The driver drops its reference of the region.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14"},
      {"reuse", "Free memory goes to somebody else.", "mm/page_alloc.c: get_page_from_freelist"},
  };
}

std::vector<FaultInfo> life_faults() {
  return {
      {"region_is_not_zeroed", "The region comes from kmalloc(), and nobody clears it.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; commit "
       "de8798965fd0; CVE-2025-68292"},
      {"header_is_mapped_writable", "The handler maps the header for writing like the rest.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
       Exclusion::environment},
      {"bound_check_wraps", "The sum of offset and length in the bound test wraps.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; commit "
       "b299cde24538; drivers/char/mem.c: mmap_mem",
       Exclusion::environment},
      {"size_and_offset_are_checked_apart", "Length and offset are compared with the size one by one.",
       "commit cd097df4596f; CVE-2025-38088; arch/powerpc/platforms/powernv/memtrace.c: memtrace_mmap",
       Exclusion::environment},
      {"offset_is_not_checked", "Only the length is compared with the size.",
       "commit 0d67f0dee6c9; arch/powerpc/platforms/book3s/vas-api.c: coproc_mmap", Exclusion::environment},
      {"part_of_a_page_is_mapped", "An object that is no whole page is mapped with its neighbours.",
       "commit b65502879556; drivers/uio/uio.c: uio_mmap_physical; commit be4a2a81b6b9; CVE-2024-41011; mail "
       "\"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
       Exclusion::environment},
      {"fault_checks_no_bound", "The fault handler of a VMA that can grow checks no bound.",
       "commit 05b252cccb2e; CVE-2023-2008; drivers/dma-buf/udmabuf.c: udmabuf_vm_fault"},
      {"offset_is_ignored", "The handler maps from the start of the region whatever offset is asked for.",
       "drivers/vfio/pci/vfio_pci_core.c: vma_to_pfn"},
      {"fault_forgets_split", "The fault handler counts pages from the start of each half.",
       "drivers/vfio/pci/vfio_pci_core.c: vma_to_pfn; commit 5c13a4a0291b; CVE-2022-50471"},
      {"split_takes_no_reference", "The second half of a split VMA has no reference of its own.",
       "commit b024d7b56c77; CVE-2025-38563"},
      {"move_takes_no_reference", "A VMA that moves is closed without having been opened.",
       "commit 02695347be53; CVE-2026-23056"},
      {"every_close_frees", "Closing any VMA of a region frees it.", "commit 24daca4fc07f; CVE-2026-31787",
       Exclusion::environment},
      {"remove_frees_while_mapped", "Remove frees the region although it is mapped.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
       Exclusion::environment},
      {"secondary_outlives_mapping", "A secondary translation stays when the entry goes.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; "
       "virt/kvm/kvm_main.c: kvm_mmu_notifier_invalidate_range_start",
       Exclusion::environment},
      {"probe_error_keeps_region", "The error path of probe frees the region and leaves it registered.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14",
       Exclusion::environment},
      {"failed_mmap_keeps_reference", "An mmap() that fails keeps the reference that it took.",
       "commit f74b9f4ba63f; CVE-2025-38564"},
      {"failed_mmap_drops_twice", "An mmap() that fails drops its reference twice.",
       "commit 63bbf9ac5dde; CVE-2026-72093; commit ee9adb7a4551; CVE-2023-53084"},
      {"maywrite_is_kept", "A handler that maps for reading only keeps VM_MAYWRITE.",
       "commit f432a1621f04; CVE-2024-53071"},
      {"private_mapping_is_accepted", "The handler has no test of VM_SHARED.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14; commit "
       "f91142c62161; commit f432a1621f04; CVE-2024-53071",
       Exclusion::environment},
      {"vm_pgoff_is_reused", "The handler stores a pfn in vm_pgoff.",
       "mail \"vfio-pci: Add a new VFIO_REGION_TYPE_NESTED region type\", Eric Auger, 2019-01-14"},
      {"disable_without_zap", "The BAR is disabled under its mappings.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock"},
      {"fault_ignores_gate", "A disabled BAR is mapped all the same.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault; drivers/vfio/pci/vfio_pci_config.c: "
       "__vfio_pci_memory_enabled"},
  };
}

}  // namespace pfncheck::machine
