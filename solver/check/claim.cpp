// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/check/claim.hpp"

#include <fmt/format.h>

#include <array>

#include "solver/check/robust.hpp"

namespace pfncheck {
namespace {

ClaimVerdict ended(Outcome outcome, std::string reason) {
  return {outcome, std::move(reason), {}};
}

ClaimVerdict not_answered(const Reply& reply) {
  return ended(reply.status == Status::error ? Outcome::error : Outcome::unknown, reply.reason);
}

/// Nothing breaks it: worth something only if an execution comes by.
ClaimVerdict proved(const Claim& claim, Engine& engine, const Budget& budget) {
  const Reply premise = engine.ask({claim.name + ", reached", claim.reached}, budget);
  if (premise.status == Status::sat) {
    const Reply blurred = engine.ask({claim.name + ", after something unknown", claim.after_unknown}, budget);
    if (blurred.status == Status::unsat) return ended(Outcome::holds, "");
    if (blurred.status != Status::sat) return not_answered(blurred);
    return ended(Outcome::unknown, fmt::format("nobody knows what it changes: {}", claim.unknown));
  }
  if (premise.status == Status::unsat) return ended(Outcome::vacuous, "no execution comes by");
  return not_answered(premise);
}

}  // namespace

ClaimVerdict decide_claim(const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns,
                          Engine& engine, const Budget& budget) {
  const std::vector<Term> unknown = unknowns_in(claim.fails, unknowns);
  Reply bad = engine.ask({claim.name, claim.fails}, budget);
  if (bad.status == Status::unsat) return proved(claim, engine, budget);
  if (bad.status != Status::sat) return not_answered(bad);
  Term formula = claim.fails;
  if (!unknown.empty()) {
    Robust robust = find_robust(claim.name, claim.reached, !claim.fails, unknown, engine, budget);
    const std::string blamed = fmt::format("depends on {}", fmt::join(robust.blamed, ", "));
    if (robust.status == Status::unsat) return ended(Outcome::unknown, blamed);
    if (robust.status != Status::sat)
      return ended(robust.status == Status::error ? Outcome::error : Outcome::unknown,
                   fmt::format("{}; {}", robust.reason, blamed));
    bad.model = std::move(robust.model);
    formula = robust.formula;
  }
  Reply least = engine.ask_least({claim.name + ", least", formula}, inputs, budget);
  const bool usable = least.status == Status::sat && is_robust(claim.name, claim.reached, !claim.fails,
                                                               unknown, least.model, engine, budget);
  ClaimVerdict verdict{Outcome::refuted, "", usable ? std::move(least.model) : std::move(bad.model)};
  if (evaluate(claim.fails, verdict.values) != 1)
    return ended(Outcome::error, "the evaluator does not confirm the counterexample");
  verdict.free = free_inputs(claim.name, claim.fails, inputs, verdict.values, engine, budget);
  return verdict;
}

std::set<std::string> free_inputs(const std::string& name, Term fails, const std::vector<Term>& inputs,
                                  const Assignment& values, Engine& engine, const Budget& budget) {
  std::set<std::string> free;
  std::vector<Term> bound = variables(std::array{fails});
  for (auto input = inputs.rbegin(); input != inputs.rend(); ++input) {
    std::vector<Term> others = bound;
    std::erase_if(others, [&](Term variable) { return variable.same(*input); });
    const Term saved = fixed_at(!fails, others, values);
    const bool is_free =
        engine.ask({fmt::format("{}, whatever {} is", name, input->name()), saved}, budget).status ==
        Status::unsat;
    if (!is_free) continue;
    free.insert(input->name());
    bound = std::move(others);
  }
  return free;
}

}  // namespace pfncheck
