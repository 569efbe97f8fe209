// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "arc",
        .kbuild_arch = "arc",
        .defconfig = "",
        .enable = "",
        .config = "MMU v4, THP (reference model only)",
        .buildable = false,
        .big_endian = false,
        .word_bits = {32, "arch/arc/Kconfig"},
        .page_shift = {13, "arch/arc/Kconfig: HAVE_PAGE_SIZE_8KB"},
        .pmd_shift = {21, "arch/arc/include/asm/pgtable-levels.h: PGDIR_SHIFT (level folded)"},
        .pud_shift = {21, "arch/arc/include/asm/pgtable-levels.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/arc/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "arch/arc/Kconfig: HAVE_ARCH_TRANSPARENT_HUGEPAGE if ARC_MMU_V4"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .modify_type = {modify_types::replace, "arch/arc/include/asm: _PAGE_CHG_MASK has no cacheable bit"},
        .noncached = {noncached_types::kept, "arch/arc/include/asm/pgtable-bits-arcv2.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> arc() {
  return rows;
}

}  // namespace pfncheck::arch_tables
