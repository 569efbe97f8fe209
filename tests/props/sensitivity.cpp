// SPDX-License-Identifier: GPL-2.0-or-later
// One test of the reference rule changed at a time: which origins notice. An origin notices if "normal
// exactly if counted" fails for it, or if it is reported, and neither was so before. The expectations are a
// table that was made with another solver from contracts written independently (named by origin).
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "model/functions/vm_normal_page/questions.hpp"
#include "props/origins.hpp"
#include "solver/enumerate/second_opinion.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

using Names = std::set<std::string>;

/// What the verdict must be for an origin: the hook's page, the page or not the page.
Term right_answer(const Rule& rule, const Origin& o) {
  if (o.made == Made::hook) return rule.out.hook_page;
  return o.counted == Counted::yes ? rule.out.page : ~rule.out.page & ~rule.out.other;
}

struct Noticed {
  Names verdict, report;
};

Noticed failures(Pool& pool, const Facts& facts, Level level, std::span<const Fault> faults) {
  const Rule rule = reference_with(pool, facts, level, faults);
  std::vector<Obligation> questions;
  std::vector<std::string> names;
  for (const Origin& o : origins()) {
    if (o.outside || !applies(o, facts, level)) continue;
    const Term premise = base_invariants(rule.in, facts) & rule.domain & o.contract(rule.in, facts, level);
    for (Term goal : {right_answer(rule, o), !rule.out.reported}) {
      Obligation q;
      q.assume = premise;
      q.goal = goal;
      questions.push_back(q);
    }
    names.emplace_back(o.name);
  }
  const auto opinions = second_opinions(rule, questions);
  Noticed noticed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (opinions[2 * i].outcome == Outcome::refuted) noticed.verdict.insert(names[i]);
    if (opinions[2 * i + 1].outcome == Outcome::refuted) noticed.report.insert(names[i]);
  }
  return noticed;
}

Names minus(const Names& a, const Names& b) {
  Names left;
  for (const std::string& name : a)
    if (!b.contains(name)) left.insert(name);
  return left;
}

/// Names whose verdict changes; names that only become reported get a "!".
Names notices(std::string_view arch, Release era, Level level, const Fault& fault) {
  Pool pool;
  const Facts facts = facts_of(*find_arch(arch), era);
  const Noticed before = failures(pool, facts, level, {});
  const Noticed after = failures(pool, facts, level, std::array{fault});
  Names all = minus(after.verdict, before.verdict);
  for (const std::string& name : minus(after.report, before.report))
    if (!after.verdict.contains(name)) all.insert(name + "!");
  return all;
}

const Release r61{6, 1}, r612{6, 12}, r618{6, 18}, r71{7, 1};

}  // namespace

TEST_CASE("with a bit, PTE: which origins notice a changed test", "[sensitivity]") {
  const auto on = [](const Fault& fault) { return notices("x86_64", r612, Level::pte, fault); };
  const Names special = {"raw_remap",
                         "raw_remap_cow",
                         "raw_insert_in_pfnmap",
                         "raw_insert_in_mixedmap",
                         "raw_mixed",
                         "devmap",
                         "hook_page",
                         "vmcore_raw",
                         "zero_page_read_fault",
                         "zero_page_inserted",
                         "zero_page_dax_hole"};
  const Names unmarked = {"page_in_mixedmap", "file_page",         "anonymous_page", "cowed_in_ordinary",
                          "cowed_in_pfnmap",  "cowed_in_mixedmap", "vmcore_page"};
  CHECK(on(never(Test::branch)) ==
        Names{"raw_mixed", "hook_page", "devmap", "vmcore_raw", "cowed_in_pfnmap"});
  CHECK(on(never(Test::special)) == special);
  CHECK(on(always(Test::special)) == unmarked);
  CHECK(on(never(Test::hook)) == Names{"hook_page"});
  CHECK(on(never(Test::special_flags)) == Names{"raw_remap!", "raw_remap_cow!", "raw_insert_in_pfnmap!",
                                                "raw_insert_in_mixedmap!", "raw_mixed!", "vmcore_raw!"});
  CHECK(on(never(Test::special_zero)) == Names{"zero_page_read_fault!", "zero_page_dax_hole!"});
  CHECK(on(never(Test::special_devmap)) == Names{"devmap!"});
  CHECK(on(never(Test::above_highest)) == Names{});
  CHECK(on(always(Test::above_highest)) == unmarked);
}

