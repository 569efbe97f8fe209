// SPDX-License-Identifier: GPL-2.0-or-later
// What a search evaluates in each state, and where it counts what it sees. For the inside of solver/explore
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/machine/system.hpp"
#include "solver/explore/explore.hpp"
#include "solver/explore/lanes.hpp"

namespace pfncheck::exploring {

/// What is read of one step. Counts stand in nodes of maps: they stay where they are.
struct StepRoots {
  std::uint32_t guard = 0, cut = 0;
  struct Changed {
    std::uint32_t after;
    unsigned place;  ///< in a packed state
  };
  std::vector<Changed> changed;  ///< bits
  struct CheckRoots {
    std::uint32_t holds, premise;
    PremiseCount* count;  ///< in Exploration::premises
  };
  std::vector<CheckRoots> checks;  ///< parallel to Step::checks()
  struct RowRoot {
    std::uint32_t met;
    std::uint64_t* count;  ///< in Exploration::consulted
  };
  std::vector<RowRoot> rows;
};

struct InvariantRoots {
  std::uint32_t holds = 0, premise = 0;
  PremiseCount* count = nullptr;  ///< in Exploration::premises
};

/// The numbers in it are literals of the circuit.
struct Roots {
  std::vector<StepRoots> steps;
  std::vector<InvariantRoots> invariants;

  /// `circuit` is of terms_of(system). `out` gets its counts, all of them zero.
  Roots(const machine::System& system, const WideCircuit& circuit, Exploration& out);
};

/// All Terms that a search evaluates.
std::vector<Term> terms_of(const machine::System& system);

/// Adds the counts of a search that began with none to those of another on the same system.
void add_counts(const Exploration& from, Exploration& to);

}  // namespace pfncheck::exploring
