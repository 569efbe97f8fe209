// SPDX-License-Identifier: GPL-2.0-or-later
// What the second engine spares: representatives that say nothing new, and questions about premises.
#include "solver/enumerate/representatives.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/check/verdict.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

Rule rule_of(Pool& pool, std::string_view arch) {
  return reference(pool, facts_of(*find_arch(arch), {6, 12}), Level::pte);
}

struct Visits {
  std::size_t count = 0;
  std::set<std::uint64_t> valid_lanes;  ///< of the root
};

Visits visits_of(const Rule& rule, Term root) {
  Visits visits;
  Representatives(rule).visit(std::array{root}, [&](const Aig& graph, std::uint64_t valid) {
    ++visits.count;
    visits.valid_lanes.insert(graph.lanes(0) & valid);
    return true;
  });
  return visits;
}

/// Z3, and a count of the premises that it was asked about.
class Counting final : public Engine {
 public:
  Reply ask(const Query& query, const Budget& budget) override {
    if (query.name.ends_with(", premise")) ++premises;
    return z3_->ask(query, budget);
  }
  Reply ask_least(const Query& query, std::span<const Term> least, const Budget& budget) override {
    return z3_->ask_least(query, least, budget);
  }
  std::size_t premises = 0;

 private:
  std::unique_ptr<Engine> z3_ = make_z3();
};

}  // namespace

TEST_CASE("numbers that the roots do not tell apart are visited once", "[representatives]") {
  Pool pool;
  const Rule rule = rule_of(pool, "x86_64");
  const std::size_t scenes = Representatives(rule).scenes();
  const Visits flag = visits_of(rule, rule.in.pfnmap);
  CHECK(flag.count < scenes);
  // A relation of the numbers is seen both ways, with every flag.
  const Term linear = eq(rule.in.pfn, linear_pfn(rule.in, rule.facts));
  const Visits both = visits_of(rule, linear & rule.in.pfnmap);
  CHECK(both.count > flag.count);
  CHECK(both.valid_lanes.size() > 1);
}

TEST_CASE("a premise that a representative meets is not asked about", "[representatives]") {
  for (const char* arch : {"x86_64", "arm", "s390"}) {
    Pool pool;
    const Rule rule = rule_of(pool, arch);
    Counting engine;
    std::size_t hold = 0;
    for (const Property& property : properties())
      for (const Verdict& v : decide_all(property, rule, {}, engine, {})) hold += v.outcome == Outcome::holds;
    INFO(arch);
    CHECK(hold > 5);
    CHECK(engine.premises == 0);
  }
}

TEST_CASE("a premise that no representative meets is asked about", "[representatives]") {
  Pool pool;
  const Rule rule = rule_of(pool, "x86_64");
  const Term far = eq(rule.in.pfn, pool.constant(64, 0x123456789));
  Property property;
  property.name = "far";
  property.obligations = [&](const Rule&) {
    return std::vector<Obligation>{{"far", far, pool.boolean(true), false, ""},
                                   {"none", far & !far, pool.boolean(true), false, ""}};
  };
  Counting engine;
  const std::vector<Verdict> verdicts = decide_all(property, rule, {}, engine, {});
  CHECK(engine.premises == 2);
  CHECK(verdicts.at(0).outcome == Outcome::holds);
  CHECK(verdicts.at(1).outcome == Outcome::vacuous);
}
