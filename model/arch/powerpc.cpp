// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "powerpc",
        .kbuild_arch = "powerpc",
        .defconfig = "ppc64_defconfig",
        .enable = "TRANSPARENT_HUGEPAGE USERFAULTFD LRU_GEN MEMORY_FAILURE VFIO VFIO_PCI",
        .config = "ppc64_defconfig+THP+UFFD+VFIO (book3s64, 64K)",
        .buildable = true,
        .big_endian = true,
        .word_bits = {64, "arch/powerpc/platforms/Kconfig.cputype: PPC64"},
        .page_shift = {16, "arch/powerpc/configs/ppc64_defconfig: PPC_64K_PAGES"},
        .pmd_shift = {21,
                      "arch/powerpc/include/asm/book3s/64: radix with 64K pages (hash: 24; chosen at boot)"},
        .pud_shift = {30,
                      "arch/powerpc/include/asm/book3s/64: radix with 64K pages (hash: 34; chosen at boot)"},
        .pte_special = {true, "arch/powerpc/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {true, "arch/powerpc/Kconfig: select ARCH_HAS_PTE_DEVMAP if PPC_BOOK3S_64"},
        .colour_zero = {false, "__HAVE_COLOR_ZERO_PAGE not defined"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level =
            {true,
             "arch/powerpc/platforms/Kconfig.cputype: HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD with PPC_BOOK3S_64"},
        .huge_special_since = {{7, 1}, "arch/powerpc/Kconfig: ARCH_SUPPORTS_HUGE_PFNMAP (7.1.5, 7.3.4)"},
        .devmap_since = {4, 13},
        .devmap_is_special = {true, "arch/powerpc/include/asm/book3s/64/pgtable.h: pte_mkdevmap"},
        .fs_dax = {true, "FS_DAX=y and ZONE_DEVICE=y in ppc64_defconfig"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .modify_type = {modify_types::replace, "arch/powerpc/include/asm: _PAGE_CHG_MASK has no type"},
        .noncached = {noncached_types::kept, "arch/powerpc/include/asm: pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> powerpc() {
  return rows;
}

}  // namespace pfncheck::arch_tables
