// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "arm64",
        .kbuild_arch = "arm64",
        .defconfig = "defconfig",
        .enable = "TRANSPARENT_HUGEPAGE KSM USERFAULTFD LRU_GEN IOMMUFD",
        .config = "defconfig+THP+KSM+UFFD+IOMMUFD",
        .buildable = true,
        .big_endian = false,
        .word_bits = {64, "arch/arm64/Kconfig: 64BIT"},
        .page_shift = {12, "arch/arm64/configs/defconfig: ARM64_4K_PAGES by default"},
        .pmd_shift = {21, "arch/arm64/include/asm/pgtable-hwdef.h: PMD_SHIFT at 4K"},
        .pud_shift = {30, "arch/arm64/include/asm/pgtable-hwdef.h: PUD_SHIFT at 4K"},
        .pte_special = {true, "arch/arm64/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special =
            {true,
             "arch/arm64/Kconfig: select ARCH_SUPPORTS_HUGE_PFNMAP if TRANSPARENT_HUGEPAGE; mm/Kconfig"},
        .pud_special =
            {false,
             "mm/Kconfig: ARCH_SUPPORTS_PUD_PFNMAP needs HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD, not selected"},
        .devmap = {true, "arch/arm64/Kconfig: select ARCH_HAS_PTE_DEVMAP"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .devmap_since = {5, 3},
        .devmap_is_special = {true, "arch/arm64/include/asm/pgtable.h: pte_mkdevmap"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .secretmem = {true, "arch/arm64/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::replace,
                        "arch/arm64/include/asm/pgtable.h: pte_modify takes PTE_ATTRINDX"},
        .noncached = {noncached_types::kept, "arch/arm64/include/asm/pgtable.h: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> arm64() {
  return rows;
}

}  // namespace pfncheck::arch_tables
