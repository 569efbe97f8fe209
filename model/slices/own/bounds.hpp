// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `own`, in words and in numbers; one pin at a time is asked where pins are taken
// (pins.cpp). What an operation may not do beyond them it says with Step::bound(): a run counts it as cut
// off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct OwnBounds {
  static constexpr std::string_view bounds =
      "2 processes, 1 VMA of 2 pages, 2 ordered frames of one kind, 2 allocator frames, the zero page, "
      "counts to 3, one pin at a time";
  static constexpr unsigned processes = 2, pages = 2;
  static constexpr unsigned device_frames = 2;    ///< of the driver: ordered, and of one kind
  static constexpr unsigned most_references = 3;  ///< that a frame is counted to
};

}  // namespace pfncheck::machine
