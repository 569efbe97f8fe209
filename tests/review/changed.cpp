// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/changed on the installed 6.12: refactors of functions that no rule is about are
// the same, faults are different, and an exit that leaves something is NEW. Of a known gap what is printed
// today is held, so that it is seen when it closes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "review/row.hpp"
#include "tests/review/made_patch.hpp"
#include "tests/review/report_words.hpp"

#include "lift/lockstep/lockstep.hpp"
#include "lift/tree/kbuild_unit.hpp"

namespace pfncheck {
namespace {

const std::map<std::string, int> exits = {{"same", 0}, {"different", 3}, {"unbalanced", 1}};

bool is_unbalanced(const Report& report, const std::string& what) {
  return std::ranges::any_of(report.results, [&](const ResultRecord& r) {
    return r.delta == Delta::new_ && r.property == "exit_is_balanced" && r.witness &&
           r.witness->after.starts_with(what + ":");
  });
}

bool is_different(const Report& report) {
  return std::ranges::any_of(report.changes,
                             [](const ChangeRecord& c) { return c.meaning == Meaning::different; });
}

void review_part(unsigned part, unsigned parts) {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  unsigned index = 0, gaps = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/changed")) {
    if (index++ % parts != part) continue;
    std::vector<const ArchRow*> rows = {find_arch("x86_64")};
    if (!script.also.empty()) rows = {find_arch(script.also.front())};
    const Report report = test::review_made(script, *tree, rows, test::Asked::all);
    INFO(script.name << "\n" << test::told(report));
    CHECK(test::unexplained_words(report) == std::vector<std::string>{});
    if (!script.not_yet.empty()) {
      ++gaps;
      CHECK(std::ranges::count(script.not_yet, static_cast<unsigned>(report.exit_code)) == 1);
      continue;
    }
    CHECK(report.exit_code == exits.at(script.verdict));
    if (script.verdict == "different") CHECK(is_different(report));
    if (script.verdict == "unbalanced") CHECK(is_unbalanced(report, script.unbalanced));
  }
  CHECK(index >= 70);
  CHECK(gaps <= 4);
}

}  // namespace

TEST_CASE("edits of any function are judged right, first half", "[kernel]") {
  review_part(0, 2);
}
TEST_CASE("edits of any function are judged right, second half", "[kernel]") {
  review_part(1, 2);
}

TEST_CASE("every function of a unit is the same as itself", "[kernel]") {
  const char* folder = test::environment("PFNCHECK_KERNEL_6_12");
  const char* cache = test::environment("PFNCHECK_CACHE");
  if (folder == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const KernelTree tree = KernelTree::open(folder, cache);
  for (const char* row : {"x86_64", "arm"}) {
    const KbuildUnit unit = kbuild_unit(tree, prepare(tree, *find_arch(row), cache, {}), "mm/gup.c");
    REQUIRE(unit.prepared);
    const SideUnit side = compile_side(tree, *unit.prepared, "mm/gup.c", nullptr, cache);
    const Module before = Module::read(side.compiled.bitcode), after = Module::read(side.compiled.bitcode);
    std::vector<std::string> differ;
    const std::vector<FunctionText> functions = before.functions(tree.root());
    for (const FunctionText& f : functions)
      if (!in_lockstep(before, f.name, after, f.name, {}).same) differ.push_back(f.name);
    CHECK(functions.size() > 250);
    CHECK(differ == std::vector<std::string>{});
  }
}

}  // namespace pfncheck
