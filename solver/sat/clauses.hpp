// SPDX-License-Identifier: GPL-2.0-or-later
// Questions that share most of their terms, as the obligations of one property do, put to one SAT solver
// (CaDiCaL) as clauses of one circuit: what it learns from one serves the next.
#pragma once

#include <memory>
#include <span>

#include "solver/ask/query.hpp"

namespace pfncheck {

class Clauses {
 public:
  /// Bools. Nothing is made of them before the first question. Conflicts: what is a little work.
  explicit Clauses(std::span<const Term> formulas, int most_conflicts = 2000);
  ~Clauses();

  /// Whether formula `i` can be true: `sat` with a model of all variables of it, `unsat`, or `unknown` where
  /// that takes more than a little work, which does not depend on the machine but on what was asked before.
  Reply ask(std::size_t i, const Budget& budget);

 private:
  class Solver;
  std::vector<Term> formulas_;
  int most_conflicts_;
  std::unique_ptr<Solver> solver_;
};

}  // namespace pfncheck
