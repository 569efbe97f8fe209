// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "um",
        .kbuild_arch = "um",
        .defconfig = "defconfig",
        .enable = "",
        .config = "defconfig (64-bit)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/x86/um/Kconfig: 64BIT"},
        .page_shift = {12, "arch/um/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/um/include/asm/pgtable-3level.h: PMD_SHIFT"},
        .pud_shift = {30, "arch/um/include/asm/pgtable-3level.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "no select ARCH_HAS_PTE_SPECIAL in arch/um/Kconfig"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE and no hugetlb"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::keep, "arch/um/include/asm/pgtable.h: no memory types"},
        .noncached = {noncached_types::lost,
                      "include/linux/pgtable.h: pgprot_noncached; um has none of its own"},
    },
};

}  // namespace

std::span<const ArchRow> um() {
  return rows;
}

}  // namespace pfncheck::arch_tables
