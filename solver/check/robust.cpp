// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/check/robust.hpp"

#include <algorithm>
#include <array>

namespace pfncheck {
namespace {

constexpr unsigned refinements = 32;

using Replacements = std::vector<std::pair<Term, Term>>;

Term value_of(Term variable, const Assignment& model) {
  const auto found = model.find(variable.name());
  const std::uint64_t value = found == model.end() ? 0 : found->second;
  Pool& pool = variable.pool();
  return variable.is_bool() ? pool.boolean(value != 0) : pool.constant(variable.width(), value);
}

Replacements fixed(const std::vector<Term>& terms, const Assignment& model) {
  Replacements all;
  for (Term t : terms) all.emplace_back(t, value_of(t, model));
  return all;
}

std::vector<Term> others(Term question, const std::vector<Term>& unknowns) {
  std::vector<Term> inputs;
  for (Term t : variables(std::array{question}))
    if (std::ranges::none_of(unknowns, [t](Term u) { return u.same(t); })) inputs.push_back(t);
  return inputs;
}

// Values of the unknowns, inputs fixed, with which premise and goal hold.
Reply saved_by(const std::string& name, Term assume, Term goal, const std::vector<Term>& unknowns,
               const Assignment& model, Engine& engine, const Budget& budget) {
  const Term saved = fixed_at(assume & goal, others(assume & goal, unknowns), model);
  return engine.ask({name + ", other unknowns", saved}, budget);
}

void blame(Robust& result, const std::vector<Term>& unknowns, const Assignment& bad, const Assignment& good) {
  for (Term u : unknowns) {
    if (value_of(u, bad).same(value_of(u, good))) continue;
    if (std::ranges::find(result.blamed, u.name()) == result.blamed.end()) result.blamed.push_back(u.name());
  }
}

Robust stopped(Robust result, Status status, std::string reason) {
  result.status = status;
  result.reason = std::move(reason);
  return result;
}

}  // namespace

Term fixed_at(Term formula, const std::vector<Term>& variables, const Assignment& model) {
  return substitute(formula, fixed(variables, model));
}

std::vector<Term> unknowns_in(Term question, const Unknowns& unknowns) {
  std::vector<Term> found;
  for (Term t : variables(std::array{question})) {
    std::string name = t.name();
    while (name.ends_with("'")) name.pop_back();
    if (std::ranges::any_of(unknowns, [&](Term u) { return u.name() == name; })) found.push_back(t);
  }
  return found;
}

Robust find_robust(const std::string& name, Term assume, Term goal, const std::vector<Term>& unknowns,
                   Engine& engine, const Budget& budget) {
  Robust result;
  result.formula = assume & !goal;
  for (unsigned round = 0; round < refinements; ++round) {
    Reply bad = engine.ask({name, result.formula}, budget);
    if (bad.status != Status::sat) return stopped(std::move(result), bad.status, bad.reason);
    result.model = std::move(bad.model);
    const Reply good = saved_by(name, assume, goal, unknowns, result.model, engine, budget);
    if (good.status == Status::unsat) return stopped(std::move(result), Status::sat, "");
    if (good.status != Status::sat) return stopped(std::move(result), good.status, good.reason);
    blame(result, unknowns, result.model, good.model);
    // These values of the unknowns must not save the next candidate either.
    result.formula = result.formula & !fixed_at(assume & goal, unknowns, good.model);
  }
  return stopped(std::move(result), Status::unknown, "no end after 32 refinements over the unknowns");
}

bool is_robust(const std::string& name, Term assume, Term goal, const std::vector<Term>& unknowns,
               const Assignment& model, Engine& engine, const Budget& budget) {
  return unknowns.empty() ||
         saved_by(name, assume, goal, unknowns, model, engine, budget).status == Status::unsat;
}

}  // namespace pfncheck
