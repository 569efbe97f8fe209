// SPDX-License-Identifier: GPL-2.0-or-later
// Which of a rule's atoms a witness needs: the rest can be anything and the goal still fails.
#pragma once

#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "solver/ask/query.hpp"
#include "solver/enumerate/representatives.hpp"

namespace pfncheck {

/// What a counterexample says beyond its numbers.
struct Relevance {
  std::vector<std::size_t> matters;  ///< indices into atoms_of(rule)
  bool unique = false;               ///< every counterexample has the witness' value of every atom
};

/// Of a witness of `failing` (assume and not goal) under `assume`. `representatives`: the rule's.
Relevance relevant_atoms(Term assume, Term failing, const normal_page::Rule& rule,
                         const Representatives& representatives, const Assignment& witness,
                         const std::string& name, Engine& engine, const Budget& budget);

}  // namespace pfncheck
