// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/public, made like a public patch, on the installed 6.12: the exit code is what a
// reviewer who knows everything would say, and functions mean what the script says of them. Of a known gap
// what is printed today is held, so that it is seen when it closes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/review/made_patch.hpp"
#include "tests/review/report_words.hpp"

namespace pfncheck {
namespace {

/// Functions that mean something else somewhere, or of which nobody knows.
std::set<std::string> with_meaning(const Report& report, Meaning meaning) {
  std::set<std::string> names;
  for (const ChangeRecord& change : report.changes)
    if (change.meaning == meaning) names.insert(change.function);
  return names;
}

bool is_new(const Report& report, const std::string& rule, const std::string& row,
            const std::string& property) {
  return std::ranges::any_of(report.results, [&](const ResultRecord& r) {
    return r.delta == Delta::new_ && r.rule == rule && r.arch == row && r.property == property;
  });
}

void review_part(unsigned part, unsigned parts) {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  unsigned index = 0, gaps = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/public")) {
    if (index++ % parts != part) continue;
    const Report report = test::review_made(script, *tree, test::rows_for(script), test::Asked::all);
    INFO(script.name << "\n" << test::told(report));
    CHECK(test::unexplained_words(report) == std::vector<std::string>{});
    REQUIRE_FALSE(script.exits.empty());
    const std::vector<unsigned>& expected = script.not_yet.empty() ? script.exits : script.not_yet;
    CHECK(std::ranges::count(expected, static_cast<unsigned>(report.exit_code)) == 1);
    gaps += script.not_yet.empty() ? 0 : 1;
    const std::set<std::string> differ = with_meaning(report, Meaning::different);
    if (!script.not_yet.empty()) continue;
    for (const std::string& name : script.same) CHECK_FALSE(differ.contains(name));
    for (const std::string& name : script.differ) CHECK(differ.contains(name));
    for (const edit::Expectation& e : script.fresh)
      for (const std::string& row : e.rows)
        for (const std::string& property : e.properties) CHECK(is_new(report, e.rule, row, property));
    if (script.fresh.empty())
      CHECK(
          std::ranges::none_of(report.results, [](const ResultRecord& r) { return r.delta == Delta::new_; }));
  }
  CHECK(index == 24);
  CHECK(gaps <= 4);
}

}  // namespace

TEST_CASE("public patches are judged right, first third", "[kernel]") {
  review_part(0, 3);
}
TEST_CASE("public patches are judged right, second third", "[kernel]") {
  review_part(1, 3);
}
TEST_CASE("public patches are judged right, last third", "[kernel]") {
  review_part(2, 3);
}

}  // namespace pfncheck
