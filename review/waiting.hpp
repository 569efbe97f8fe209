// SPDX-License-Identifier: GPL-2.0-or-later
// C files of a patch that no row compiles, for want of a symbol: rows of their own have it.
#pragma once

#include <vector>

#include "review/patched_row.hpp"

namespace pfncheck {

/// For each row that was asked for, one with the symbols that such files wait for on all rows; only these
/// files are compared there. `notes`: which they are. Rows that the user has chosen a configuration for stay
/// what they are.
std::vector<PatchedRow> rows_with_what_is_waited_for(const PatchWork& work,
                                                     const std::vector<PatchedRow>& rows,
                                                     std::vector<std::string>& notes);

}  // namespace pfncheck
