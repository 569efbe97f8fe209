// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `type`, in words.
#include "model/slices/type/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> type_operations() {
  return {
      {"driver_maps", "Remaps or inserts the frame with the driver's memory type.",
       "mm/memory.c: remap_pfn_range, vmf_insert_pfn_prot"},
      {"munmap", "Ends the user mapping; notifiers take the guest's.", "mm/memory.c: unmap_vmas"},
      {"mprotect", "Changes permissions; what pte_modify() does with the type is the architecture's.",
       "mm/mprotect.c: change_pte_range"},
      {"kernel_maps", "The driver maps the frame for itself.",
       "arch/x86/mm/ioremap.c: ioremap; kernel/iomem.c: memremap"},
      {"kernel_unmaps", "The driver ends its own mapping.",
       "arch/x86/mm/ioremap.c: iounmap; kernel/iomem.c: memunmap"},
      {"vcpu_map", "KVM maps a page that the guest names for itself, write-back.",
       "virt/kvm/kvm_main.c: kvm_vcpu_map"},
      {"guest_faults", "KVM maps the frame into stage 2 or EPT.",
       "arch/arm64/kvm/mmu.c: user_mem_abort; arch/x86/kvm/mmu/spte.c: make_spte"},
      {"guest_unmaps", "KVM takes the leaf away.", "arch/arm64/kvm/hyp/pgtable.c: stage2_unmap_walker"},
      {"guest_sets_type", "The guest switches its caches, or maps with another type.",
       "arch/arm64/kvm/mmu.c: kvm_toggle_cache"},
      {"guest_reads", "The guest reads memory past the caches.",
       "arch/arm64/kvm/at.c: combine_s1_s2_attr; commit 2a8dfab26677"},
      {"vmm_writes", "The VMM writes to guest memory through the cache.",
       "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf; commit 2a8dfab26677"},
      {"iommu_maps", "The frame becomes a target of DMA: type1 in 6.12, or a DMABUF of iommufd (7.x).",
       "drivers/vfio/vfio_iommu_type1.c: vfio_iommu_map"},
      {"iommu_unmaps", "The frame is no target any more.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_unmap_unpin"},
  };
}

std::vector<FaultInfo> type_faults() {
  return {
      {"driver_forgets_noncached", "A driver maps MMIO with the memory type of RAM.",
       "commit 0c67288e0c8b; mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Ankit "
       "Agrawal, 2024-11-18",
       Exclusion::environment},
      {"noncached_request_is_lost", "Uncached mappings where pgprot_noncached() does nothing.",
       "include/linux/pgtable.h: pgprot_noncached", Exclusion::environment},
      {"prot_differs_from_vma", "A driver's entries have another memory type than vm_page_prot.",
       "mm/memory.c: vmf_insert_pfn_prot; arch/arm64/include/asm/pgtable.h: pte_modify",
       Exclusion::environment},
      {"ram_is_mapped_uncached", "A driver maps RAM of the linear map uncached.",
       "kernel/dma/direct.c: dma_direct_mmap; kernel/dma/mapping.c: dma_pgprot", Exclusion::environment},
      {"coherent_memory_for_guest", "Cacheable memory that is not in the linear map is given to a guest.",
       "commit 2a8dfab26677", Exclusion::today},
      {"stage2_trusts_memmap", "Stage 2 takes every pfn with a memmap for memory of the linear map.",
       "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Catalin Marinas, 2024-12-11; "
       "commit 873ba463914c"},
      {"stage2_map_cleans_nothing", "A write-back leaf without FWB is installed without cleaning.",
       "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf"},
      {"cache_switch_cleans_nothing", "KVM does not clean when the guest switches its caches.",
       "arch/arm64/kvm/mmu.c: kvm_toggle_cache"},
      {"vmm_writes_behind_uncached_guest", "The VMM writes through the cache while the guest reads past it.",
       "commit 2a8dfab26677; arch/arm64/kvm/at.c: combine_s1_s2_attr", Exclusion::environment},
      {"npt_relies_on_mtrr",
       "KVM sets no memory type in the entries of nested tables, though they have one: all is write-back "
       "there, and host MTRRs decide.",
       "arch/x86/kvm/mmu/spte.c: make_spte, kvm_mmu_reset_all_pte_masks", Exclusion::today},
      {"type1_maps_mmio", "VFIO type1 maps a BAR as it maps memory.",
       "drivers/vfio/vfio_iommu_type1.c: vfio_dma_do_map, vfio_iommu_map; drivers/iommu/io-pgtable-arm.c: "
       "arm_lpae_prot_to_pte",
       Exclusion::today},
      {"vcpu_map_takes_mmio", "A guest names a pfn of a device for kvm_vcpu_map().",
       "virt/kvm/kvm_main.c: kvm_vcpu_map; virt/kvm/pfncache.c: gpc_map", Exclusion::today},
  };
}

}  // namespace pfncheck::machine
