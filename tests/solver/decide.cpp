// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "model/functions/vm_normal_page/questions.hpp"
#include "props/origins.hpp"
#include "solver/check/verdict.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

const Release r612{6, 12};

Verdict verdict_of(std::string_view property, std::string_view origin, const Rule& rule,
                   const Unknowns& unknowns = {}) {
  const Property& p = *find_property(property);
  const auto engine = make_z3();
  for (const Obligation& o : p.obligations(rule))
    if (o.origin == origin) return decide(p, o, rule, unknowns, *engine, {});
  FAIL("no such obligation: " << property << ", " << origin);
  return {};
}

bool says(const Verdict& v, const std::string& word) {
  return v.witness && std::ranges::find(v.witness->when, word) != v.witness->when.end();
}

Rule faulty(Pool& pool, std::string_view arch, const Fault& fault, Level level = Level::pte) {
  return reference_with(pool, facts_of(*find_arch(arch), r612), level, std::array{fault});
}

}  // namespace

TEST_CASE("the reference rule holds", "[decide]") {
  Pool pool;
  const Rule rule = reference(pool, facts_of(*find_arch("x86_64"), r612), Level::pte);
  const Verdict v = verdict_of("raw_entry_is_never_normal", "raw_remap", rule);
  CHECK(v.outcome == Outcome::holds);
  CHECK_FALSE(v.witness);
}

TEST_CASE("a dropped zero page test is refuted with the smallest witness", "[decide]") {
  Pool pool;
  const Rule rule = faulty(pool, "arm", never(Test::zero));
  const Verdict v = verdict_of("uncounted_zero_page_is_never_normal", "zero_page_read_fault", rule);
  REQUIRE(v.outcome == Outcome::refuted);
  CHECK(says(v, "VM_PFNMAP=0"));
  CHECK(says(v, "VM_MIXEDMAP=0"));
  CHECK(says(v, "pfn is the zero page"));
  const Assignment& values = v.witness->values;
  CHECK(values.at("special") == 1);  // the installer asks for it, whether the level has a bit or not
  CHECK(values.at("pfn") == values.at("zero_pfn"));
  CHECK(values.at("pfn") == 0);
  for (const char* unset : {"pfnmap", "mixedmap", "shared", "maywrite", "has_hook", "young", "dirty"}) {
    INFO(unset);
    CHECK(values.at(unset) == 0);
  }
  CHECK(values.contains("other_flags"));
}

TEST_CASE("boundaries are found exactly", "[decide]") {
  Pool pool;
  const auto shifted = [](int by) {
    return Fault{Test::above_highest, [by](Term, const Inputs& in, const Facts& f) {
                   const Term one = in.pfn.pool().constant(f.word_bits, 1);
                   return by > 0 ? ugt(in.pfn, in.highest_pfn + one) : uge(in.pfn, in.highest_pfn);
                 }};
  };
  const Verdict late = verdict_of("pfn_without_memmap_is_never_a_page", "any entry above the highest pfn",
                                  faulty(pool, "x86_64", shifted(1)));
  REQUIRE(late.outcome == Outcome::refuted);
  CHECK(says(late, "pfn = highest_memmap_pfn + 1"));
  const Verdict early =
      verdict_of("referenced_page_is_normal", "file_page", faulty(pool, "x86_64", shifted(-1)));
  REQUIRE(early.outcome == Outcome::refuted);
  CHECK(early.witness->values.at("pfn") == early.witness->values.at("highest_memmap_pfn"));
}

TEST_CASE("an inverted is_cow_mapping names the VMA's page", "[decide]") {
  Pool pool;
  const Verdict v =
      verdict_of("cowed_page_is_normal", "cowed_in_pfnmap", faulty(pool, "arm", inverted(Test::not_cow)));
  REQUIRE(v.outcome == Outcome::refuted);
  CHECK(says(v, "VM_PFNMAP=1"));
  CHECK(says(v, "VM_MAYWRITE=1"));
  CHECK(says(v, "pfn = the linear one - 1"));
  CHECK(says(v, "address is in page 1 of the VMA"));
}

TEST_CASE("a premise that nothing meets is vacuous", "[decide]") {
  Pool pool;
  const Rule rule = reference(pool, facts_of(*find_arch("arm"), r612), Level::pte);
  Obligation o;
  o.origin = "nobody";
  o.assume = rule.in.pfnmap & ~rule.in.pfnmap;
  o.goal = rule.out.page;
  const auto engine = make_z3();
  const Property& p = *find_property("raw_entry_is_never_normal");
  CHECK(decide(p, o, rule, {}, *engine, {}).outcome == Outcome::vacuous);
}

