// SPDX-License-Identifier: GPL-2.0-or-later
// One claim about executions: wherever they come by, it holds.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "solver/check/verdict.hpp"

namespace pfncheck {

struct Claim {
  std::string name;
  Term reached;  ///< bool: an execution comes by
  Term fails;    ///< bool: it comes by and the claim does not hold; implies `reached`
  /// bool: it comes by after something of which nothing is known. A claim does not hold by what is not seen.
  Term after_unknown;
  std::string unknown = {};  ///< what that is
};

struct ClaimVerdict {
  Outcome outcome = Outcome::error;
  std::string reason;  ///< of vacuous, unknown, error
  Assignment
      values;  ///< of refuted: a counterexample whose inputs are lexicographically least, if time allows
  /// Inputs, by name, that may have any value: with the others as they are it fails all the same.
  std::set<std::string> free = {};
};

/// Of a model of `fails`: names of inputs, variables all, that do not matter; the last one is tried first.
/// What cannot be shown in time is none.
std::set<std::string> free_inputs(const std::string& name, Term fails, const std::vector<Term>& inputs,
                                  const Assignment& values, Engine& engine, const Budget& budget);

/// `inputs`: what a counterexample is made small in, the first one first. `unknowns`: a counterexample must
/// not rest on their values.
ClaimVerdict decide_claim(const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns,
                          Engine& engine, const Budget& budget);

}  // namespace pfncheck
