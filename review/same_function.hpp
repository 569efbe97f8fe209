// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a function that was edited still does the same, whoever calls it.
#pragma once

#include <string>

#include "lift/exec/module.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// `proved`: for all arguments, all contents of memory and all answers of what it calls, both versions return
/// the same and do the same to the world, in the same order. `late`: the budget, which is for both lifts and
/// the question together, did not do. `not_proved`: everything else.
enum class Sameness { proved, not_proved, late };
Sameness sameness_of(const Module& before, const Module& after, const std::string& name, Engine& engine,
                     const Budget& budget);

}  // namespace pfncheck
