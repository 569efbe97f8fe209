// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `life`, in words and in numbers. What an operation may not do
// beyond them it says with Step::bound(): a run counts it as cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct LifeBounds {
  static constexpr std::string_view bounds =
      "1 region of 2 pages in 8, 1 mapping of 1 or 2 pages, split once, 1 secondary translation";
  static constexpr unsigned pages = 2;            ///< of user space, and of the region
  static constexpr unsigned pfn_bits = 3;         ///< addresses wrap at 8 pages
  static constexpr unsigned most_references = 6;  ///< that a frame is counted to
};

}  // namespace pfncheck::machine
