// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/functions/vm_normal_page/changes.hpp"

#include <array>

namespace pfncheck::normal_page {

std::span<const CoreChange> core_changes() {
  static constexpr std::array changes{
      CoreChange{"PTEs have a special bit, or have none", "mm/Kconfig: ARCH_HAS_PTE_SPECIAL",
                 [](Facts& facts, const Facts& of) { facts.pte_special = of.pte_special; }},
      CoreChange{"without a special bit the zero page is raw in VM_MIXEDMAP too (6.11)",
                 "mm/memory.c: vm_normal_page, vm_mixed_zeropage_allowed (6.11); commit fce831c92092",
                 [](Facts& facts, const Facts& of) {
                   facts.core.zero_in_mixedmap_is_raw = of.core.zero_in_mixedmap_is_raw;
                 }},
      CoreChange{"the huge rule asks for a special bit of PMDs (6.12)",
                 "mm/memory.c: vm_normal_page_pmd (6.12)",
                 [](Facts& facts, const Facts& of) { facts.core.marks_huge = of.core.marks_huge; }},
      CoreChange{"PMDs and PUDs of the architecture have a special bit, or have none",
                 "mm/Kconfig: ARCH_SUPPORTS_PMD_PFNMAP, ARCH_SUPPORTS_PUD_PFNMAP (6.12)",
                 [](Facts& facts, const Facts& of) {
                   facts.pmd_special = of.pmd_special;
                   facts.pud_special = of.pud_special;
                 }},
      CoreChange{"there are no devmap entries any more (6.17)", "mm/memory.c: vm_normal_page (6.17)",
                 [](Facts& facts, const Facts& of) {
                   facts.core.has_devmap = of.core.has_devmap;
                   facts.devmap = of.devmap;
                   facts.devmap_is_special = of.devmap_is_special;
                 }},
      CoreChange{
          "one rule for all levels: it knows the huge zero page at each, and asks for the highest pfn in "
          "VM_MIXEDMAP too (6.18)",
          "mm/memory.c: __vm_normal_page (6.18); mm/huge_memory.c: set_huge_zero_folio (6.18)",
          [](Facts& facts, const Facts& of) {
            facts.core.has_one_rule = of.core.has_one_rule;
            facts.core.huge_zero_is_special = of.core.huge_zero_is_special;
          }},
      CoreChange{"the VMA's lookup hook is asked only with CONFIG_FIND_NORMAL_PAGE (6.18)",
                 "include/linux/mm.h: find_normal_page (6.18); mm/Kconfig: FIND_NORMAL_PAGE",
                 [](Facts& facts, const Facts& of) { facts.lookup_hook = of.lookup_hook; }},
      CoreChange{
          "the rule asks whether entries of the level have a special bit, not whether PTEs have one (7.1)",
          "mm/memory.c: pgtable_level_has_pxx_special (7.1); commit af38538801c6",
          [](Facts& facts, const Facts& of) { facts.core.branches_by_level = of.core.branches_by_level; }},
  };
  return changes;
}

}  // namespace pfncheck::normal_page
