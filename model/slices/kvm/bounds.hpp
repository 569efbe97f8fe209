// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `kvm`, in words and in numbers; the VMA, the memslot and the fault are one set of
// variables each (kvm.hpp). What an operation may not do beyond them it says with Step::bound(): a run counts
// it as cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct KvmBounds {
  static constexpr std::string_view bounds =
      "1 VMA at a time, 1 frame of a driver and 1 anonymous one, 1 fault in flight, counts to 3";
  static constexpr unsigned most_references = 3;  ///< that a frame is counted to
  /// Size of arrays that hold something of frame 0, the driver's, and of frame 1, the anonymous one. Another
  /// number makes no other frames.
  static constexpr unsigned driver_and_anonymous = 2;
};

}  // namespace pfncheck::machine
