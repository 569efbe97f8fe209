// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "arm",
        .kbuild_arch = "arm",
        .defconfig = "defconfig",
        .enable = "KSM USERFAULTFD LRU_GEN VFIO VFIO_PCI",
        .config = "defconfig+KSM+UFFD+VFIO (multi_v7, no LPAE)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {32, "arch/arm/Kconfig: 32-bit"},
        .page_shift = {12, "arch/arm/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/arm/include/asm/pgtable-2level.h: PMD_SHIFT"},
        .pud_shift = {21, "arch/arm/include/asm/pgtable-2level.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "arch/arm/Kconfig: select ARCH_HAS_PTE_SPECIAL if ARM_LPAE"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "arch/arm/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE if ARM_LPAE"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .modify_type = {modify_types::keep,
                        "arch/arm/include/asm/pgtable.h: pte_modify masks permissions only"},
        .noncached = {noncached_types::kept, "arch/arm/include/asm/pgtable.h: pgprot_noncached"},
    },
    ArchRow{
        .name = "arm-lpae",
        .kbuild_arch = "arm",
        .defconfig = "multi_v7_lpae_defconfig",
        .enable = "TRANSPARENT_HUGEPAGE",
        .config = "multi_v7_lpae_defconfig+THP",
        .buildable = true,
        .big_endian = false,
        .word_bits = {32, "arch/arm/Kconfig: 32-bit"},
        .page_shift = {12, "arch/arm/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/arm/include/asm/pgtable-3level.h: PMD_SHIFT"},
        .pud_shift = {30, "arch/arm/include/asm/pgtable-3level.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/arm/Kconfig: select ARCH_HAS_PTE_SPECIAL if ARM_LPAE"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level =
            {true,
             "TRANSPARENT_HUGEPAGE enabled; arch/arm/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE if ARM_LPAE"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .modify_type = {modify_types::keep,
                        "arch/arm/include/asm/pgtable.h: pte_modify masks permissions only"},
        .noncached = {noncached_types::kept, "arch/arm/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> arm() {
  return rows;
}

}  // namespace pfncheck::arch_tables
