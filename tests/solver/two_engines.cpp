// SPDX-License-Identifier: GPL-2.0-or-later
// Z3, the SAT solver and the enumeration agree on every obligation of every property, for every row and era
// of the built-in model.
#include <array>
#include <catch2/catch.hpp>
#include <map>

#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/enumerate/second_opinion.hpp"
#include "solver/sat/clauses.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

/// Premises by node: properties share them.
using Premises = std::map<unsigned, Status>;

/// By Z3 alone, without witness.
Outcome by_z3(const Obligation& o, Premises& premises, Engine& engine) {
  const Status bad = engine.ask({o.origin, o.assume & !o.goal}, {}).status;
  if (bad == Status::sat) return Outcome::refuted;
  if (bad != Status::unsat) return Outcome::unknown;
  const auto [premise, fresh] = premises.emplace(o.assume.id(), Status::error);
  if (fresh) premise->second = engine.ask({o.origin + ", premise", o.assume}, {}).status;
  return premise->second == Status::sat ? Outcome::holds : Outcome::vacuous;
}

/// The era of 7.1 is that of 6.18 but for the level that chooses the branch.
bool repeats_an_era(const ModelRule& m) {
  return m.level == Level::pte && m.facts.core.release == Release{7, 1};
}

/// What the SAT solver answers is what Z3 did.
void check_clauses(const std::vector<Obligation>& obligations, const std::vector<Outcome>& by_z3) {
  std::vector<Term> failing;
  for (const Obligation& o : obligations) failing.push_back(o.assume & !o.goal);
  Clauses clauses(failing);
  for (std::size_t i = 0; i < failing.size(); ++i) {
    const Reply reply = clauses.ask(i, {});
    INFO(obligations[i].origin << ": " << to_string(reply.status));
    REQUIRE(by_z3[i] != Outcome::unknown);
    if (reply.status == Status::unknown) continue;
    CHECK(reply.status == (by_z3[i] == Outcome::refuted ? Status::sat : Status::unsat));
    if (reply.status == Status::sat) CHECK(evaluate(failing[i], reply.model) == 1);
  }
}

/// Obligations on which the engines agree.
std::size_t agree(const Rule& rule, Engine& engine) {
  std::size_t count = 0;
  Premises premises;
  for (const Property& p : properties()) {
    const auto obligations = p.obligations(rule);
    const auto opinions = second_opinions(rule, obligations);
    std::vector<Outcome> answers;
    for (std::size_t i = 0; i < obligations.size(); ++i) {
      const Outcome z3 = by_z3(obligations[i], premises, engine);
      INFO(p.name << ", " << obligations[i].origin << ": Z3 " << to_string(z3) << ", enumeration "
                  << to_string(opinions[i].outcome));
      CHECK(z3 == opinions[i].outcome);
      answers.push_back(z3);
      if (z3 == opinions[i].outcome) ++count;
    }
    check_clauses(obligations, answers);
  }
  return count;
}

}  // namespace

TEST_CASE("two engines agree on every property of the built-in model", "[two_engines]") {
  const auto engine = make_z3();
  std::size_t rules = 0, obligations = 0;
  for (const ModelRule& m : model_rules()) {
    if (repeats_an_era(m)) continue;
    INFO(m.name);
    Pool pool;
    const Rule rule = reference(pool, m.facts, m.level);
    const Exhaustive exhaustive = is_exhaustive(rule, *engine, {});
    INFO(exhaustive.reason);
    CHECK(exhaustive.proved);
    obligations += agree(rule, *engine);
    ++rules;
  }
  WARN(rules << " rules, " << obligations << " obligations, the engines agree on all of them");
  CHECK(obligations > rules * 5);
}

TEST_CASE("two engines agree on faulty rules", "[two_engines]") {
  const auto engine = make_z3();
  for (const char* arch : {"x86_64", "arm", "i386"}) {
    const Facts facts = facts_of(*find_arch(arch), {6, 12});
    for (unsigned t = 0; t < test_count; ++t) {
      if (!asks(facts, Level::pte, static_cast<Test>(t))) continue;
      INFO(arch << ", " << to_string(static_cast<Test>(t)));
      Pool pool;
      CHECK(agree(reference_with(pool, facts, Level::pte, std::array{inverted(static_cast<Test>(t))}),
                  *engine) > 0);
    }
  }
}

TEST_CASE("a rule that rests on something else is called sampled", "[two_engines]") {
  const auto engine = make_z3();
  Pool pool;
  const Fault young{Test::linear,
                    [](Term right, const Inputs& in, const Facts&) { return right & !in.young; }};
  const Rule rule = reference_with(pool, facts_of(*find_arch("arm"), {6, 12}), Level::pte, std::array{young});
  const Exhaustive exhaustive = is_exhaustive(rule, *engine, {});
  CHECK_FALSE(exhaustive.proved);
  CHECK_FALSE(exhaustive.reason.empty());
}
