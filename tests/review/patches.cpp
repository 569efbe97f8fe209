// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/patches, as a patch on the installed kernel sources: new violations on exactly
// the rows and properties that the script names, and no others.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>
#include <tuple>

#include "cli/review.hpp"
#include "lift/tree/files.hpp"
#include "report/exit_code.hpp"
#include "tests/patches/edit_script.hpp"

namespace pfncheck {
namespace {

using NewViolation = std::tuple<std::string, std::string, std::string>;  // rule, row, property

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

/// Three rows that differ in what matters: special bits at all levels, none at all, PTE only with a range of
/// zero pages. PFNCHECK_SWEEP=all: every row.
std::vector<const ArchRow*> rows_to_review() {
  if (environment("PFNCHECK_SWEEP") == nullptr)
    return {find_arch("x86_64"), find_arch("arm"), find_arch("s390")};
  std::vector<const ArchRow*> rows;
  for (const ArchRow& row : arch_rows())
    if (row.buildable) rows.push_back(&row);
  return rows;
}

bool holds_for(const edit::Expectation& e, const std::string& release) {
  return e.releases.empty() || std::find(e.releases.begin(), e.releases.end(), release) != e.releases.end();
}

std::set<NewViolation> expected(const edit::Script& script, const std::string& release,
                                const std::vector<const ArchRow*>& rows) {
  std::set<NewViolation> all;
  for (const edit::Expectation& e : script.fresh) {
    if (!holds_for(e, release)) continue;
    for (const std::string& row : e.rows)
      if (std::any_of(rows.begin(), rows.end(), [&](const ArchRow* r) { return r->name == row; }))
        for (const std::string& property : e.properties) all.emplace(e.rule, row, property);
  }
  return all;
}

std::set<NewViolation> found(const Report& report) {
  std::set<NewViolation> all;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) all.emplace(r.rule, r.arch, r.property);
  return all;
}

std::string text_of(const std::set<NewViolation>& all) {
  std::string text;
  for (const auto& [rule, row, property] : all) text += fmt::format("{} {} {}\n", rule, row, property);
  return text;
}

Report review(const edit::Script& script, const std::string& tree, const std::vector<const ArchRow*>& rows) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/made.patch";
  write_file(request.patch, edit::make_patch(script, tree));
  request.check.tree = tree;
  request.check.archs = rows;
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  ReviewOptions options;
  options.cache = environment("PFNCHECK_CACHE");
  Report report = review_patch(request, options);
  report.command = "patch";
  finish(report);
  return report;
}

/// Whether some row compiles every file that the script changes.
bool is_of_rows(const edit::Script& script, const std::vector<const ArchRow*>& rows) {
  return std::all_of(script.edits.begin(), script.edits.end(), [&](const edit::Edit& e) {
    if (!e.file.starts_with("arch/")) return true;
    return std::any_of(rows.begin(), rows.end(), [&](const ArchRow* r) {
      return e.file.starts_with(fmt::format("arch/{}/", r->kbuild_arch == "x86_64" ? "x86" : r->kbuild_arch));
    });
  });
}

void check_meanings(const edit::Script& script, const Report& report) {
  const auto different = std::count_if(report.changes.begin(), report.changes.end(),
                                       [](const ChangeRecord& c) { return c.meaning == Meaning::different; });
  const auto unknown = std::count_if(report.changes.begin(), report.changes.end(),
                                     [](const ChangeRecord& c) { return c.meaning == Meaning::unknown; });
  CHECK(unknown == 0);
  if (script.verdict == "same") CHECK(different == 0);
  if (!found(report).empty()) CHECK(different > 0);
}

void review_all(const char* kernel, unsigned part, unsigned parts) {
  const char* tree = environment(kernel);
  if (tree == nullptr || environment("PFNCHECK_CACHE") == nullptr) {
    WARN("skipped: set " << kernel << " and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const std::vector<const ArchRow*> rows = rows_to_review();
  const std::string release = edit::release_of(tree);
  unsigned index = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/patches")) {
    if (!edit::is_for(script, release) || index++ % parts != part) continue;
    INFO(script.name << " on " << release);
    const Report report = review(script, tree, rows);
    CHECK(text_of(found(report)) == text_of(expected(script, release, rows)));
    // A header of an architecture that is not among the rows stays open.
    const int otherwise = report.summary.lines_not_looked_at == 0 ? 0 : 3;
    CHECK(report.exit_code == (found(report).empty() ? otherwise : 1));
    if (is_of_rows(script, rows)) CHECK(report.summary.lines_not_looked_at == 0);
    check_meanings(script, report);
  }
  CHECK(index >= 28);
}

}  // namespace

TEST_CASE("first half of the made patches on 6.12", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_12", 0, 2);
}
TEST_CASE("second half of the made patches on 6.12", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_12", 1, 2);
}
TEST_CASE("first half of the made patches on 6.1", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_1", 0, 2);
}
TEST_CASE("second half of the made patches on 6.1", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_1", 1, 2);
}

}  // namespace pfncheck
