// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "x86_64",
        .kbuild_arch = "x86_64",
        .defconfig = "defconfig",
        .enable = "TRANSPARENT_HUGEPAGE KSM USERFAULTFD LRU_GEN MEMORY_FAILURE NUMA_BALANCING KVM KVM_INTEL "
                  "KVM_AMD VFIO VFIO_PCI IOMMUFD MEMORY_HOTPLUG MEMORY_HOTREMOVE ZONE_DEVICE FS_DAX FUSE_FS "
                  "VIRTIO_FS DEV_DAX DEVICE_PRIVATE TEST_HMM",
        .config = "defconfig+THP+KSM+UFFD+KVM+VFIO+DAX+HMM",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/x86/Kconfig: X86_64 selects 64BIT"},
        .page_shift = {12, "arch/x86/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/x86/include/asm/pgtable_64_types.h: PMD_SHIFT"},
        .pud_shift = {30, "arch/x86/include/asm/pgtable_64_types.h: PUD_SHIFT"},
        .pte_special = {true, "arch/x86/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {true,
                        "arch/x86/Kconfig: select ARCH_SUPPORTS_HUGE_PFNMAP if TRANSPARENT_HUGEPAGE (64BIT); "
                        "mm/Kconfig"},
        .pud_special = {true,
                        "mm/Kconfig: ARCH_SUPPORTS_PUD_PFNMAP; arch/x86/Kconfig: "
                        "HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD if X86_64"},
        .devmap = {true, "arch/x86/Kconfig: select ARCH_HAS_PTE_DEVMAP if X86_64"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {true, "arch/x86/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD if X86_64"},
        .devmap_since = {4, 5},
        .devmap_is_special = {true, "arch/x86/include/asm/pgtable.h: pte_mkdevmap"},
        .fs_dax = {true, "FS_DAX and ZONE_DEVICE enabled"},
        .fuse_dax = {true, "fs/fuse/Kconfig: FUSE_DAX default y with VIRTIO_FS and FS_DAX"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .secretmem = {true, "arch/x86/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::keep,
                        "arch/x86/include/asm/pgtable_types.h: _PAGE_CHG_MASK has the cache bits"},
        .noncached = {noncached_types::kept, "arch/x86/include/asm/pgtable.h: pgprot_noncached"},
    },
    ArchRow{
        .name = "i386",
        .kbuild_arch = "i386",
        .defconfig = "defconfig",
        .enable = "-HIGHMEM4G HIGHMEM64G X86_PAE TRANSPARENT_HUGEPAGE",
        .config = "defconfig+PAE+THP",
        .buildable = true,
        .big_endian = false,
        .word_bits = {32, "arch/x86/Kconfig: X86_32"},
        .page_shift = {12, "arch/x86/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/x86/include/asm/pgtable-3level_types.h: PMD_SHIFT"},
        .pud_shift = {30, "arch/x86/include/asm/pgtable-3level_types.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/x86/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "arch/x86/Kconfig: ARCH_SUPPORTS_HUGE_PFNMAP is for 64BIT only"},
        .pud_special = {false, "arch/x86/Kconfig: ARCH_SUPPORTS_HUGE_PFNMAP is for 64BIT only"},
        .devmap = {false, "arch/x86/Kconfig: ARCH_HAS_PTE_DEVMAP if X86_64"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {false, "arch/x86/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD if X86_64"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .secretmem = {true, "arch/x86/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::keep,
                        "arch/x86/include/asm/pgtable_types.h: _PAGE_CHG_MASK has the cache bits"},
        .noncached = {noncached_types::kept, "arch/x86/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> x86() {
  return rows;
}

}  // namespace pfncheck::arch_tables
