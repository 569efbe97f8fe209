// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "hexagon",
        .kbuild_arch = "hexagon",
        .defconfig = "defconfig",
        .enable = "",
        .config = "defconfig (4K)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {32, "arch/hexagon/Kconfig: 32-bit"},
        .page_shift = {12, "arch/hexagon/Kconfig: HAVE_PAGE_SIZE_4KB in defconfig"},
        .pmd_shift = {22, "arch/hexagon/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pud_shift = {22, "arch/hexagon/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {false, "no select ARCH_HAS_PTE_SPECIAL in arch/hexagon/Kconfig"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {false, "no THP; hugetlb off in defconfig"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::replace, "arch/hexagon/include/asm/pgtable.h"},
        .noncached = {noncached_types::lost,
                      "include/linux/pgtable.h: pgprot_noncached; hexagon has none of its own"},
    },
};

}  // namespace

std::span<const ArchRow> hexagon() {
  return rows;
}

}  // namespace pfncheck::arch_tables
