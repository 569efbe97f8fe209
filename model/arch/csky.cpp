// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "csky",
        .kbuild_arch = "csky",
        .defconfig = "",
        .enable = "",
        .config = "reference model only",
        .buildable = false,
        .big_endian = false,
        .word_bits = {32, "arch/csky/Kconfig"},
        .page_shift = {12, "arch/csky/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {22, "arch/csky/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pud_shift = {22, "arch/csky/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "no select ARCH_HAS_PTE_SPECIAL in arch/csky/Kconfig"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE and no hugetlb"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::replace, "arch/csky/include/asm/pgtable.h"},
        .noncached = {noncached_types::kept, "arch/csky/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> csky() {
  return rows;
}

}  // namespace pfncheck::arch_tables
