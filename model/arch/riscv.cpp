// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "riscv64",
        .kbuild_arch = "riscv",
        .defconfig = "defconfig",
        .enable = "TRANSPARENT_HUGEPAGE KSM USERFAULTFD LRU_GEN VFIO VFIO_PCI STRICT_DEVMEM",
        .config = "defconfig+THP+KSM+UFFD+VFIO",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/riscv/Kconfig: ARCH_RV64I selects 64BIT"},
        .page_shift = {12, "arch/riscv/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {21, "arch/riscv/include/asm/pgtable-64.h: PMD_SHIFT"},
        .pud_shift = {30, "arch/riscv/include/asm/pgtable-64.h: PUD_SHIFT"},
        .pte_special = {true, "arch/riscv/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {true, "arch/riscv/Kconfig: select ARCH_HAS_PTE_DEVMAP if 64BIT && MMU"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .huge_special_since = {{6, 19},
                               "arch/riscv/Kconfig: ARCH_SUPPORTS_HUGE_PFNMAP and "
                               "HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD (6.19.10, 7.3.4)"},
        .devmap_since = {6, 12},
        .devmap_is_special = {false,
                              "arch/riscv/include/asm/pgtable.h: pte_mkdevmap sets the devmap bit only"},
        .secretmem = {true, "arch/riscv/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::replace,
                        "arch/riscv/include/asm/pgtable.h: _PAGE_CHG_MASK has no type"},
        .noncached =
            {noncached_types::either,
             "arch/riscv/include/asm/pgtable-64.h: riscv_page_io is 0 without Svpbmt and T-Head types"},
    },
};

}  // namespace

std::span<const ArchRow> riscv() {
  return rows;
}

}  // namespace pfncheck::arch_tables
