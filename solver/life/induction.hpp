// SPDX-License-Identifier: GPL-2.0-or-later
// Single steps and induction over a System, asked of Z3: no search and no depth.
//
// Per step: a check is asked of every bit pattern that the variables can have, reached or not.
// Induction: the facts that may help are the invariants of the properties, the slice's lemmas and what all
// starts have in common. Those that some step can break are dropped, until the rest is kept by every step.
// A property is closed if its invariants are among the rest and its checks follow from it.
#pragma once

#include <string>
#include <vector>

#include "model/machine/system.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

struct InductionResult {
  struct OfProperty {
    std::string property;
    bool closed = false;
    bool by_single_steps = false;   ///< its checks need no other fact; it has no invariant
    std::vector<std::string> open;  ///< operations that it is not closed for
  };
  std::vector<OfProperty> properties;
  std::vector<std::string> lemmas;  ///< named facts that were kept
  unsigned queries = 0;
  std::string reason;  ///< why it was given up; empty: it was not
};

/// A named fact that holds in every reached state and makes invariants inductive.
InductionResult induct(const machine::System& system, Engine& engine, const Budget& budget);

}  // namespace pfncheck
