// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "m68k",
        .kbuild_arch = "m68k",
        .defconfig = "",
        .enable = "",
        .config = "motorola MMU (reference model only)",
        .buildable = false,
        .big_endian = true,
        .word_bits = {32, "arch/m68k/Kconfig"},
        .page_shift = {12, "arch/m68k/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {18, "arch/m68k/include/asm/pgtable_mm.h: PMD_SHIFT (motorola)"},
        .pud_shift = {25, "arch/m68k/include/asm/pgtable_mm.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "no select ARCH_HAS_PTE_SPECIAL in arch/m68k/Kconfig"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE and no hugetlb"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::combine, "arch/m68k/include/asm: old no-cache bits are ored in"},
        .noncached = {noncached_types::kept, "arch/m68k/include/asm/pgtable_mm.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> m68k() {
  return rows;
}

}  // namespace pfncheck::arch_tables
