// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/arch/tables.hpp"

namespace pfncheck::arch_tables {
namespace {

constexpr std::array rows = {
    ArchRow{
        .name = "s390",
        .kbuild_arch = "s390",
        .defconfig = "defconfig",
        .enable = "TRANSPARENT_HUGEPAGE LRU_GEN IOMMUFD",
        .config = "defconfig+THP+IOMMUFD",
        .buildable = true,
        .big_endian = true,
        .word_bits = {64, "arch/s390/Kconfig: 64BIT"},
        .page_shift = {12, "arch/s390/Kconfig: HAVE_PAGE_SIZE_4KB"},
        .pmd_shift = {20, "arch/s390/include/asm/pgtable.h: PMD_SHIFT"},
        .pud_shift = {31, "arch/s390/include/asm/pgtable.h: PUD_SHIFT"},
        .pte_special = {true, "arch/s390/Kconfig: select ARCH_HAS_PTE_SPECIAL"},
        .pmd_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .pud_special = {false, "no select ARCH_SUPPORTS_HUGE_PFNMAP in arch Kconfig"},
        .devmap = {false, "no select ARCH_HAS_PTE_DEVMAP in arch Kconfig"},
        .colour_zero = {true, "arch/s390/include/asm/pgtable.h: __HAVE_COLOR_ZERO_PAGE"},
        .pmd_level = {true, "TRANSPARENT_HUGEPAGE enabled"},
        .pud_level = {false, "no HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD"},
        .limited_dax =
            {true,
             "drivers/s390/block/Kconfig: DCSSBLK selects FS_DAX_LIMITED; DCSSBLK=m, FS_DAX=y in defconfig"},
        .vmcore = {true, "CONFIG_PROC_VMCORE=y in this configuration"},
        .secretmem = {true, "arch/s390/Kconfig: select ARCH_HAS_SET_DIRECT_MAP"},
        .modify_type = {modify_types::keep | modify_types::replace,
                        "arch/s390/pci/pci_clp.c: the place of the bit comes from firmware"},
        .noncached = {noncached_types::lost, "arch/s390/include/asm/pgtable.h has no pgprot_noncached"},
    },
};

}  // namespace

std::span<const ArchRow> s390() {
  return rows;
}

}  // namespace pfncheck::arch_tables
