// SPDX-License-Identifier: GPL-2.0-or-later
// What kernel functions never answer. Holds LLVM types.
#pragma once

#include <cstdint>

#include "lift/lockstep/trial.hpp"

namespace pfncheck::lifting {

/// The answer of a step of so many bits, or one that its function can give: allocators give no error pointers
/// (include/linux/slab.h, 6.12), and nobody gets more pages than were asked for (mm/gup.c, 6.12).
std::uint64_t possible_answer(const Step& step, std::uint64_t result, unsigned bits);

}  // namespace pfncheck::lifting
