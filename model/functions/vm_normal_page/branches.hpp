// SPDX-License-Identifier: GPL-2.0-or-later
// The parts that rows.cpp puts the reference rule together from: rows_with_special_bit.cpp,
// rows_without_special_bit.cpp (architectures without the bit: PFNMAP and the linear pfn, MIXEDMAP).
#pragma once

#include "model/functions/vm_normal_page/rows.hpp"

namespace pfncheck::normal_page {

using Rows = std::vector<RuleRow>;

/// Of rows that only what nobody may make reaches.
inline constexpr bool defensive = true;

/// An entry of a level is in practice one of the two zero pages only.
inline bool is_stray_zero(Level level, Test asked) {
  const bool huge = asked == Test::huge_zero || asked == Test::special_huge_zero;
  return huge == (level == Level::pte);
}

/// Where the level's special bit tells raw from page.
void add_rows_with_special_bit(Rows& rows, const CoreMm& mm, Level level);
/// Where no special bit does: by flags of the VMA, the linear pfn and the pfn.
void add_rows_without_special_bit(Rows& rows, const CoreMm& mm, Level level);
/// PMD and PUD before 6.18: a bit (6.12) and then the same tests, whether or not there is one.
void add_huge_rows(Rows& rows, const CoreMm& mm, Level level);

}  // namespace pfncheck::normal_page
