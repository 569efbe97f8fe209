// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "sparc32",
        .kbuild_arch = "sparc",
        .defconfig = "",
        .enable = "",
        .config = "reference model only",
        .buildable = false,
        .big_endian = true,
        .word_bits = {32, "arch/sparc/Kconfig"},
        .page_shift = {12, "arch/sparc/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {18, "arch/sparc/include/asm/pgtable_32.h: PMD_SHIFT"},
        .pud_shift = {24, "arch/sparc/include/asm/pgtable_32.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "no select ARCH_HAS_PTE_SPECIAL in arch/sparc/Kconfig"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE and no hugetlb"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::replace, "arch/sparc/include/asm/pgtable_32.h"},
        .noncached = {noncached_types::kept, "arch/sparc/include/asm/pgtable_32.h: pgprot_noncached"},
    },
    ArchRow{
        .name = "sparc64",
        .kbuild_arch = "sparc",
        .defconfig = "",
        .enable = "",
        .config = "THP (reference model only)",
        .buildable = false,
        .big_endian = true,
        .word_bits = {64, "arch/sparc/Kconfig"},
        .page_shift = {13, "arch/sparc/Kconfig: HAVE_PAGE_SIZE_8KB"},
        .pmd_shift = {23, "arch/sparc/include/asm/pgtable_64.h: PMD_SHIFT"},
        .pud_shift = {33, "arch/sparc/include/asm/pgtable_64.h: PUD_SHIFT"},
        .pte_special = {true, "arch/sparc/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "arch/sparc/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE (SPARC64)"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::keep, "arch/sparc/include/asm/pgtable_64.h: CP, CV and E are kept"},
        .noncached = {noncached_types::kept, "arch/sparc/include/asm/pgtable_64.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> sparc() {
  return rows;
}

}  // namespace pfncheck::arch_tables