TEST_CASE("what the known holes break is outside and carries its note", "[decide]") {
  Pool pool;
  const Rule rule = reference(pool, facts_of(*find_arch("arm"), r612), Level::pte);
  const Verdict v = verdict_of("cowed_page_is_normal", "cowed_in_pfnmap_at_linear_pfn", rule);
  CHECK(v.outcome == Outcome::refuted);
  CHECK(v.outside);
  CHECK_FALSE(v.note.empty());
}

TEST_CASE("a note that explains is no hole that a kernel is known to have", "[decide]") {
  Pool pool;
  const SeededFault& answers_the_head = find_property("answer_is_the_entrys_own_page")->faults.back();
  const Rule rule = answers_the_head.make(pool, facts_of(*find_arch("arm"), r612), Level::pte);
  const Verdict v = verdict_of("answer_is_the_entrys_own_page", "any entry", rule);
  CHECK(v.outcome == Outcome::refuted);
  CHECK_THAT(v.note, Catch::Contains("the head of the folio"));
  CHECK(v.note_explains);
  // Whether the page is a tail is no atom: the others are told as far as they matter.
  REQUIRE(v.witness);
  CHECK(v.witness->when == std::vector<std::string>{"VM_PFNMAP=0", "VM_MIXEDMAP=0",
                                                    "pfn is not the zero page",
                                                    "pfn = highest_memmap_pfn - 1", "the page is a tail=1"});
  const Rule stock = reference(pool, facts_of(*find_arch("arm"), r612), Level::pte);
  const Verdict known = verdict_of("raw_entry_is_never_normal", "vmcore_raw", stock);
  CHECK(known.outcome == Outcome::refuted);
  CHECK_FALSE(known.note.empty());
  CHECK_FALSE(known.note_explains);
}

TEST_CASE("an unknown that saves the goal makes the verdict unknown and is named", "[decide]") {
  Pool pool;
  const Term asm_bit = pool.var("asm mrs", 0), other = pool.var("asm other", 0);
  const Fault doubted{Test::not_cow,
                      [=](Term right, const Inputs&, const Facts&) { return right & asm_bit; }};
  const Rule rule = faulty(pool, "arm", doubted);
  const Verdict v = verdict_of("raw_entry_is_never_normal", "raw_remap", rule, {asm_bit, other});
  CHECK(v.outcome == Outcome::unknown);
  CHECK(v.reason == "depends on asm mrs");
}

TEST_CASE("a counterexample that no unknown can save is refuted", "[decide]") {
  Pool pool;
  const Term asm_bit = pool.var("asm mrs", 0);
  // The unknown matters for dirty entries only; for clean ones the rule is wrong whatever it is.
  const Fault wrong{Test::not_cow,
                    [=](Term right, const Inputs& in, const Facts&) { return right & asm_bit & in.dirty; }};
  const Verdict v =
      verdict_of("raw_entry_is_never_normal", "raw_remap", faulty(pool, "arm", wrong), {asm_bit});
  REQUIRE(v.outcome == Outcome::refuted);
  CHECK(v.witness->values.at("dirty") == 0);
}

TEST_CASE("an unknown that changes the verdict only where the goal holds anyway does no harm", "[decide]") {
  Pool pool;
  const Term asm_bit = pool.var("asm mrs", 0);
  const Fault harmless{Test::linear, [=](Term right, const Inputs& in, const Facts&) {
                         return right | (asm_bit & !is_cow(in));
                       }};
  const Rule rule = faulty(pool, "arm", harmless);
  for (const char* origin : {"raw_remap", "raw_remap_cow"})
    CHECK(verdict_of("raw_entry_is_never_normal", origin, rule, {asm_bit}).outcome == Outcome::holds);
}

TEST_CASE("a witness is unique if no other combination of atoms fails", "[decide]") {
  Pool pool;
  const Rule rule = reference(pool, facts_of(*find_arch("arm"), r612), Level::pte);
  Obligation o;
  o.origin = "one state";
  o.assume = pool.boolean(true);
  for (const Invariant& i : invariants()) o.assume = o.assume & i.holds(rule.in, rule.facts);
  const Term state = ~rule.in.pfnmap & ~rule.in.mixedmap & ~rule.in.shared & rule.in.maywrite &
                     ~rule.in.has_hook & rule.in.memmap & is_zero(rule.in, rule.facts) &
                     eq(rule.in.pfn, linear_pfn(rule.in, rule.facts));
  o.assume = o.assume & rule.domain & state;
  o.goal = rule.out.page;
  const auto engine = make_z3();
  const Property& p = *find_property("raw_entry_is_never_normal");
  const Verdict one = decide(p, o, rule, {}, *engine, {});
  REQUIRE(one.witness);
  CHECK(one.witness->unique);
  o.assume = substitute(o.assume, std::array{std::pair{rule.in.maywrite, pool.boolean(true)}});
  const Verdict two = decide(p, o, rule, {}, *engine, {});
  REQUIRE(two.witness);
  CHECK_FALSE(two.witness->unique);
}
