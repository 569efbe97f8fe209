// SPDX-License-Identifier: GPL-2.0-or-later
// Counterexamples that do not rest on an unknown: exists inputs, for all unknowns, by counterexample-guided
// refinement.
#pragma once

#include <string>
#include <vector>

#include "solver/check/verdict.hpp"

namespace pfncheck {

/// The outcome of the search.
struct Robust {
  Status status = Status::error;  ///< sat: a counterexample; unsat: none that is free of the unknowns
  Assignment model;
  Term formula;                     ///< what a smaller counterexample must satisfy as well
  std::vector<std::string> blamed;  ///< unsat: unknowns whose value saves the goal
  std::string reason;
};

/// The formula with these variables at their values in the model, 0 if it has none.
Term fixed_at(Term formula, const std::vector<Term>& variables, const Assignment& model);

/// The unknowns that occur in the question, copies of a two-copy question (x') included.
std::vector<Term> unknowns_in(Term question, const Unknowns& unknowns);

/// A model of assume and not goal whose inputs leave no value of the unknowns with which assume and goal
/// hold.
Robust find_robust(const std::string& name, Term assume, Term goal, const std::vector<Term>& unknowns,
                   Engine& engine, const Budget& budget);
/// Whether the inputs of this counterexample are such.
bool is_robust(const std::string& name, Term assume, Term goal, const std::vector<Term>& unknowns,
               const Assignment& model, Engine& engine, const Budget& budget);

}  // namespace pfncheck
