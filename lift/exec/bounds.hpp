// SPDX-License-Identifier: GPL-2.0-or-later
// Bits and bounds of a number that its form gives away. Each node of a pool is looked at once.
#pragma once

#include <cstdint>

#include "model/term/term.hpp"

namespace pfncheck::lifting {

/// Number of low bits of the term that are 0 for sure (at most 64).
unsigned trailing_zeros(Term term);
/// A value that the term never exceeds.
std::uint64_t upper_bound(Term term);

}  // namespace pfncheck::lifting
