// SPDX-License-Identifier: GPL-2.0-or-later
// The states that a system may start in. For the inside of solver/explore only.
#pragma once

#include <cstdint>
#include <vector>

#include "model/machine/system.hpp"

namespace pfncheck::exploring {

/// The values of these bits that System::starts() allows, in ascending order; bit i of a value is the i-th of
/// `open`, of which there are at most 64. Both kinds of bits are named by their place in a packed state
/// (places_of()); those that are not open have the values of `fixed`.
std::vector<std::uint64_t> allowed_starts(const machine::System& system, const std::vector<unsigned>& open,
                                          const std::vector<bool>& fixed);

}  // namespace pfncheck::exploring
