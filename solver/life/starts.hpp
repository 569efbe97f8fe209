// SPDX-License-Identifier: GPL-2.0-or-later
// From which starts a property fails, as few lines as possible: each line gives some variables a set of
// values and leaves the others open.
#pragma once

#include <string>
#include <vector>

#include "solver/explore/explore.hpp"

namespace pfncheck {

/// "special_bit=0, driver=insert pfn|remap per page"; "always" if the property fails from every start.
std::vector<std::string> failing_starts(const machine::System& system, const Exploration& found,
                                        const Trace& failure);

}  // namespace pfncheck
