// SPDX-License-Identifier: GPL-2.0-or-later
// The bounds of slice `type`, in words and in numbers. What an operation may not do
// beyond them it says with Step::bound(): a run counts it as cut off.
#pragma once

#include <string_view>

namespace pfncheck::machine {

struct TypesBounds {
  static constexpr std::string_view bounds = "1 frame, 4 views of it, 1 cache line; no counts";
};

}  // namespace pfncheck::machine
