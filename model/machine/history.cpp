// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/history.hpp"

#include <algorithm>
#include <array>

namespace pfncheck::machine {

namespace {

constexpr Release newest = {7, 3};

// Core mm: bodies read in 6.1.192, 6.12.117 and 7.3.4; vm_normal_page also in 6.6, 6.14, 6.18.2 and 7.1.5.
constexpr std::array core_mm{
    Era{{{6, 1}, {6, 10}},
        "vm_insert_page() counts the zero page.",
        "mm/memory.c: insert_page_into_pte_locked (6.1)"},
    Era{{{6, 11}, {6, 17}},
        "Nothing counts the zero page; a failed remap zaps what it did.",
        "mm/memory.c: insert_page_into_pte_locked, remap_pfn_range_notrack (6.12); commit fce831c92092; "
        "commit 79a61cc3fc04"},
    Era{{{6, 18}, newest},
        "One rule for all levels.",
        "mm/memory.c: __vm_normal_page, insert_page_into_pte_locked (7.3)"},
};

// 7.0 is left out: nobody read which architectures got a special bit of huge entries between 6.19 and 7.1.
constexpr std::array huge_pages{
    Era{{{6, 1}, {6, 11}},
        "PMDs have no special bit; zap decides by the kind of VMA.",
        "mm/huge_memory.c: zap_huge_pmd (6.1)"},
    Era{{{6, 12}, {6, 17}},
        "Raw huge entries are special where PMDs have the bit.",
        "mm/huge_memory.c: insert_pfn_pmd, zap_huge_pmd (6.12)"},
    Era{{{6, 18}, {6, 19}},
        "Zap asks the rule; the huge zero page is special.",
        "mm/memory.c: __vm_normal_page (6.18, 6.19)"},
    Era{{{7, 1}, newest},
        "The rule asks whether entries of the level have a special bit.",
        "mm/memory.c: __vm_normal_page (7.1, 7.3); mm/huge_memory.c: zap_huge_pmd (7.3)"},
};

constexpr std::array memory_types{
    Era{{{6, 1}, {6, 8}},
        "Stage 2 decides by the pfn: memory or device.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (6.1)"},
    Era{{{6, 9}, {6, 16}},
        "A device may be Normal-NC where its driver allows it.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (6.12)"},
    Era{{{6, 17}, newest},
        "Stage 2 decides by flags and vm_page_prot of the VMA.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (6.17); commit 0c67288e0c8b; arch/arm64/kvm/mmu.c: "
        "kvm_s2_fault_compute_prot (7.3)"},
};

constexpr std::array guest_faults{
    Era{{{5, 5}, {5, 9}},
        "The VMA says what must not be a block, the pfn says which type.",
        "virt/kvm/arm/mmu.c: user_mem_abort (5.5); commit 6d674e28f642"},
    Era{{{5, 10}, {5, 10}},
        "A device pfn is one page; the struct page of memory says whether it is huge.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (5.10); commit 91a2c34b7d6f"},
    Era{{{5, 12}, {5, 13}},
        "The same; a read-only entry of the host is not taken for writable.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (5.12); virt/kvm/kvm_main.c: hva_to_pfn_remapped (5.12); "
        "commit bd2fae8da794"},
    Era{{{5, 14}, {6, 1}},
        "Guests may use tags; the host's leaf says whether memory is huge.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (5.14, 6.1); commit 2aa53d68cee6"},
    Era{{{6, 12}, {6, 12}},
        "The host's leaf says how large a leaf may be; a device may be Normal-NC.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (6.12)"},
    Era{{{6, 17}, newest},
        "Flags and vm_page_prot of the VMA decide; no reference of what is behind a raw entry.",
        "arch/arm64/kvm/mmu.c: user_mem_abort (6.17); commit 0c67288e0c8b; arch/arm64/kvm/mmu.c: "
        "kvm_s2_fault_compute_prot (7.3); virt/kvm/kvm_main.c: hva_to_pfn_remapped (7.3); commit "
        "8b15c3764c05"},
};

constexpr std::array type1{
    Era{{{5, 4}, {5, 6}},
        "A raw mapping is translated by vm_pgoff.",
        "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfn (5.4); commit 5cbf3264bc71"},
    Era{{{5, 7}, {5, 7}},
        "The user's page table translates.",
        "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfn (5.7); commit 5cbf3264bc71"},
    Era{{{5, 8}, {5, 11}},
        "What is not mapped yet is faulted in.",
        "drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn (5.10)"},
    Era{{{5, 12}, {6, 14}},
        "A device that writes needs a writable entry.",
        "drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn, vaddr_get_pfns (6.1, 6.12); commit 07956b6269d3"},
    Era{{{6, 15}, newest},
        "Nothing pinned is an error.",
        "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns (7.3)"},
};

constexpr std::array driver_mappings{
    Era{{{6, 1}, newest},
        "VMAs split, move and close; drivers count them.",
        "mm/vma.c: __split_vma, copy_vma (6.12, 7.3); mm/mmap.c: __split_vma, copy_vma (6.1)"},
};

// The stable branches 6.1 and 6.12 have the repairs that mainline got later.
const std::vector<DatedFault>& all() {
  using enum DoneBy;
  static const std::vector<DatedFault> faults{
      {"own",
       "mprotect_drops_special",
       kernel,
       {{{6, 1}, {6, 5}}},
       "arch/mips/include/asm/pgtable-bits.h: _PAGE_CHG_MASK (6.1, 6.12)",
       "mips64"},
      {"own",
       "failed_remap_keeps_entries",
       kernel,
       {{{5, 13}, {6, 0}}, {{6, 2}, {6, 10}}},
       "mm/memory.c: remap_pfn_range_notrack (6.10); commit 74ffa5a3e685; commit 79a61cc3fc04; "
       "CVE-2024-47674"},

      {"linear",
       "handler_keeps_first_address",
       driver,
       {{{3, 0}, {6, 0}}},
       "drivers/xen/gntdev.c: gntdev_mmap (6.0); commit 5c13a4a0291b; CVE-2022-50471"},
      {"linear",
       "handler_without_bound",
       driver,
       {{{5, 7}, {6, 0}}, {{6, 2}, {6, 10}}},
       "drivers/gpu/drm/i915/gem/i915_gem_mman.c: vm_fault_gtt (6.10); commit 8bdd9ef7e9b1; CVE-2024-42259"},
      {"linear",
       "split_is_not_opened",
       driver,
       {{{3, 10}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {7, 0}}},
       "drivers/xen/privcmd.c: privcmd_close (7.0); commit 24daca4fc07f; CVE-2026-31787"},
      {"linear",
       "move_is_not_opened",
       driver,
       {{{5, 7}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 18}}},
       "drivers/misc/uacce/uacce.c: uacce_vm_ops (6.18); commit 02695347be53; CVE-2026-23056"},

      {"huge",
       "huge_folio_is_special",
       kernel,
       {{{6, 15}, {6, 16}}},
       "mm/huge_memory.c: vmf_insert_folio_pmd (6.15); commit c4297465d4ca"},
      {"huge",
       "huge_zero_where_only_ptes_have_a_bit",
       kernel,
       {{{6, 18}, {7, 0}}},
       "mm/memory.c: __vm_normal_page (6.18); commit af38538801c6; commit c0c6ccd9828c; CVE-2026-64181"},
      {"huge",
       "move_rebuilds_huge_zero",
       kernel,
       {{{6, 16}, {6, 19}}},
       "mm/huge_memory.c: move_pages_huge_pmd (6.19); commit e3981db444a0; commit fae654083bfa; "
       "CVE-2026-31397"},
      {"huge",
       "unpoison_drops_reference_of_huge_zero",
       kernel,
       {{{3, 0}, {6, 0}}, {{6, 2}, {6, 9}}},
       "mm/memory-failure.c: unpoison_memory (6.8); commit fe6f86f4b408; CVE-2024-40914"},
      {"huge",
       "write_fault_writes_huge_zero",
       kernel,
       {{{4, 10}, {4, 14}}},
       "mm/huge_memory.c: touch_pmd (4.12); commit 8310d48b125d; commit a8f97366452e; CVE-2017-1000405"},

      {"kvm",
       "device_may_be_executed",
       kernel,
       {{{3, 10}, {5, 4}}},
       "virt/kvm/arm/mmu.c: user_mem_abort (5.2); commit 6d674e28f642"},
      {"kvm",
       "block_ignores_alignment",
       kernel,
       {{{3, 10}, {4, 20}}},
       "virt/kvm/arm/mmu.c: fault_supports_stage2_huge_mapping (5.0); commit 6794ad5443a2"},
      {"kvm",
       "rule_by_vma_flag",
       kernel,
       {{{5, 5}, {5, 9}}},
       "virt/kvm/arm/mmu.c: user_mem_abort (5.5); commit 6d674e28f642; commit 91a2c34b7d6f"},
      {"kvm",
       "lookup_assumes_writable",
       kernel,
       {{{4, 8}, {5, 10}}},
       "virt/kvm/kvm_main.c: hva_to_pfn_remapped (5.10); commit add6a0cd1c5b; commit bd2fae8da794"},
      {"kvm",
       "lookup_takes_uncounted_page",
       kernel,
       {{{4, 8}, {5, 12}}},
       "virt/kvm/kvm_main.c: hva_to_pfn_remapped (5.11); commit add6a0cd1c5b; commit f8be156be163; "
       "CVE-2021-22543"},
      {"kvm",
       "block_from_vma_range",
       kernel,
       {{{5, 14}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {7, 2}}},
       "arch/arm64/kvm/mmu.c: get_vma_page_shift (5.14); commit 2aa53d68cee6; commit 71cc2c67fb8f"},
      {"kvm",
       "rule_merged",
       kernel,
       {{{6, 17}, newest}},
       "arch/arm64/kvm/mmu.c: user_mem_abort (6.17); commit 0c67288e0c8b"},

      {"vfio",
       "translation_is_linear",
       kernel,
       {{{3, 6}, {5, 6}}},
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfn (5.4); commit 5cbf3264bc71"},
      {"vfio",
       "translation_without_fault",
       kernel,
       {{{5, 7}, {5, 7}}},
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfn (5.7); commit 5cbf3264bc71"},
      {"vfio",
       "translation_ignores_write",
       kernel,
       {{{5, 7}, {5, 11}}},
       "drivers/vfio/vfio_iommu_type1.c: follow_fault_pfn (5.10); commit 5cbf3264bc71; commit 07956b6269d3"},
      {"vfio",
       "zero_page_is_pinned",
       kernel,
       {{{5, 4}, {5, 19}}},
       "drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns (5.19); commit 873aefb376bb"},
      {"vfio",
       "error_exit_keeps_pins",
       driver,
       {{{6, 4}, {6, 5}}, {{6, 18}, {7, 1}}},
       "drivers/accel/qaic/qaic_control.c: find_and_map_user_pages (6.4); commit 129776ac2e38; commit "
       "73274c33d961; CVE-2023-53633; drivers/accel/amdxdna/amdxdna_ubuf.c: amdxdna_get_ubuf (7.1); commit "
       "d946347edc4f; CVE-2026-74423"},
      {"vfio",
       "error_exit_unpins_twice",
       driver,
       {{{5, 16}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 19}}},
       "drivers/infiniband/core/umem_dmabuf.c: ib_umem_dmabuf_get_pinned (6.18); commit 1e4df4a21c5a; commit "
       "104016eb671e; CVE-2026-43128"},
      {"vfio",
       "last_page_is_not_unpinned",
       driver,
       {{{6, 2}, {6, 4}}},
       "drivers/iommu/iommufd/pages.c: batch_clear_carry (6.4); commit f394576eb11d; commit b7c822fa6b77; "
       "CVE-2023-54060"},

      {"life",
       "region_is_not_zeroed",
       driver,
       {{{6, 11}, {6, 11}}, {{6, 13}, {6, 17}}},
       "mm/memfd.c: memfd_alloc_folio (6.17); commit 89c1905d9c14; commit de8798965fd0; CVE-2025-68292"},
      {"life",
       "bound_check_wraps",
       driver,
       {{{2, 6}, {4, 11}}},
       "drivers/char/mem.c: mmap_mem (4.10); commit b299cde24538"},
      {"life",
       "size_and_offset_are_checked_apart",
       driver,
       {{{4, 14}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 14}}},
       "arch/powerpc/platforms/powernv/memtrace.c: memtrace_mmap (6.14); commit cd097df4596f; CVE-2025-38088",
       "powerpc"},
      {"life",
       "offset_is_not_checked",
       driver,
       {{{5, 14}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 14}}},
       "arch/powerpc/platforms/book3s/vas-api.c: coproc_mmap (6.14); commit dda44eb29c23; commit "
       "0d67f0dee6c9",
       "powerpc"},
      {"life",
       "part_of_a_page_is_mapped",
       driver,
       {{{5, 4}, {6, 0}}, {{6, 2}, {6, 9}}},
       "drivers/gpu/drm/amd/amdkfd/kfd_chardev.c: kfd_mmio_mmap (6.8); commit be4a2a81b6b9; CVE-2024-41011"},
      {"life",
       "fault_checks_no_bound",
       driver,
       {{{4, 20}, {5, 17}}},
       "drivers/dma-buf/udmabuf.c: udmabuf_vm_fault (5.15); commit fbb0de795078; commit 05b252cccb2e; "
       "CVE-2023-2008"},
      {"life",
       "split_takes_no_reference",
       driver,
       {{{3, 0}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 16}}},
       "kernel/events/core.c: perf_mmap_vmops (6.14); commit b024d7b56c77; CVE-2025-38563"},
      {"life",
       "move_takes_no_reference",
       driver,
       {{{5, 7}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {6, 18}}},
       "drivers/misc/uacce/uacce.c: uacce_vm_ops (6.18); commit 02695347be53; CVE-2026-23056"},
      {"life",
       "every_close_frees",
       driver,
       {{{3, 10}, {6, 0}}, {{6, 2}, {6, 11}}, {{6, 13}, {7, 0}}},
       "drivers/xen/privcmd.c: privcmd_close (7.0); commit 24daca4fc07f; CVE-2026-31787"},
      {"life",
       "failed_mmap_keeps_reference",
       driver,
       {{{6, 14}, {6, 16}}},
       "kernel/events/core.c: perf_mmap (6.14); commit b709eb872e19; commit f74b9f4ba63f; CVE-2025-38564"},
      {"life",
       "failed_mmap_drops_twice",
       driver,
       {{{6, 17}, {7, 1}}},
       "drivers/accel/amdxdna/amdxdna_gem.c: amdxdna_gem_dmabuf_mmap (6.17); commit e486147c912f; commit "
       "63bbf9ac5dde; CVE-2026-72093"},
      {"life",
       "maywrite_is_kept",
       driver,
       {{{6, 10}, {6, 11}}},
       "drivers/gpu/drm/panthor/panthor_device.c: panthor_device_mmap_io (6.10); commit 5fe909cae118; commit "
       "f432a1621f04; CVE-2024-53071"},
      {"life",
       "private_mapping_is_accepted",
       driver,
       {{{5, 7}, {5, 13}}},
       "drivers/gpu/drm/ttm/ttm_bo_vm.c: ttm_bo_mmap_obj (5.11); commit f91142c62161"},
  };
  return faults;
}

}  // namespace

