// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `kvm`, in words.
#include "model/slices/kvm/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> kvm_operations() {
  return {
      {"mmap_driver", "The driver's VMA comes, perhaps over anonymous memory.", "mm/mmap.c: mmap_region"},
      {"mmap_anonymous", "Anonymous memory comes, perhaps over the driver's VMA.", "mm/mmap.c: mmap_region"},
      {"munmap", "The VMA ends; notifiers take the leaf first.",
       "mm/memory.c: unmap_vmas; virt/kvm/kvm_main.c: kvm_mmu_notifier_invalidate_range_start"},
      {"host_fault",
       "The host's page table is filled; the driver may set VM_PFNMAP only here. 6.12 warns of that with "
       "CONFIG_PER_VMA_LOCK (vm_flags_set() without the mmap lock for writing) and goes on.",
       "mm/memory.c: do_fault, remap_pfn_range; include/linux/mm.h: vm_flags_set; mail \"KVM: arm64: "
       "Correctly handle the mmio faulting\", "
       "Santosh Shukla, 2021-04-22"},
      {"vmm_writes", "The VMM writes to guest memory through the cache.",
       "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf; commit 2a8dfab26677"},
      {"driver_revokes", "The driver zaps its entries.", "mm/memory.c: unmap_mapping_range"},
      {"driver_frees", "The driver gives its frame back, once nothing of the host maps it.",
       "include/linux/mm.h: put_page; mm/memory.c: remap_pte_range"},
      {"edit_flags", "The driver changes flags of a VMA that is mapped (with the fault of that name).",
       "include/linux/mm.h: vm_flags_set, vm_flags_clear"},
      {"register_memslot", "The VMM gives the address range to the guest.",
       "arch/arm64/kvm/mmu.c: kvm_arch_prepare_memory_region"},
      {"start_logging", "The dirty log is switched on.",
       "arch/arm64/kvm/mmu.c: kvm_arch_commit_memory_region"},
      {"delete_memslot", "The VMM takes the range back.",
       "arch/arm64/kvm/mmu.c: kvm_arch_flush_shadow_memslot"},
      {"sample_vma", "The guest faults; KVM reads the VMA under the mmap lock, then the sequence number.",
       "arch/arm64/kvm/mmu.c: user_mem_abort"},
      {"look_up_pfn", "GUP, or the host's entry.", "virt/kvm/kvm_main.c: hva_to_pfn, hva_to_pfn_remapped"},
      {"classify", "Memory or device, or an error.", "arch/arm64/kvm/mmu.c: user_mem_abort"},
      {"install", "Under the lock: retries if a notifier ran, else maps or relaxes permissions.",
       "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf, kvm_pgtable_stage2_relax_perms"},
      {"guest_tagged_access", "The guest enables tags at its stage 1 and uses them.",
       "arch/arm64/kvm/mmu.c: sanitise_mte_tags"},
  };
}

