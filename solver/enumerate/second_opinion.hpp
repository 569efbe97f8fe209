// SPDX-License-Identifier: GPL-2.0-or-later
// The second engine: obligations decided by evaluating them on every representative.
#pragma once

#include <span>
#include <vector>

#include "props/property.hpp"
#include "solver/check/verdict.hpp"

namespace pfncheck {

/// What enumeration says of one obligation: holds, refuted or vacuous.
struct Opinion {
  Outcome outcome = Outcome::vacuous;
  bool is_met = false;  ///< some representative satisfies the premise
};

/// One opinion per obligation, in order.
std::vector<Opinion> second_opinions(const normal_page::Rule& rule, std::span<const Obligation> obligations);

/// Whether the opinions are exhaustive: the rule's answer rests on its inputs only through the atoms, and the
/// representatives have every combination of them. Else they are a sample, and `reason` says why.
struct Exhaustive {
  bool proved = false;
  std::string reason;
};
Exhaustive is_exhaustive(const normal_page::Rule& rule, Engine& engine, const Budget& budget);

}  // namespace pfncheck