TEST_CASE("without a bit, PTE: which origins notice a dropped test", "[sensitivity]") {
  const auto on = [](Release era, Test test) { return notices("um", era, Level::pte, never(test)); };
  const Names raw = {"raw_remap", "raw_remap_cow", "raw_insert_in_pfnmap", "raw_insert_in_mixedmap",
                     "raw_mixed"};
  CHECK(on(r612, Test::flags) ==
        Names{"raw_remap", "raw_remap_cow", "raw_insert_in_pfnmap", "raw_insert_in_mixedmap", "raw_mixed"});
  CHECK(on(r61, Test::flags) == Names{"raw_remap", "raw_remap_cow", "raw_insert_in_pfnmap",
                                      "raw_insert_in_mixedmap", "raw_mixed", "zero_page_inserted_counted"});
  CHECK(on(r612, Test::mixedmap) ==
        Names{"raw_insert_in_mixedmap", "raw_mixed", "page_in_mixedmap", "mixed_page", "cowed_in_mixedmap"});
  CHECK(on(r612, Test::no_memmap) == Names{"raw_insert_in_mixedmap", "raw_mixed"});
  CHECK(on(r612, Test::mixedmap_zero) == Names{"zero_page_inserted"});
  CHECK(on(r612, Test::linear) == Names{"raw_remap_cow"});
  CHECK(on(r612, Test::not_cow) == Names{"raw_remap", "raw_insert_in_pfnmap"});
  CHECK(on(r61, Test::zero) == Names{"zero_page_read_fault"});
  CHECK(on(r612, Test::zero) == Names{"zero_page_read_fault", "zero_page_dax_hole"});
  CHECK(on(r618, Test::zero) == Names{"zero_page_read_fault", "zero_page_dax_hole", "zero_page_inserted"});
  CHECK(on(r612, Test::above_highest) == Names{});
  CHECK(on(r618, Test::huge_zero) == Names{});
}

TEST_CASE("without a bit, PTE: which origins notice a test that always says yes", "[sensitivity]") {
  const auto on = [](Release era, Test test) { return notices("um", era, Level::pte, always(test)); };
  const Names plain = {"file_page", "anonymous_page", "cowed_in_ordinary"};
  const Names mixed = {"page_in_mixedmap", "mixed_page", "cowed_in_mixedmap"};
  Names both = plain, all;
  CHECK(on(r612, Test::flags) == plain);
  CHECK(on(r612, Test::no_memmap) == mixed);
  CHECK(on(r612, Test::mixedmap_zero) == mixed);
  CHECK(on(r612, Test::linear) == Names{"cowed_in_pfnmap"});
  CHECK(on(r612, Test::not_cow) == Names{"cowed_in_pfnmap"});
  both.insert("cowed_in_pfnmap");
  CHECK(on(r612, Test::zero) == both);
  all = both;
  all.insert(mixed.begin(), mixed.end());
  CHECK(on(r618, Test::zero) == all);
  CHECK(on(r618, Test::huge_zero) == all);
  CHECK(on(r612, Test::mixedmap) == Names{"raw_remap", "raw_remap_cow", "raw_insert_in_pfnmap"});
}

TEST_CASE("PMD before 6.18: which origins notice a dropped test", "[sensitivity]") {
  const auto on = [](std::string_view arch, Test test) {
    return notices(arch, r612, Level::pmd, never(test));
  };
  CHECK(on("arm64", Test::special) == Names{"huge_raw_in_mixedmap"});
  // Nobody makes raw huge entries where PMDs have no special bit.
  for (Test test : {Test::flags, Test::mixedmap, Test::no_memmap, Test::not_cow, Test::linear})
    CHECK(on("s390", test) == Names{});
  CHECK(on("arm64", Test::devmap) == Names{"devmap_huge"});
  CHECK(on("arm64", Test::huge_zero) == Names{"huge_zero_page"});
  CHECK(on("arm64", Test::above_highest) == Names{});
}

TEST_CASE("PMD of 5.15, whose TTM asks for no bit: which origins notice a dropped test", "[sensitivity]") {
  const auto on = [](Test test) { return notices("s390", {5, 15}, Level::pmd, never(test)); };
  CHECK(on(Test::flags) == Names{"huge_raw_in_pfnmap", "huge_raw_in_mixedmap"});
  CHECK(on(Test::mixedmap) == Names{"huge_raw_in_mixedmap"});
  CHECK(on(Test::no_memmap) == Names{"huge_raw_in_mixedmap"});
  CHECK(on(Test::not_cow) == Names{"huge_raw_in_pfnmap"});
  CHECK(on(Test::linear) == Names{});
}

TEST_CASE("PMD before 6.18: which origins notice a test that always says yes", "[sensitivity]") {
  const auto on = [](Test test) { return notices("arm64", r612, Level::pmd, always(test)); };
  for (Test test : {Test::special, Test::flags, Test::devmap, Test::huge_zero, Test::above_highest}) {
    INFO(std::string(to_string(test)));
    CHECK(on(test) == Names{"huge_folio"});
  }
}

TEST_CASE("PMD since 6.18: which origins notice a changed test", "[sensitivity]") {
  const auto on = [](std::string_view arch, Release era, const Fault& fault) {
    return notices(arch, era, Level::pmd, fault);
  };
  // The rule as of 7.1 on a level without a bit: trusting one is the flaw of 6.18.
  CHECK(on("i386", r71, always(Test::branch)) == Names{"huge_zero_page_special"});
  CHECK(on("arm64", r71, never(Test::branch)) == Names{"huge_raw_in_mixedmap"});
  CHECK(on("arm64", r618, never(Test::special_flags)) ==
        Names{"huge_raw_in_pfnmap!", "huge_raw_in_mixedmap!"});
  CHECK(on("arm64", r618, never(Test::special_huge_zero)) == Names{"huge_zero_page_special!"});
  CHECK(on("arm64", r618, never(Test::special_zero)) == Names{});
  CHECK(on("i386", r71, never(Test::huge_zero)) == Names{"huge_zero_page_special"});
}
