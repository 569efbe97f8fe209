// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/trace/congruence.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/check/verdict.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

Facts facts_on(std::string_view arch) {
  return facts_of(*find_arch(arch), {6, 12});
}

bool is_silent(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("a call with the arguments of an earlier one gets its value", "[congruence]") {
  Pool pool;
  const Rule rule = reference(pool, facts_on("arm"), Level::pte);
  Assignment values = {{"pfn", 0}, {"zero_pfn", 0}, {"memmap", 1}, {"zero_memmap", 0}};
  CHECK_FALSE(is_congruent(values, rule));
  make_congruent(values, rule);
  CHECK(is_congruent(values, rule));
  CHECK(values.at("zero_memmap") == 1);
  Assignment apart = {{"pfn", 1}, {"zero_pfn", 0}, {"memmap", 1}, {"zero_memmap", 0}};
  make_congruent(apart, rule);
  CHECK(apart.at("zero_memmap") == 0);
}

TEST_CASE("both copies of a question over two are one kernel each", "[congruence]") {
  Pool pool;
  Rule rule = reference(pool, facts_on("arm"), Level::pte);
  const Term at = pool.var("at", rule.facts.word_bits), first = pool.var("f(pfn)", 0),
             second = pool.var("f(at)", 0);
  rule.applications = {{"f", {rule.in.pfn}, first, first},
                       {"f", {at}, second, ite(eq(rule.in.pfn, at), first, second)}};
  Assignment values = {{"pfn", 4},   {"at", 5},      {"at'", 4},   {"f(pfn)", 1},
                       {"f(at)", 0}, {"f(pfn)'", 1}, {"f(at)'", 0}};
  CHECK_FALSE(is_congruent(values, rule));
  make_congruent(values, rule);
  CHECK(is_congruent(values, rule));
  CHECK(values.at("f(at)") == 0);
  CHECK(values.at("f(at)'") == 1);
}

TEST_CASE("what means nothing on a row is not told", "[congruence]") {
  Pool of_arm, of_s390, of_x86;  // words of different widths
  const Assignment none;
  const auto arm = meaningless(none, reference(of_arm, facts_on("arm"), Level::pte));
  for (const char* name : {"special", "devmap", "zero_extra", "hook_answers"}) {
    INFO(name);
    CHECK(is_silent(arm, name));
  }
  const auto s390 = meaningless(none, reference(of_s390, facts_on("s390"), Level::pte));
  CHECK_FALSE(is_silent(s390, "special"));
  CHECK_FALSE(is_silent(s390, "zero_extra"));
  const Assignment hook = {{"has_hook", 1}};
  const auto x86 = meaningless(hook, reference(of_x86, facts_on("x86_64"), Level::pte));
  CHECK_FALSE(is_silent(x86, "hook_answers"));
  CHECK_FALSE(is_silent(x86, "devmap"));
}

TEST_CASE("values that nobody asked for and names that nobody can look up are not told", "[congruence]") {
  Pool pool;
  const Rule rule = reference(pool, facts_on("x86_64"), Level::pte);
  const Assignment values = {{"pfn", 4},
                             {"pfn'", 5},
                             {"huge_zero_pfn", 0},
                             {"young", 0},
                             {"&page(pfn)", 0},
                             {"never set: retval in vm_normal_page()", 0},
                             {"pfn_valid(#c9ac16ad1283d868)", 1}};
  const auto silent = meaningless(values, rule);
  for (const auto& [name, value] : values) {
    INFO(name);
    const bool is_told = name == "pfn" || name == "pfn'";
    CHECK(is_silent(silent, name) != is_told);
  }
  // What is known of the globals speaks of the huge zero page, which no PTE maps.
  const std::array asked = {eq(rule.in.huge_zero_pfn, rule.in.pfn)};
  CHECK(is_silent(meaningless(values, rule, asked), "huge_zero_pfn"));
  const Rule huge = reference(pool, facts_on("x86_64"), Level::pmd);
  CHECK_FALSE(is_silent(meaningless(values, huge, asked), "huge_zero_pfn"));
}

TEST_CASE("a rule that asks for vm_ops itself is told what they are", "[congruence]") {
  Pool pool;
  const Fault anonymous{
      Test::flags, [](Term right, const Inputs& in, const Facts&) { return right & !has_no_vm_ops(in); }};
  const Rule rule = reference_with(pool, facts_on("arm"), Level::pte, std::array{anonymous});
  CHECK_FALSE(is_silent(meaningless({}, rule), "hook_answers"));
}

TEST_CASE("no witness of a faulty rule of the built-in model contradicts itself", "[congruence]") {
  const auto engine = make_z3();
  unsigned witnesses = 0;
  for (const char* arch : {"x86_64", "arm", "s390", "mips64"}) {
    for (const Property& property : properties()) {
      for (const SeededFault& fault : property.faults) {
        Pool pool;
        const Rule rule = fault.make(pool, facts_on(arch), Level::pte);
        for (const Verdict& v : decide_all(property, rule, {}, *engine, {})) {
          INFO(arch << ": " << property.name << ", " << fault.description << ", " << v.origin << ": "
                    << v.reason);
          CHECK(v.outcome != Outcome::error);
          if (!v.witness) continue;
          CHECK(is_congruent(v.witness->values, rule));
          ++witnesses;
        }
      }
    }
  }
  CHECK(witnesses > 50);
}
