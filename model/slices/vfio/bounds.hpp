// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `vfio`, in words and in numbers. What an operation may not do
// beyond them it says with Step::bound(): a run counts it as cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct VfioBounds {
  static constexpr std::string_view bounds =
      "1 VMA of 2 pages, 2 frames of one kind, 2 I/O addresses, 1 MAP_DMA or UNMAP_DMA in flight";
  static constexpr unsigned pages = 2, frames = 2;  ///< of the VMA; of one kind
  static constexpr unsigned most_pins = 3;          ///< that a frame is counted to
};

}  // namespace pfncheck::machine
