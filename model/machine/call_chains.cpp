// SPDX-License-Identifier: GPL-2.0-or-later
// How the kernel comes to do what the steps of slices do. Read in 6.12: each name is reached from the one
// before it by direct calls, static helpers in between left out, or by the pointer that a name with a dot
// stands for. `then`: the same caller goes on with it.
#include <array>

#include "model/slices/slices.hpp"

namespace pfncheck::machine {

namespace {

struct Chain {
  std::string_view slice, operation, functions;
};

constexpr std::array chains{
    Chain{"own", "mmap", "do_mmap -> mmap_region; then call_mmap -> f_op.mmap (file)"},
    Chain{"own", "munmap",
          "do_vmi_munmap -> vms_complete_munmap_vmas -> unmap_vmas -> unmap_page_range -> zap_pte_range -> "
          "zap_present_ptes -> vm_normal_page"},
    Chain{"own", "fork",
          "dup_mmap -> copy_page_range -> copy_pte_range -> copy_present_ptes -> vm_normal_page"},
    Chain{"own", "mprotect", "mprotect_fixup -> change_protection -> change_pte_range -> pte_modify"},
    Chain{"own", "read_fault", "handle_mm_fault -> handle_pte_fault -> do_anonymous_page"},
    Chain{"own", "write_fault", "handle_mm_fault -> handle_pte_fault -> do_anonymous_page, do_wp_page"},
    Chain{"own", "driver_fault", "handle_pte_fault -> do_fault -> __do_fault -> vm_ops.fault"},
    Chain{"own", "remap_fails",
          "remap_pfn_range_notrack -> remap_pfn_range_internal; then zap_page_range_single"},
    Chain{"own", "zap",
          "madvise_dontneed_single_vma -> zap_page_range_single -> unmap_page_range -> zap_pte_range -> "
          "zap_present_ptes -> vm_normal_page"},
    Chain{"own", "gup_fast", "gup_fast_fallback -> gup_fast -> gup_fast_pte_range -> pte_special"},
    Chain{"own", "gup_fast_grab",
          "gup_fast_fallback -> gup_fast -> gup_fast_pte_range -> try_grab_folio_fast"},
    Chain{"own", "gup_slow", "__get_user_pages -> follow_page_mask -> follow_page_pte -> vm_normal_page"},
    Chain{"own", "unpin", "unpin_user_page -> gup_put_folio"},
    Chain{"own", "revoke",
          "unmap_mapping_range -> unmap_mapping_range_tree -> zap_page_range_single -> unmap_page_range -> "
          "zap_pte_range -> zap_present_ptes -> vm_normal_page"},
    Chain{"own", "driver_frees", "__free_pages"},
    Chain{"linear", "mmap", "mmap_region -> call_mmap -> f_op.mmap"},
    Chain{"linear", "munmap",
          "do_vmi_munmap -> vms_complete_munmap_vmas -> unmap_vmas -> unmap_page_range -> zap_pte_range -> "
          "zap_present_ptes -> vm_normal_page"},
    Chain{"linear", "munmap_part",
          "do_vmi_munmap -> vms_gather_munmap_vmas -> __split_vma; then unmap_vmas -> zap_present_ptes -> "
          "vm_normal_page"},
    Chain{"linear", "mprotect_part", "mprotect_fixup -> vma_modify -> __split_vma; then change_protection"},
    Chain{"linear", "mremap", "move_vma -> copy_vma; then move_page_tables -> move_ptes"},
    Chain{"linear", "mremap_part",
          "move_vma -> copy_vma; then move_page_tables -> move_ptes; then do_vmi_munmap -> __split_vma"},
    Chain{"linear", "mremap_grow", "vma_to_resize"},
    Chain{"linear", "driver_fault", "handle_pte_fault -> do_fault -> __do_fault -> vm_ops.fault"},
    Chain{"linear", "write_fault", "handle_pte_fault -> do_wp_page -> vm_normal_page; then wp_page_copy"},
    Chain{"linear", "zap",
          "madvise_dontneed_single_vma -> zap_page_range_single -> unmap_page_range -> zap_pte_range -> "
          "zap_present_ptes -> vm_normal_page"},
    Chain{"linear", "revoke",
          "unmap_mapping_range -> unmap_mapping_range_tree -> zap_page_range_single -> unmap_page_range -> "
          "zap_pte_range -> zap_present_ptes -> vm_normal_page"},
    Chain{"huge", "mmap", "do_mmap -> mmap_region; then call_mmap -> f_op.mmap (file)"},
    Chain{"huge", "munmap",
          "do_vmi_munmap -> vms_complete_munmap_vmas -> unmap_vmas -> unmap_page_range -> zap_huge_pmd"},
    Chain{"huge", "fork", "dup_mmap -> copy_page_range -> copy_huge_pmd"},
    Chain{"huge", "zap",
          "madvise_dontneed_single_vma -> zap_page_range_single -> unmap_page_range -> zap_huge_pmd"},
    Chain{"huge", "mprotect", "mprotect_fixup -> change_protection -> change_huge_pmd -> pmd_modify"},
    Chain{"huge", "move_huge", "move_pages -> move_pages_huge_pmd"},
    Chain{"huge", "folio_walk", "folio_walk_start -> vm_normal_page_pmd"},
    Chain{"huge", "huge_read_fault",
          "__handle_mm_fault -> create_huge_pmd -> do_huge_pmd_anonymous_page -> set_huge_zero_folio"},
    Chain{"huge", "huge_write_fault", "__handle_mm_fault -> wp_huge_pmd -> do_huge_pmd_wp_page"},
    Chain{"huge", "driver_huge_fault",
          "create_huge_pmd -> vm_ops.huge_fault -> vmf_insert_pfn_pmd -> insert_pfn_pmd"},
    Chain{"huge", "split_pmd", "__split_huge_pmd -> split_huge_pmd_locked -> __split_huge_pmd_locked"},
    Chain{"huge", "read_fault", "handle_pte_fault -> do_anonymous_page"},
    Chain{"huge", "write_fault", "handle_pte_fault -> do_anonymous_page, do_wp_page"},
    Chain{"huge", "driver_fault", "handle_pte_fault -> do_fault -> __do_fault -> vm_ops.fault"},
    Chain{"huge", "gup_fast", "gup_fast_fallback -> gup_fast -> gup_fast_pmd_leaf -> pmd_special"},
    Chain{"huge", "gup_slow", "__get_user_pages -> follow_page_mask -> follow_huge_pmd"},
    Chain{"huge", "unpin", "unpin_user_page -> gup_put_folio"},
    Chain{"huge", "revoke",
          "unmap_mapping_range -> unmap_mapping_range_tree -> zap_page_range_single -> unmap_page_range -> "
          "zap_huge_pmd"},
    Chain{"huge", "driver_frees", "__free_pages"},
    Chain{"huge", "unpoison", "hwpoison_unpoison -> unpoison_memory"},
    Chain{"type", "driver_maps", "f_op.mmap -> remap_pfn_range -> track_pfn_remap"},
    Chain{"type", "munmap", "do_vmi_munmap -> unmap_vmas -> mmu_notifier_invalidate_range_start"},
    Chain{"type", "mprotect", "mprotect_fixup -> change_protection -> change_pte_range -> pte_modify"},
    Chain{"type", "kernel_maps", "ioremap_prot, memremap"},
    Chain{"type", "kernel_unmaps", "iounmap, memunmap"},
    Chain{"type", "vcpu_map", "kvm_vcpu_map -> memremap"},
    Chain{"type", "guest_faults",
          "kvm_handle_guest_abort -> user_mem_abort -> kvm_pgtable_stage2_map (arm64); kvm_tdp_page_fault -> "
          "make_spte -> kvm_is_mmio_pfn (x86)"},
    Chain{"type", "guest_unmaps", "kvm_unmap_gfn_range -> __unmap_stage2_range -> kvm_pgtable_stage2_unmap"},
    Chain{"type", "guest_sets_type", "kvm_toggle_cache -> stage2_flush_vm -> stage2_flush_memslot"},
    Chain{"type", "iommu_maps", "vfio_pin_map_dma -> vfio_iommu_map -> iommu_map"},
    Chain{"type", "iommu_unmaps", "vfio_unmap_unpin -> unmap_unpin_fast -> iommu_unmap_fast"},
    Chain{"kvm", "mmap_driver", "mmap_region -> call_mmap -> f_op.mmap"},
    Chain{"kvm", "mmap_anonymous", "do_mmap -> mmap_region"},
    Chain{"kvm", "munmap",
          "do_vmi_munmap -> unmap_vmas -> mmu_notifier_invalidate_range_start; then kvm_unmap_gfn_range -> "
          "__unmap_stage2_range"},
    Chain{"kvm", "host_fault",
          "handle_mm_fault -> handle_pte_fault -> do_fault -> __do_fault -> vm_ops.fault"},
    Chain{"kvm", "driver_revokes",
          "unmap_mapping_range -> zap_page_range_single -> mmu_notifier_invalidate_range_start; then "
          "kvm_unmap_gfn_range"},
    Chain{"kvm", "driver_frees", "__free_pages"},
    Chain{"kvm", "edit_flags", "vm_flags_clear"},
    Chain{"kvm", "register_memslot",
          "__kvm_set_memory_region -> kvm_set_memslot -> kvm_prepare_memory_region -> "
          "kvm_arch_prepare_memory_region"},
    Chain{"kvm", "start_logging",
          "kvm_set_memslot -> kvm_commit_memory_region -> kvm_arch_commit_memory_region -> "
          "kvm_mmu_wp_memory_region"},
    Chain{"kvm", "delete_memslot",
          "kvm_set_memslot -> kvm_invalidate_memslot -> kvm_arch_flush_shadow_memslot"},
    Chain{"kvm", "sample_vma", "kvm_handle_guest_abort -> user_mem_abort -> vma_lookup"},
    Chain{"kvm", "look_up_pfn",
          "user_mem_abort -> __gfn_to_pfn_memslot -> hva_to_pfn -> hva_to_pfn_remapped"},
    Chain{"kvm", "classify", "user_mem_abort -> kvm_is_device_pfn -> pfn_is_map_memory"},
    Chain{
        "kvm", "install",
        "user_mem_abort -> mmu_invalidate_retry; then kvm_pgtable_stage2_map -> stage2_map_walker_try_leaf"},
    Chain{"vfio", "map_dma", "vfio_iommu_type1_map_dma -> vfio_dma_do_map -> vfio_pin_map_dma"},
    Chain{"vfio", "look_up",
          "vfio_pin_map_dma -> vfio_pin_pages_remote -> vaddr_get_pfns -> pin_user_pages_remote, "
          "follow_fault_pfn"},
    Chain{"vfio", "fixup_fault", "vaddr_get_pfns -> follow_fault_pfn -> fixup_user_fault -> handle_mm_fault"},
    Chain{"vfio", "fixup_fails", "vaddr_get_pfns -> follow_fault_pfn -> fixup_user_fault"},
    Chain{"vfio", "iommu_map", "vfio_pin_map_dma -> vfio_iommu_map -> iommu_map"},
    Chain{"vfio", "map_fails", "vfio_pin_map_dma -> vfio_remove_dma -> vfio_unmap_unpin"},
    Chain{"vfio", "unmap_dma",
          "vfio_iommu_type1_unmap_dma -> vfio_dma_do_unmap -> vfio_remove_dma -> vfio_unmap_unpin"},
    Chain{"vfio", "iommu_unmap", "vfio_unmap_unpin -> unmap_unpin_fast -> iommu_unmap_fast"},
    Chain{"vfio", "iotlb_sync", "vfio_unmap_unpin -> vfio_sync_unpin -> iommu_iotlb_sync"},
    Chain{"vfio", "put_pfn",
          "vfio_sync_unpin -> vfio_unpin_pages_remote -> put_pfn -> is_invalid_reserved_pfn"},
    Chain{"vfio", "page_fault", "handle_mm_fault -> handle_pte_fault"},
    Chain{"vfio", "zap", "madvise_dontneed_single_vma -> zap_page_range_single"},
    Chain{"vfio", "munmap", "do_vmi_munmap -> unmap_vmas"},
    Chain{"vfio", "mprotect", "mprotect_fixup -> change_protection -> change_pte_range"},
    Chain{"vfio", "revoke", "vfio_pci_zap_and_down_write_memory_lock -> unmap_mapping_range"},
    Chain{"vfio", "enable", "vfio_basic_config_write"},
    Chain{"vfio", "driver_frees", "__free_pages"},
    Chain{"vfio", "reuse", "__alloc_pages_noprof"},
    Chain{"vfio", "reclaim", "sgx_reclaim_pages -> sgx_reclaimer_write"},
    Chain{"vfio", "set_reserved", "mark_page_reserved -> SetPageReserved"},
    Chain{"vfio", "clear_reserved", "free_reserved_page -> ClearPageReserved"},
    Chain{"life", "mmap", "mmap_region -> call_mmap -> vfio_pci_core_mmap"},
    Chain{"life", "mmap_fails", "mmap_region -> call_mmap -> shm_mmap"},
    Chain{"life", "page_fault",
          "do_fault -> __do_fault -> vfio_pci_mmap_page_fault -> vfio_pci_mmap_huge_fault"},
    Chain{"life", "split", "do_vmi_munmap -> vms_gather_munmap_vmas -> __split_vma -> vm_ops.open"},
    Chain{"life", "mremap", "vma_to_resize"},
    Chain{"life", "mremap_moves", "move_vma -> copy_vma -> vm_ops.open"},
    Chain{"life", "mprotect", "mprotect_fixup -> change_protection -> change_pte_range"},
    Chain{"life", "munmap", "do_vmi_munmap -> vms_complete_munmap_vmas -> remove_vma -> vm_ops.close"},
    Chain{"life", "secondary_maps", "vfio_pin_map_dma -> vfio_iommu_map -> iommu_map"},
    Chain{"life", "disable",
          "vfio_basic_config_write -> vfio_pci_zap_and_down_write_memory_lock -> unmap_mapping_range"},
    Chain{"life", "enable", "vfio_basic_config_write"},
    Chain{"life", "remove", "vfio_pci_remove -> vfio_pci_core_unregister_device"},
    Chain{"life", "reuse", "__alloc_pages_noprof"},
};

}  // namespace

std::string_view call_chain(std::string_view slice, std::string_view operation) {
  for (const Chain& chain : chains)
    if (chain.slice == slice && chain.operation == operation) return chain.functions;
  return {};
}

}  // namespace pfncheck::machine
