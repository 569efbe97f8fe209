// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/assertions.hpp"

#include <algorithm>

#include "review/function/claims.hpp"
#include "review/judge.hpp"

namespace pfncheck {
namespace {

FunctionAnswer answer_of(const std::string& arch, const std::string& function, const std::string& clause,
                         Outcome outcome, const std::string& reason, const SourceLine& where) {
  const bool is_open =
      outcome == Outcome::unknown || outcome == Outcome::unsupported || outcome == Outcome::error;
  FunctionAnswer out;
  out.arch = arch;
  out.function = function;
  out.clause = clause;
  out.outcome = outcome;
  out.answer = is_open ? "undecided" : to_string(outcome);
  out.reason = reason;
  out.place = {where.file, where.line};
  return out;
}

}  // namespace

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

void answer_assertions(const Module& module, const std::string& name, const LiftOptions& lift,
                       const std::string& arch, const DecideClaim& decide, FunctionCaseRecord& record) {
  Pool pool;
  const LiftedFunction function = module.lift(name, pool, lift);
  if (!function.unsupported.empty()) {
    const Unsupported& first = function.unsupported.front();
    record.answers.push_back(answer_of(arch, name, "", Outcome::unsupported, first.what, first.where));
    return;
  }
  record.bound = std::max(record.bound, function.loop_bound);
  for (const LeftOut& left : function.not_applicable)
    record.answers.push_back(answer_of(arch, name, left.name, Outcome::not_applicable, left.why, left.where));
  const std::vector<Claim> claims = claims_of(function);
  if (claims.empty() && function.not_applicable.empty() && module.reaches(name, "pfncheck_assert"))
    record.answers.push_back(
        answer_of(arch, name, "", Outcome::vacuous, "no execution reaches an assertion", {}));
  for (const Claim& claim : claims) {
    const ClaimVerdict verdict = decide(claim, inputs_of(function), unknowns_of(function));
    FunctionAnswer answer = answer_of(arch, name, claim.name, verdict.outcome, verdict.reason,
                                      place_of_claim(function, claim.name));
    if (verdict.outcome == Outcome::refuted) {
      answer.witness = witness_of(function, verdict.values, "");
      if (answer.witness->when.empty()) answer.witness->when.emplace_back("always");
    }
    record.answers.push_back(std::move(answer));
  }
}

}  // namespace pfncheck
