// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/enumerate/second_opinion.hpp"

#include <set>

#include "solver/enumerate/abstraction.hpp"
#include "solver/enumerate/representatives.hpp"
#include "solver/table/truth.hpp"

namespace pfncheck {

std::vector<Opinion> second_opinions(const normal_page::Rule& rule, std::span<const Obligation> obligations) {
  std::vector<Term> roots;
  for (const Obligation& o : obligations) {
    roots.push_back(o.assume);
    roots.push_back(o.assume & !o.goal);
  }
  std::vector<Opinion> opinions(obligations.size());
  Representatives(rule).visit(roots, [&](const Aig& graph, std::uint64_t) {
    for (std::size_t i = 0; i < opinions.size(); ++i) {
      opinions[i].is_met = opinions[i].is_met || graph.lanes(2 * i) != 0;
      if (graph.lanes(2 * i + 1) != 0) opinions[i].outcome = Outcome::refuted;
    }
    return true;
  });
  for (Opinion& opinion : opinions)
    if (opinion.outcome != Outcome::refuted && opinion.is_met) opinion.outcome = Outcome::holds;
  return opinions;
}

Exhaustive is_exhaustive(const normal_page::Rule& rule, Engine& engine, const Budget& budget) {
  const std::vector<Atom> atoms = atoms_of(rule);
  const Term valid = valid_inputs(rule);
  const Proof depends = depends_only_on(packed_answer(rule), valid, atoms, engine, budget);
  if (!depends.proved) return {false, depends.reason};
  const Proof covered = covers(seen_combinations(rule, atoms), valid, atoms, engine, budget);
  return {covered.proved, covered.reason};
}

}  // namespace pfncheck
