// SPDX-License-Identifier: GPL-2.0-or-later
// From a rule to a truth table over as many atoms as its answer rests on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "solver/table/truth.hpp"

namespace pfncheck {

struct Tabulated {
  std::vector<Atom> atoms;  ///< none of them superfluous
  Truth truth = Truth(0);
  std::vector<std::uint64_t> values;  ///< of the answer, by index of `truth`
  bool complete = false;
  std::string reason;  ///< if not complete
};

/// The truth table of `answer` over valid inputs of the rule. Starts from the family's atoms and adds finer
/// ones where two calls with equal atoms answer differently.
Tabulated tabulate(const normal_page::Rule& rule, Term answer, Engine& engine, const Budget& budget);

}  // namespace pfncheck
