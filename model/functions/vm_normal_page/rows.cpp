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

namespace pfncheck::normal_page {
namespace {

using enum Test;
using Rows = std::vector<RuleRow>;

constexpr bool defensive = true;

// An entry of a level is in practice one of the two zero pages only.
bool is_stray_zero(Level level, Test asked) {
  const bool huge = asked == huge_zero || asked == special_huge_zero;
  return huge == (level == Level::pte);
}

void add_special_branch(Rows& rows, const CoreMm& mm, Level level) {
  const auto with_bit = [&](std::string_view name, Test test, Says says, bool is_defensive = false) {
    rows.push_back({name, {branch, special, test}, says, is_defensive});
  };
  with_bit("special, and the hook knows it", hook, Says::hook);
  with_bit("special in", special_flags, Says::raw);
  with_bit("special zero page", special_zero, Says::raw, is_stray_zero(level, special_zero));
  if (mm.has_one_rule)
    with_bit("special huge zero page", special_huge_zero, Says::raw, is_stray_zero(level, special_huge_zero));
  else if (mm.has_devmap)
    with_bit("special and devmap", special_devmap, Says::raw, defensive);
  rows.push_back({"special without a reason", {branch, special}, Says::reported, defensive});
  rows.push_back({"not special, above the highest pfn", {branch, above_highest}, Says::reported, defensive});
  rows.push_back({"not special", {branch}, Says::page});
}

void add_mixedmap(Rows& rows, const CoreMm& mm, Level level, bool is_defensive) {
  rows.push_back({"MIXEDMAP, no memmap", {flags, mixedmap, no_memmap}, Says::raw, is_defensive});
  if (mm.has_one_rule) {
    rows.push_back({"MIXEDMAP, zero page", {flags, mixedmap, zero}, Says::raw, is_stray_zero(level, zero)});
    rows.push_back({"MIXEDMAP, huge zero page",
                    {flags, mixedmap, huge_zero},
                    Says::raw,
                    is_stray_zero(level, huge_zero)});
    rows.push_back(
        {"MIXEDMAP, above the highest pfn", {flags, mixedmap, above_highest}, Says::reported, defensive});
  } else if (level == Level::pte && mm.zero_in_mixedmap_is_raw) {
    rows.push_back({"MIXEDMAP, zero page", {flags, mixedmap, mixedmap_zero}, Says::raw});
  }
  rows.push_back({"MIXEDMAP, memmap", {flags, mixedmap}, Says::page, is_defensive});
}

void add_pfnmap(Rows& rows, bool is_defensive) {
  rows.push_back({"PFNMAP, the linear pfn", {flags, linear}, Says::raw, is_defensive});
  rows.push_back({"PFNMAP", {flags, not_cow}, Says::raw, is_defensive});
}

void add_huge_rule(Rows& rows, const CoreMm& mm, Level level) {
  if (mm.marks_huge) rows.push_back({"special", {special}, Says::raw});
  add_mixedmap(rows, mm, level, defensive);
  add_pfnmap(rows, defensive);
  if (mm.has_devmap) rows.push_back({"devmap", {devmap}, Says::raw});
  if (level == Level::pmd) rows.push_back({"huge zero page", {huge_zero}, Says::raw});
  rows.push_back({"above the highest pfn", {above_highest}, Says::raw, defensive});
  rows.push_back({"any other", {}, Says::page});
}

}  // namespace

std::vector<RuleRow> reference_rows(const CoreMm& mm, Level level) {
  Rows rows;
  if (!has_special_branch(mm, level)) {
    add_huge_rule(rows, mm, level);
    return rows;
  }
  add_special_branch(rows, mm, level);
  add_mixedmap(rows, mm, level, false);
  add_pfnmap(rows, false);
  rows.push_back({"zero page", {zero}, Says::raw, is_stray_zero(level, zero)});
  if (mm.has_one_rule)
    rows.push_back({"huge zero page", {huge_zero}, Says::raw, is_stray_zero(level, huge_zero)});
  rows.push_back({"above the highest pfn", {above_highest}, Says::reported, defensive});
  rows.push_back({"any other", {}, Says::page});
  return rows;
}

bool has_special_branch(const CoreMm& mm, Level level) {
  return level == Level::pte || mm.has_one_rule;
}

Level branch_level(const CoreMm& mm, Level level) {
  return mm.has_one_rule && !mm.branches_by_level ? Level::pte : level;
}

}  // namespace pfncheck::normal_page