bool can_be_on(const DatedFault& fault, const ArchRow& row) {
  return fault.arch.empty() || fault.arch == row.name || fault.arch == row.kbuild_arch;
}

std::span<const DatedFault> dated_faults() {
  return all();
}

std::span<const Era> eras_of(const SliceInfo& slice) {
  if (slice.name == "huge") return huge_pages;
  if (slice.name == "type") return memory_types;
  if (slice.name == "kvm") return guest_faults;
  if (slice.name == "vfio") return type1;
  if (slice.name == "life") return driver_mappings;
  return core_mm;
}

void require_release(const SliceInfo& slice, Release release) {
  pfncheck::require_release("slice " + std::string(slice.name), eras_of(slice), release);
}

std::vector<const DatedFault*> own_faults(const SliceInfo& slice, Release release, const ArchRow& row) {
  std::vector<const DatedFault*> found;
  for (const DatedFault& fault : all())
    if (fault.slice == slice.name && fault.by == DoneBy::kernel && contains(fault.releases, release) &&
        can_be_on(fault, row))
      found.push_back(&fault);
  return found;
}

const DatedFault* date_of(const SliceInfo& slice, std::string_view fault) {
  const auto it = std::ranges::find_if(
      all(), [&](const DatedFault& dated) { return dated.slice == slice.name && dated.fault == fault; });
  return it == all().end() ? nullptr : &*it;
}

bool is_left_out(const SliceInfo& slice, const FaultInfo& fault, Release release) {
  const DatedFault* const dated = date_of(slice, fault.name);
  if (dated == nullptr) return fault.excluded == Exclusion::today;
  return dated->by == DoneBy::driver && contains(dated->releases, release);
}

}  // namespace pfncheck::machine
