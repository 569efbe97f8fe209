// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/origins.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "props/property.hpp"
#include "solver/enumerate/second_opinion.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;

TEST_CASE("each origin has a name of its own, a sentence and a source", "[origins]") {
  std::set<std::string_view> names;
  for (const Origin& o : origins()) {
    INFO(o.name);
    CHECK(names.insert(o.name).second);
    CHECK_FALSE(o.sentence.empty());
    CHECK_FALSE(o.source.empty());
    CHECK(o.raw == (o.made == Made::raw));
    CHECK((!o.outside || !o.note.empty()));
    CHECK(find_origin(o.name) == &o);
  }
  CHECK(find_origin("no such origin") == nullptr);
}

TEST_CASE("each contract can be met on every row and in every era where it exists", "[origins]") {
  std::set<std::string_view> met;
  for (const ModelRule& m : model_rules()) {
    Pool pool;
    const auto rule = normal_page::reference(pool, m.facts, m.level);
    std::vector<Obligation> premises;
    std::vector<std::string_view> names;
    for (const Origin& o : origins()) {
      if (!applies(o, m.facts, m.level)) continue;
      Obligation premise;
      premise.assume =
          base_invariants(rule.in, m.facts) & rule.domain & o.contract(rule.in, m.facts, m.level);
      premise.goal = pool.boolean(true);
      premises.push_back(premise);
      names.push_back(o.name);
    }
    const auto opinions = second_opinions(rule, premises);
    for (std::size_t i = 0; i < names.size(); ++i) {
      INFO(m.name << ": " << names[i]);
      CHECK(opinions[i].outcome == Outcome::holds);
      met.insert(names[i]);
    }
  }
  // Rows for configurations that no row of the table has, and for a release that is no era of its own.
  const std::set<std::string_view> elsewhere = {"devmap_without_special", "huge_folio_marked_special"};
  for (const Origin& o : origins()) {
    INFO(o.name);
    CHECK(met.contains(o.name) == !elsewhere.contains(o.name));
  }
}

TEST_CASE("a DAX page is normal where pte_mkdevmap does not make it special", "[origins]") {
  Facts facts = facts_of(*find_arch("riscv64"), {6, 12});
  facts.fs_dax = true;
  Pool pool;
  const auto rule = normal_page::reference(pool, facts, Level::pte);
  const auto obligations = find_property("raw_entry_is_never_normal")->obligations(rule);
  const auto opinions = second_opinions(rule, obligations);
  bool asked = false;
  for (std::size_t i = 0; i < obligations.size(); ++i) {
    if (obligations[i].origin != "devmap_without_special") continue;
    asked = true;
    CHECK(opinions[i].outcome == Outcome::refuted);
  }
  CHECK(asked);
}

TEST_CASE("each invariant is needed by no other and all can be met", "[origins]") {
  std::set<std::string_view> names;
  for (const Invariant& i : invariants()) {
    CHECK(names.insert(i.name).second);
    CHECK_FALSE(i.source.empty());
  }
  for (const ModelRule& m : model_rules()) {
    Pool pool;
    const auto in = normal_page::make_inputs(pool, m.facts);
    for (const Invariant& i : invariants()) {
      INFO(m.name << ": " << i.name);
      CHECK_FALSE(i.holds(in, m.facts).is_false());
    }
  }
}
