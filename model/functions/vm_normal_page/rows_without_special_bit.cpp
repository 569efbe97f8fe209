// SPDX-License-Identifier: GPL-2.0-or-later
// Entries of levels without a special bit, and those of huge levels before 6.18: what tells raw from page is
// VM_MIXEDMAP and the memmap, VM_PFNMAP and the linear pfn. The rule in words: rows.cpp; how each test is
// asked: rule.cpp.
#include "model/functions/vm_normal_page/branches.hpp"

namespace pfncheck::normal_page {

using enum Test;

// mm/memory.c: remap_pfn_range_internal sets vm_pgoff to the first pfn of a COW mapping (6.1, 6.12), so an
// entry that nobody copied holds this pfn.
Term linear_pfn(const Inputs& in, const Facts& f) {
  Pool& pool = in.pfn.pool();
  return in.vm_pgoff + lshr(in.address - in.vm_start, pool.constant(f.word_bits, f.page_shift));
}

namespace {

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

}  // namespace

void add_rows_without_special_bit(Rows& rows, const CoreMm& mm, Level level) {
  add_mixedmap(rows, mm, level, false);
  add_pfnmap(rows, false);
  rows.push_back({"zero page", {zero}, Says::raw, is_stray_zero(level, zero)});
  if (mm.has_one_rule)
    rows.push_back({"huge zero page", {huge_zero}, Says::raw, is_stray_zero(level, huge_zero)});
  rows.push_back({"above the highest pfn", {above_highest}, Says::reported, defensive});
  rows.push_back({"any other", {}, Says::page});
}

void add_huge_rows(Rows& rows, const CoreMm& mm, Level level) {
  if (mm.marks_huge) rows.push_back({"special", {special}, Says::raw});
  add_mixedmap(rows, mm, level, defensive);
  add_pfnmap(rows, defensive);
  if (mm.has_devmap) rows.push_back({"devmap", {devmap}, Says::raw});
  if (level == Level::pmd) rows.push_back({"huge zero page", {huge_zero}, Says::raw});
  rows.push_back({"above the highest pfn", {above_highest}, Says::raw, defensive});
  rows.push_back({"any other", {}, Says::page});
}

}  // namespace pfncheck::normal_page
