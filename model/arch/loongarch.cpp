// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "loongarch",
        .kbuild_arch = "loongarch",
        .defconfig = "defconfig",
        .enable = "TRANSPARENT_HUGEPAGE KSM USERFAULTFD LRU_GEN",
        .config = "defconfig+THP+KSM+UFFD (16K)",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/loongarch/Kconfig: 64BIT"},
        .page_shift = {14, "arch/loongarch/Kconfig: 16KB_3LEVEL in defconfig"},
        .pmd_shift = {25, "arch/loongarch/include/asm/pgtable.h: PMD_SHIFT at 16K"},
        .pud_shift = {36, "arch/loongarch/include/asm/pgtable.h: PGDIR_SHIFT (level folded)"},
        .pte_special = {true, "arch/loongarch/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {true, "arch/loongarch/Kconfig: select ARCH_HAS_PTE_DEVMAP"},
        .colour_zero =
            {false, "__HAVE_COLOR_ZERO_PAGE not defined in 6.12 (6.1: arch/loongarch/include/asm/pgtable.h)"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .devmap_since = {6, 12},
        .colour_zero_until = {6, 1},
        .devmap_is_special = {false,
                              "arch/loongarch/include/asm/pgtable.h: pte_mkdevmap sets the devmap bit only"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .secretmem = {true, "arch/loongarch/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::keep, "arch/loongarch/include/asm/pgtable.h: _CACHE_MASK is kept"},
        .noncached = {noncached_types::kept, "arch/loongarch/include/asm/pgtable-bits.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> loongarch() {
  return rows;
}

}  // namespace pfncheck::arch_tables
