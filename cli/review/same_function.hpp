// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a function that was edited still does the same, whoever calls it.
#pragma once

#include <string>

#include "lift/exec/module.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// Proved: for all arguments, all contents of memory and all answers of what it calls, both versions return
/// the same and do the same to the world, in the same order. False also where that could not be found out.
bool is_same_function(const Module& before, const Module& after, const std::string& name, Engine& engine,
                      const Budget& budget);

}  // namespace pfncheck
