// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/assertions.hpp"

#include <algorithm>

#include "review/function/claims.hpp"
#include "review/judge.hpp"

namespace pfncheck {

std::set<std::string> asked_functions(const Module& module, const std::string& folder,
                                      const std::string& file) {
  std::set<std::string> names, called;
  for (const FunctionText& f : module.functions(folder))
    if (f.file == file && !f.name.starts_with("pfncheck_")) names.insert(f.name);
  for (const std::string& name : names)
    for (const std::string& other : module.reachable(name))
      if (other != name) called.insert(other);
  std::erase_if(names, [&](const std::string& name) {
    return called.contains(name) && name != "before" && name != "after";
  });
  return names;
}

AssertionAnswers answer_assertions(const Module& module, const std::string& name, const LiftOptions& lift,
                                   const DecideClaim& decide) {
  Pool pool;
  const LiftedFunction function = module.lift(name, pool, lift);
  AssertionAnswers answers;
  const auto add = [&](const std::string& clause, Outcome outcome, const std::string& reason,
                       const SourceLine& where) -> AssertionAnswer& {
    return answers.all.emplace_back(
        AssertionAnswer{clause, outcome, reason, {where.file, where.line}, std::nullopt});
  };
  if (!function.unsupported.empty()) {
    const Unsupported& first = function.unsupported.front();
    add("", Outcome::unsupported, first.what, first.where);
    return answers;
  }
  answers.bound = function.loop_bound;
  std::set<std::string> reached;
  for (const LeftOut& left : function.not_applicable) {
    reached.insert(left.name);
    add(left.name, Outcome::not_applicable, left.why, left.where);
  }
  for (const Claim& claim : claims_of(function)) {
    reached.insert(claim.name);
    const ClaimVerdict verdict = decide(claim, inputs_of(function), unknowns_of(function));
    AssertionAnswer& answer =
        add(claim.name, verdict.outcome, verdict.reason, place_of_claim(function, claim.name));
    if (verdict.outcome != Outcome::refuted) continue;
    answer.witness = witness_of(function, verdict.values, verdict.free, "");
    if (answer.witness->when.empty()) answer.witness->when.emplace_back("always");
  }
  for (const auto& [clause, where] : module.assertions(name, lift.tree_root))
    if (!reached.contains(clause)) add(clause, Outcome::vacuous, "no execution comes by", where);
  return answers;
}

}  // namespace pfncheck
