// SPDX-License-Identifier: GPL-2.0-or-later
// Why two kernels answer differently: with reference rules in the place of lifted ones, so that every
// difference is known, and with one of them changed, so that it is not.
#include "review/known_changes.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "model/arch/rows.hpp"
#include "model/functions/vm_normal_page/questions.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

struct Found {
  std::size_t rows = 0;
  std::set<std::string> sources;
};

Found found(const Rule& before, const Rule& after, bool before_debugs = false) {
  const auto engine = make_z3();
  const Table table = difference_table(before, after, *engine, Budget{});
  CHECK(table.complete);
  Found all;
  all.rows = table.cubes.size();
  for (const auto& row : reasons_of(table, {before, after, before_debugs, false}, *engine, Budget{})) {
    CHECK_FALSE(row.empty());
    for (const Cause& cause : row) all.sources.insert(cause.source);
  }
  return all;
}

Facts facts_in(std::string_view arch, Release release) {
  Facts facts = facts_of(*find_arch(arch), release);
  facts.devmap = false;
  return facts;
}

bool one_has(const std::set<std::string>& texts, std::string_view word) {
  return std::ranges::any_of(texts, [&](const std::string& t) { return t.find(word) != std::string::npos; });
}

}  // namespace

TEST_CASE("differences of two kernels are led back to the changes of core mm between them", "[known]") {
  Pool pool;
  const auto rule = [&](const Facts& facts, Level level) { return reference(pool, facts, level); };
  const Facts old = facts_in("arm", {6, 1}), arm = facts_in("arm", {6, 12}),
              arm_new = facts_in("arm", {7, 3});

  const Found zero = found(rule(old, Level::pte), rule(arm, Level::pte));
  CHECK(zero.rows == 1);
  CHECK(zero.sources.size() == 1);
  CHECK(one_has(zero.sources, "fce831c92092"));

  const Found highest = found(rule(arm, Level::pte), rule(arm_new, Level::pte));
  CHECK(highest.sources.size() == 1);
  CHECK(one_has(highest.sources, "__vm_normal_page"));
  CHECK(found(rule(old, Level::pte), rule(arm_new, Level::pte)).sources.size() == 2);
  CHECK(found(rule(arm_new, Level::pte), rule(arm_new, Level::pte)).rows == 0);

  Facts by_pte = facts_in("i386", {6, 18}), by_level = facts_in("i386", {7, 1});
  by_pte.lookup_hook = by_level.lookup_hook = false;
  const Found level = found(rule(by_pte, Level::pmd), rule(by_level, Level::pmd));
  CHECK(level.sources.size() == 1);
  CHECK(one_has(level.sources, "af38538801c6"));
}

TEST_CASE("a difference that no known change makes is said to have no cause", "[known]") {
  Pool pool;
  const Facts facts = facts_in("arm", {7, 3});
  const Rule right = reference(pool, facts, Level::pte);
  const Rule wrong = reference_with(pool, facts, Level::pte, std::array{never(Test::linear)});
  const Found unknown = found(right, wrong);
  CHECK(unknown.rows > 0);
  CHECK(unknown.sources == std::set<std::string>{""});

  Rule warns = right;
  warns.out.reported = warns.out.reported | (warns.out.page & warns.in.pfnmap);
  CHECK(found(warns, right).sources == std::set<std::string>{""});
  CHECK(one_has(found(warns, right, true).sources, "VM_WARN_ON_ONCE"));
}
