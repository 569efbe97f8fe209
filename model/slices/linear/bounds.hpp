// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `linear`, in words and in numbers; splits and moves are counted by variables
// (operations.cpp). What an operation may not do beyond them it says with Step::bound(): a run counts it as
// cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct LinearBounds {
  static constexpr std::string_view bounds =
      "1 process, a mapping of 3 pages, split once, each part moved once, 3 ordered frames of one kind, 1 "
      "allocator frame";
  static constexpr unsigned pages = 3, slots = pages + 1;  ///< the last one is there once the mapping grew
  static constexpr unsigned device_frames = 3;             ///< ordered, and of one kind
};

}  // namespace pfncheck::machine
