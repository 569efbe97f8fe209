// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and seeded faults of slice `life`, in words.
#include "model/machine/life/operations.hpp"

namespace pfncheck::machine {

std::vector<OperationInfo> life_operations() {
  return {
      {"probe", "The driver allocates a zeroed region and registers it for mmap().",
       "thread 003: vfio_pci_init_dma_fault_region"},
      {"probe_fails", "Probe fails after it registered the region; its error path takes both back.",
       "thread 003: vfio_pci_probe"},
      {"mmap", "The driver's handler decides, and remaps at once where the driver does so.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap; thread 003: vfio_pci_dma_fault_mmap"},
      {"mmap_fails", "The remap fails; the handler drops what it took.", "kernel/events/core.c: perf_mmap"},
      {"page_fault", "The driver's fault handler inserts the pfn of one page.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault"},
      {"split", "munmap(), mprotect() or mremap() of a part splits the VMA.", "mm/vma.c: __split_vma"},
      {"mremap", "The VMA grows; refused with VM_DONTEXPAND.", "mm/mremap.c: vma_to_resize"},
      {"mremap_moves", "A VMA moves to another address.", "mm/mremap.c: move_vma; mm/vma.c: copy_vma"},
      {"mprotect", "Write permission for the VMA and its entries; refused without VM_MAYWRITE.",
       "mm/mprotect.c"},
      {"munmap", "Zaps the entries of one VMA and closes it.", "mm/vma.c: remove_vma"},
      {"secondary_maps", "KVM or an IOMMU takes over an entry; zap reaches it by its notifier.",
       "fact sheet vfio, section 4"},
      {"disable", "Zap by file offset, then the BAR is disabled.",
       "drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock"},
      {"enable", "The BAR answers again.", "drivers/vfio/pci/vfio_pci_config.c"},
      {"remove", "The driver drops its reference of the region.", "thread 003: vfio_pci_remove"},
      {"reuse", "Free memory goes to somebody else.", "mm/page_alloc.c"},
  };
}

std::vector<FaultInfo> life_faults() {
  return {
      {"region_is_not_zeroed", "The region comes from kmalloc(), and nobody clears it.",
       "thread 003, S3-7; bug memfd-hugetlb-uninit and its kind"},
      {"header_is_mapped_writable", "The handler maps the header for writing like the rest.",
       "thread 003, S3-3"},
      {"bound_check_wraps", "The sum of offset and length in the bound test wraps.",
       "thread 003, S3-15; bug devmem-wrap (before b299cde24538)"},
      {"size_and_offset_are_checked_apart", "Length and offset are compared with the size one by one.",
       "bug memtrace-bounds (before cd097df4596f)"},
      {"offset_is_not_checked", "Only the length is compared with the size.",
       "bug vas-pgoff (before 0d67f0dee6c9)"},
      {"part_of_a_page_is_mapped", "An object that is no whole page is mapped with its neighbours.",
       "bugs uio-unaligned (before b65502879556), kfd-hdp-64k; thread 003, S3-8"},
      {"fault_checks_no_bound", "The fault handler of a VMA that can grow checks no bound.",
       "bug udmabuf-fault (before 05b252cccb2e)"},
      {"offset_is_ignored", "The handler maps from the start of the region whatever offset is asked for.",
       "fact sheet vfio M10"},
      {"fault_forgets_split", "The fault handler counts pages from the start of each half.",
       "fact sheet vfio M11; bug gntdev-split and its kind"},
      {"split_takes_no_reference", "The second half of a split VMA has no reference of its own.",
       "bug perf-vma-split (before b024d7b56c77)"},
      {"move_takes_no_reference", "A VMA that moves is closed without having been opened.",
       "bug uacce-mremap (before 02695347be53)"},
      {"every_close_frees", "Closing any VMA of a region frees it.",
       "bug privcmd-split (before 24daca4fc07f)"},
      {"remove_frees_while_mapped", "Remove frees the region although it is mapped.", "thread 003, S3-9"},
      {"secondary_outlives_mapping", "A secondary translation stays when the entry goes.",
       "fact sheet vfio, section 4; thread 003, S3-9"},
      {"probe_error_keeps_region", "The error path of probe frees the region and leaves it registered.",
       "thread 003, S3-10"},
      {"failed_mmap_keeps_reference", "An mmap() that fails keeps the reference that it took.",
       "bug perf-mmap-fail (before f74b9f4ba63f)"},
      {"failed_mmap_drops_twice", "An mmap() that fails drops its reference twice.",
       "bugs amdxdna-double-put (before 63bbf9ac5dde), drm-shmem-dmabuf-put"},
      {"maywrite_is_kept", "A handler that maps for reading only keeps VM_MAYWRITE.",
       "bug panthor-maywrite (before f432a1621f04)"},
      {"private_mapping_is_accepted", "The handler has no test of VM_SHARED.",
       "thread 003, S3-14; bugs ttm-cow, panthor-maywrite"},
      {"vm_pgoff_is_reused", "The handler stores a pfn in vm_pgoff.", "thread 003, S3-13"},
      {"disable_without_zap", "The BAR is disabled under its mappings.", "fact sheet vfio M20"},
      {"fault_ignores_gate", "A disabled BAR is mapped all the same.", "fact sheet vfio M20"},
  };
}

}  // namespace pfncheck::machine
