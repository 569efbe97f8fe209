// SPDX-License-Identifier: GPL-2.0-or-later
// What two folders differ in: the two sides of a patch.
#pragma once

#include <set>
#include <string>

#include "lift/patch/patch.hpp"

namespace pfncheck {

/// Compares these paths in two folders that have the same parent. Modes and notes are the caller's. `lines`:
/// list the changed lines too. Throws InputError for a symbolic link in `after`.
PatchedFiles compare_folders(const std::string& before, const std::string& after,
                             const std::set<std::string>& paths, bool lines = true);

}  // namespace pfncheck
