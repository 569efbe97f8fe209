// SPDX-License-Identifier: GPL-2.0-or-later
// What a patch moves from one C file to another.
#pragma once

#include <vector>

#include "review/accounting.hpp"

namespace pfncheck {

/// Of the units of one row: a function that goes from one and comes to another, with all that it rests on, is
/// the same; a variable, an export and an initcall too. Which initcall of a level is called first is left to
/// the linker.
void settle_moved(std::vector<RowLines>& units);

}  // namespace pfncheck
