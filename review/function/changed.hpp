// SPDX-License-Identifier: GPL-2.0-or-later
// Functions in which two sides of a unit differ: the same for every caller, different, or not decided.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "lift/tree/lines.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// The two sides of one unit.
struct UnitSides {
  const Module &before, &after;
  const ModuleText &before_text, &after_text;
  std::string tree_root;
};

/// Every function whose code differs, that only one side has, or that calls a changed static function of
/// which that alone is not known. `left_out`: functions that are judged otherwise. The budget is for each
/// step of a function; all together may take what a dozen may. What is unknown for want of time is late.
std::vector<accounting::ComparedFunction> compare_changed(const UnitSides& sides,
                                                          const std::set<std::string>& left_out,
                                                          Engine& engine, const Budget& budget);

}  // namespace pfncheck
