// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page, in words (mm/memory.c, comment above vm_normal_page; 6.1, 6.12, 6.18):
//
// With a special bit: an entry without the bit is the page of its pfn. An entry with it is raw; the VMA's
// hook may know a page for it; and it must have a reason (VM_PFNMAP, VM_MIXEDMAP, a zero page, devmap), else
// it is reported.
//
// Without one: in VM_MIXEDMAP an entry is the page of its pfn if the pfn has a memmap (a zero page is raw
// since 6.11). In VM_PFNMAP an entry is raw if its pfn is the linear one, or if the VMA can hold no COWed
// page; what is left was COWed. Elsewhere an entry is the page of its pfn, zero pages apart.
//
// In both: a pfn above the highest one with a memmap is reported and raw.
//
// PMD and PUD before 6.18: there is no report, no hook, and the special bit (6.12) only means raw; the tests
// without a bit come after it. VM_MIXEDMAP returns before the tests for devmap, huge zero page and highest
// pfn. There is no function for PUD in that era: walkers test by hand (folio_walk_start), which the PMD rule
// describes.
//
// Since 6.18 (__vm_normal_page) one rule serves all levels: it asks for both kinds of zero page at each, and
// VM_MIXEDMAP falls through to those tests and to the highest pfn. Up to 7.0 the PTE level's bit chose the
// branch at every level (af38538801c6).
#include "model/functions/vm_normal_page/rows.hpp"

#include "model/functions/vm_normal_page/branches.hpp"

namespace pfncheck::normal_page {

std::vector<RuleRow> reference_rows(const CoreMm& mm, Level level) {
  Rows rows;
  if (!has_special_branch(mm, level)) {
    add_huge_rows(rows, mm, level);
    return rows;
  }
  add_rows_with_special_bit(rows, mm, level);
  add_rows_without_special_bit(rows, mm, level);
  return rows;
}

bool has_special_branch(const CoreMm& mm, Level level) {
  return level == Level::pte || mm.has_one_rule;
}

Level branch_level(const CoreMm& mm, Level level) {
  return mm.has_one_rule && !mm.branches_by_level ? Level::pte : level;
}

}  // namespace pfncheck::normal_page
