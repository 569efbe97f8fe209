// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `huge`, in words and in numbers. What an operation may not do
// beyond them it says with Step::bound(): a run counts it as cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct HugeBounds {
  static constexpr std::string_view bounds =
      "2 processes, 1 PMD of 2 pages and the PTEs in its place, 1 pair of driver frames, 1 huge folio, the "
      "huge zero page, the zero page, 1 new page";
  static constexpr unsigned processes = 2, pages = 2;  ///< pages of the PMD
  static constexpr unsigned folios = 5;                ///< that are counted: pairs as a whole
};

}  // namespace pfncheck::machine