std::vector<FaultInfo> kvm_faults() {
  return {
      {"rule_by_vma_flag", "Blocks are decided by VM_PFNMAP of the sampled VMA (5.5 to 5.9).",
       "mail \"KVM: arm64: Correctly handle the mmio faulting\", Santosh Shukla, 2021-04-22; commit "
       "91a2c34b7d6f"},
      {"rule_v2", "Types by vm_page_prot, the first patch.",
       "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Ankit Agrawal, 2024-11-18"},
      {"rule_merged", "Types by flags and vm_page_prot of the sampled VMA (6.17).", "commit 0c67288e0c8b"},
      {"rule_opt_in", "Drivers opt in to cacheable device memory.",
       "mail \"KVM: arm64: Allow cacheable stage 2 mapping using VMA flags\", Catalin Marinas, 2024-12-11"},
      {"driver_forgets_noncached", "A driver maps MMIO with the memory type of RAM.",
       "commit 0c67288e0c8b; arch/arm64/include/asm/pgtable.h: pgprot_noncached", Exclusion::environment},
      {"ram_is_mapped_uncached", "A driver maps RAM uncached.",
       "kernel/dma/direct.c: dma_direct_mmap; kernel/dma/mapping.c: dma_pgprot; arch/arm64/kvm/mmu.c: "
       "user_mem_abort",
       Exclusion::environment},
      {"cacheable_device_memory", "Coherent memory without the linear map, cacheable for the VMM.",
       "commit 2a8dfab26677; drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_mmap", Exclusion::today},
      {"device_in_logged_slot", "A device comes into a memslot whose dirty log is on.",
       "arch/arm64/kvm/mmu.c: kvm_arch_prepare_memory_region, user_mem_abort", Exclusion::today},
      {"refuses_before_sequence_check", "The VMM replaces the VMA while an error is decided on its sample.",
       "arch/arm64/kvm/mmu.c: user_mem_abort", Exclusion::today},
      {"driver_edits_flags", "A driver changes flags of its VMA without an invalidation.",
       "include/linux/mm.h: vm_flags_set, vm_flags_clear; arch/arm64/kvm/hyp/pgtable.c: "
       "kvm_pgtable_stage2_relax_perms",
       Exclusion::environment},
      {"lookup_takes_uncounted_page", "The lookup takes a reference of any page that is not reserved.",
       "commit f8be156be163; CVE-2021-22543; virt/kvm/kvm_main.c: kvm_try_get_pfn"},
      {"lookup_assumes_writable", "What is behind a raw entry is taken for writable.",
       "commit bd2fae8da794; virt/kvm/kvm_main.c: hva_to_pfn_remapped"},
      {"error_keeps_reference", "Errors leave without releasing the page.",
       "commit 2684e02bac41; CVE-2026-72279"},
      {"release_puts_twice", "The page is released twice.", "virt/kvm/kvm_main.c: kvm_release_pfn_clean"},
      {"install_ignores_sequence", "The leaf is installed although a notifier ran.",
       "arch/arm64/kvm/mmu.c: user_mem_abort; include/linux/kvm_host.h: mmu_invalidate_retry"},
      {"notifier_forgets_sequence", "A notifier does not count while a fault is in flight.",
       "virt/kvm/kvm_main.c: kvm_mmu_invalidate_begin, kvm_mmu_invalidate_end"},
      {"notifier_forgets_guest", "Unmapping in the host leaves the leaf of the guest.",
       "virt/kvm/kvm_main.c: kvm_mmu_notifier_invalidate_range_start"},
      {"block_from_vma_range", "The size of a leaf comes from the range and vm_pgoff of a VM_PFNMAP VMA.",
       "commit 71cc2c67fb8f"},
      {"block_ignores_alignment", "A block is mapped where address or memslot do not fit.",
       "commit 6794ad5443a2; arch/arm64/kvm/mmu.c: fault_supports_stage2_huge_mapping"},
      {"device_may_be_executed", "An instruction fetch from a device is mapped.",
       "commit 6d674e28f642; arch/arm64/kvm/mmu.c: user_mem_abort"},
      {"any_device_is_normal_uncached", "Every device is Normal-NC, whoever its driver is.",
       "arch/arm64/kvm/mmu.c: user_mem_abort; include/linux/mm.h: VM_ALLOW_ANY_UNCACHED"},
      {"tags_are_not_cleared", "Pages get into a tagged guest with their old tags.",
       "arch/arm64/kvm/mmu.c: sanitise_mte_tags"},
      {"tags_of_any_pfn_are_cleared", "Tags are cleared by struct page, whatever the pfn is.",
       "arch/arm64/kvm/mmu.c: sanitise_mte_tags"},
      {"logging_keeps_writable", "A read fault maps a logged page writable.",
       "arch/arm64/kvm/mmu.c: user_mem_abort"},
      {"map_cleans_nothing", "A leaf is installed without cleaning.",
       "arch/arm64/kvm/hyp/pgtable.c: stage2_map_walker_try_leaf"},
  };
}

}  // namespace pfncheck::machine
