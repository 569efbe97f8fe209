// SPDX-License-Identifier: GPL-2.0-or-later
// Entries of levels that have a special bit (CONFIG_ARCH_HAS_PTE_SPECIAL). The rule in words: rows.cpp.
#include "model/functions/vm_normal_page/branches.hpp"

namespace pfncheck::normal_page {

using enum Test;

void add_rows_with_special_bit(Rows& rows, const CoreMm& mm, Level level) {
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

}  // namespace pfncheck::normal_page
