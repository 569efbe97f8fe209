// SPDX-License-Identifier: GPL-2.0-or-later
// What a function is, with all that it rests on in its unit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"

namespace pfncheck {

/// Of a function that moves from one unit to another: its digest and those of the unit's functions that it
/// can come to. Equal closures do the same. Nothing if it uses variables of its unit alone, which another
/// unit cannot have. `functions`: of Module::text().
std::optional<std::string> closure_of(const Module& module, const std::vector<FunctionText>& functions,
                                      const std::string& name);

}  // namespace pfncheck
