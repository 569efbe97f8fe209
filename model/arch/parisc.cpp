// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "parisc",
        .kbuild_arch = "parisc",
        .defconfig = "",
        .enable = "",
        .config = "64-bit (reference model only)",
        .buildable = false,
        .big_endian = true,
        .word_bits = {64, "arch/parisc/Kconfig"},
        .page_shift = {12, "arch/parisc/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/parisc/include/asm/pgtable.h: PMD_SHIFT (64-bit)"},
        .pud_shift = {30, "arch/parisc/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/parisc/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE and no hugetlb"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::replace,
                        "arch/parisc/include/asm/pgtable.h: _PAGE_CHG_MASK has no U bit"},
        .noncached = {noncached_types::kept, "arch/parisc/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> parisc() {
  return rows;
}

}  // namespace pfncheck::arch_tables
