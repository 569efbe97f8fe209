// SPDX-License-Identifier: GPL-2.0-or-later
// One pass over a DAG without recursion: every reader of Terms is a loop over this list.
#pragma once

#include <cstdint>

#include "model/term/term.hpp"

namespace pfncheck {

/// The nodes below some roots in post-order; arguments and roots as positions in that list.
/// The order follows the structure only, so it does not depend on the order of construction.
struct Walk {
  explicit Walk(std::span<const Term> roots);

  std::vector<Term> nodes;
  std::vector<std::array<std::uint32_t, 3>> args;  ///< parallel to nodes
  std::vector<std::uint32_t> roots;                ///< parallel to the roots asked for
};

}  // namespace pfncheck
