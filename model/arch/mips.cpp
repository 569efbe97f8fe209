// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "mips64",
        .kbuild_arch = "mips",
        .defconfig = "loongson3_defconfig",
        .enable = "",
        .config = "loongson3_defconfig (16K)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/mips/configs/loongson3_defconfig: 64BIT"},
        .page_shift = {14, "arch/mips/configs/loongson3_defconfig: PAGE_SIZE_16KB"},
        .pmd_shift = {25, "arch/mips/include/asm/pgtable-64.h: PMD_SHIFT at 16K"},
        .pud_shift = {36, "arch/mips/include/asm/pgtable-64.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/mips/Kconfig: select ARCH_HAS_PTE_SPECIAL if !(32BIT && CPU_HAS_RIXI)"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {true, "arch/mips/include/asm/pgtable.h: __HAVE_COLOR_ZERO_PAGE"},
        .pmd_level = {false, "no THP and no hugetlb in this configuration"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .modify_type = {modify_types::keep, "arch/mips/include/asm/pgtable.h: _CACHE_MASK is kept"},
        .noncached = {noncached_types::kept, "arch/mips/include/asm/pgtable.h: pgprot_noncached"},
    },
    ArchRow{
        .name = "mips32",
        .kbuild_arch = "mips",
        .defconfig = "malta_defconfig",
        .enable = "",
        .config = "malta_defconfig (RIXI, 16K)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {32, "arch/mips/configs/malta_defconfig: 32BIT by default"},
        .page_shift = {14, "arch/mips/configs/malta_defconfig: PAGE_SIZE_16KB"},
        .pmd_shift = {26, "arch/mips/include/asm/pgtable-32.h: PGDIR_SHIFT (level folded)"},
        .pud_shift = {26, "arch/mips/include/asm/pgtable-32.h: PGDIR_SHIFT (level folded)"},
        .pte_special =
            {false,
             "arch/mips/Kconfig: ARCH_HAS_PTE_SPECIAL if !(32BIT && CPU_HAS_RIXI); CPU_MIPS32_R2 has RIXI"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {true, "arch/mips/include/asm/pgtable.h: __HAVE_COLOR_ZERO_PAGE"},
        .pmd_level = {false, "no THP and no hugetlb in this configuration"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::keep, "arch/mips/include/asm/pgtable.h: _CACHE_MASK is kept"},
        .noncached = {noncached_types::kept, "arch/mips/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> mips() {
  return rows;
}

}  // namespace pfncheck::arch_tables
