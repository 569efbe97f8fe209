// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `kvm`, in words.
#include "model/machine/kvm/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> kvm_operations() {
  return {
      {"mmap_driver", "The driver's VMA comes, perhaps over anonymous memory.", "mm/mmap.c: mmap_region"},
      {"mmap_anonymous", "Anonymous memory comes, perhaps over the driver's VMA.", "mm/mmap.c: mmap_region"},
      {"munmap", "The VMA ends; notifiers take the leaf first.", "mm/memory.c: unmap_vmas"},
      {"host_fault", "The host's page table is filled; the driver may set VM_PFNMAP only here.",
       "mm/memory.c: do_fault, remap_pfn_range; thread 000"},
      {"vmm_writes", "The VMM writes to guest memory through the cache.", "fact sheet kvm 3.6"},
      {"driver_revokes", "The driver zaps its entries.", "mm/memory.c: unmap_mapping_range"},
      {"driver_frees", "The driver gives its frame back, once nothing of the host maps it.",
       "drivers; fact sheet mm D-11"},
      {"edit_flags", "The driver changes flags of a VMA that is mapped (with the fault of that name).",
       "fact sheet kvm H14"},
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
      {"guest_tagged_access", "The guest enables tags at its stage 1 and uses them.", "fact sheet kvm 3.7"},
  };
}

std::vector<FaultInfo> kvm_faults() {
  return {
      {"rule_by_vma_flag", "Blocks are decided by VM_PFNMAP of the sampled VMA (5.5 to 5.9).",
       "thread 000; bug kvm-arm64-device-thp (91a2c34b7d6f)"},
      {"rule_v2", "Types by vm_page_prot, the first patch.", "thread 001; fact sheet kvm 1.6"},
      {"rule_merged", "Types by flags and vm_page_prot of the sampled VMA (6.17).",
       "fact sheet kvm 1.5 (0c67288e0c8b)"},
      {"rule_opt_in", "Drivers opt in to cacheable device memory.", "thread 001; fact sheet kvm H3"},
      {"driver_forgets_noncached", "A driver maps MMIO with the memory type of RAM.", "fact sheet kvm H5"},
      {"ram_is_mapped_uncached", "A driver maps RAM uncached.", "fact sheet kvm H8, V6"},
      {"cacheable_device_memory", "Coherent memory without the linear map, cacheable for the VMM.",
       "bug kvm-arm64-cacheable-pfnmap; fact sheet kvm c6, c7", true},
      {"device_in_logged_slot", "A device comes into a memslot whose dirty log is on.",
       "fact sheet kvm H13, H7", true},
      {"refuses_before_sequence_check", "The VMM replaces the VMA while an error is decided on its sample.",
       "fact sheet kvm H12", true},
      {"driver_edits_flags", "A driver changes flags of its VMA without an invalidation.",
       "fact sheet kvm H14"},
      {"lookup_takes_uncounted_page", "The lookup takes a reference of any page that is not reserved.",
       "bug kvm-pfnmap-nonrefcounted (CVE-2021-22543, f8be156be163)"},
      {"lookup_assumes_writable", "What is behind a raw entry is taken for writable.",
       "bug kvm-remapped-ro (bd2fae8da794)"},
      {"error_keeps_reference", "Errors leave without releasing the page.", "bug kvm-arm64-vncr-ro"},
      {"release_puts_twice", "The page is released twice.", "fact sheet kvm P-R3"},
      {"install_ignores_sequence", "The leaf is installed although a notifier ran.", "fact sheet kvm P-R9"},
      {"notifier_forgets_sequence", "A notifier does not count while a fault is in flight.",
       "fact sheet kvm P-R9"},
      {"notifier_forgets_guest", "Unmapping in the host leaves the leaf of the guest.",
       "virt/kvm/kvm_main.c: kvm_mmu_notifier_invalidate_range_start"},
      {"block_from_vma_range", "The size of a leaf comes from the range and vm_pgoff of a VM_PFNMAP VMA.",
       "fact sheet kvm 2.2 (5.14 to 7.2; 71cc2c67fb8f)"},
      {"block_ignores_alignment", "A block is mapped where address or memslot do not fit.",
       "bug kvm-arm64-pmd-unaligned (6794ad5443a2)"},
      {"device_may_be_executed", "An instruction fetch from a device is mapped.",
       "bug kvm-arm64-exec-device (6d674e28f642)"},
      {"any_device_is_normal_uncached", "Every device is Normal-NC, whoever its driver is.",
       "fact sheet kvm P-A12 (6.9)"},
      {"tags_are_not_cleared", "Pages get into a tagged guest with their old tags.", "fact sheet kvm P-A11"},
      {"tags_of_any_pfn_are_cleared", "Tags are cleared by struct page, whatever the pfn is.",
       "fact sheet kvm 2.3, P-R11"},
      {"logging_keeps_writable", "A read fault maps a logged page writable.", "fact sheet kvm P-A14"},
      {"map_cleans_nothing", "A leaf is installed without cleaning.", "fact sheet kvm P-A4"},
  };
}

}  // namespace pfncheck::machine
