// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/public, made like a public patch, on the installed 6.12: the exit code is what a
// reviewer who knows everything would say, and functions mean what the script says of them. Of a known gap
// what is printed today is held, so that it is seen when it closes.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "lift/tree/files.hpp"
#include "model/arch/rows.hpp"
#include "report/exit_code.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"

namespace pfncheck {
namespace {

const char* variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

Report review(const edit::Script& script, const std::string& tree) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/made.patch";
  write_file(request.patch, edit::make_patch(script, tree));
  request.check.tree = tree;
  request.check.archs = {find_arch("x86_64"), find_arch("arm64"), find_arch("arm")};
  for (const std::string& row : script.also) request.check.archs.push_back(find_arch(row));
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  ReviewOptions options;
  options.cache = variable("PFNCHECK_CACHE");
  Report report = review_patch(request, options);
  report.command = "patch";
  finish(report);
  return report;
}

/// Functions that mean something else somewhere, or of which nobody knows.
std::set<std::string> with_meaning(const Report& report, Meaning meaning) {
  std::set<std::string> names;
  for (const ChangeRecord& change : report.changes)
    if (change.meaning == meaning) names.insert(change.function);
  return names;
}

std::string text_of(const Report& report) {
  std::string text;
  for (const ChangeRecord& c : report.changes)
    if (c.meaning != Meaning::same)
      text += fmt::format("{} {}: {} {}\n", c.arch, c.function,
                          c.meaning == Meaning::different ? "different" : "not decided", c.reason);
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) text += fmt::format("{} {}: NEW {}\n", r.arch, r.rule, r.property);
  for (const NotChecked& n : report.not_checked) text += fmt::format("{} {}: {}\n", n.arch, n.what, n.why);
  return text;
}

bool is_new(const Report& report, const std::string& rule, const std::string& row,
            const std::string& property) {
  return std::ranges::any_of(report.results, [&](const ResultRecord& r) {
    return r.delta == Delta::new_ && r.rule == rule && r.arch == row && r.property == property;
  });
}

void review_part(unsigned part, unsigned parts) {
  const char* tree = variable("PFNCHECK_KERNEL_6_12");
  if (tree == nullptr || variable("PFNCHECK_CACHE") == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  unsigned index = 0, gaps = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/public")) {
    if (index++ % parts != part) continue;
    const Report report = review(script, tree);
    INFO(script.name << "\n" << text_of(report));
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
