// SPDX-License-Identifier: GPL-2.0-or-later
// A series on the installed kernel sources: a verdict for each patch and for the whole.
#include <algorithm>
#include <catch2/catch.hpp>

#include "lift/tree/files.hpp"
#include "report/exit_code.hpp"
#include "report/text.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

using Catch::Matchers::Contains;

using test::environment;

bool is_ready() {
  const bool ready =
      environment("PFNCHECK_KERNEL_6_12") != nullptr && environment("PFNCHECK_CACHE") != nullptr;
  if (!ready) WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
  return ready;
}

std::string diff_of(const std::string& script) {
  return edit::make_patch(edit::read_script(PFNCHECK_SOURCE_DIR "/tests/patches/" + script + ".toml"),
                          environment("PFNCHECK_KERNEL_6_12"));
}

/// The diff that takes it back. Its hunks change lines only.
std::string reversed(const std::string& diff) {
  std::string out, removed, added;
  const auto flush = [&] {
    out += removed + added;
    removed.clear();
    added.clear();
  };
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = diff.find('\n', at) + 1;
    std::string line = diff.substr(at, end - at);
    at = end;
    if (line.starts_with("@@ -")) {
      const std::size_t plus = line.find(" +"), tail = line.find(" @@");
      flush();
      out += "@@ -" + line.substr(plus + 2, tail - plus - 2) + " +" + line.substr(4, plus - 4) +
             line.substr(tail);
    } else if (line.starts_with("-") && !line.starts_with("--- ")) {
      added += "+" + line.substr(1);
    } else if (line.starts_with("+") && !line.starts_with("+++ ")) {
      removed += "-" + line.substr(1);
    } else {
      flush();
      out += line;
    }
  }
  flush();
  return out;
}

std::string mail(unsigned number, unsigned of, const std::string& title, const std::string& diff) {
  return "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\n"
         "Subject: [PATCH " +
         std::to_string(number) + "/" + std::to_string(of) + "] " + title + "\n\nWhy.\n---\n" + diff +
         "-- \n2.39.5\n\n";
}

Report review(const std::string& mails, const std::vector<const ArchRow*>& rows) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/series.mbox";
  write_file(request.patch, mails);
  request.check.tree = environment("PFNCHECK_KERNEL_6_12");
  request.check.archs = rows;
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  ReviewOptions options;
  options.cache = environment("PFNCHECK_CACHE");
  Report report = review_patch(request, options);
  finish(report);
  return report;
}

std::string gup_comment() {
  return diff_of("comment_above_the_rule");
}

}  // namespace

TEST_CASE("each patch of a series has its verdict, and a violation the patch that makes it",
          "[kernel][series]") {
  if (!is_ready()) return;
  const Report report = review(mail(1, 2, "mm: words", gup_comment()) +
                                   mail(2, 2, "mm: drop the test", diff_of("pte_zero_page_test_dropped")),
                               {find_arch("arm")});
  REQUIRE(report.patches.size() == 2);
  CHECK(report.patches[0].exit_code == 0);
  CHECK(report.patches[0].results.empty());
  CHECK(report.patches[1].exit_code == 1);
  CHECK(report.patches[1].summary.new_violations == report.summary.new_violations);
  CHECK(report.summary.new_violations > 0);
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) CHECK(r.patch == 2);
  const std::string text = to_text(report, {});
  CHECK_THAT(text, Contains("patch   2/2 mm: drop the test"));
  CHECK_THAT(text, Contains("  1/2 mm: words\n      nothing changes in what is checked\n"));
}

TEST_CASE("a patch that breaks what a later one mends is told, though the whole is clean",
          "[kernel][series]") {
  if (!is_ready()) return;
  const std::string drop = diff_of("pte_zero_page_test_dropped");
  const Report report =
      review(mail(1, 2, "mm: drop the test", drop) + mail(2, 2, "mm: put it back", reversed(drop)),
             {find_arch("arm")});
  CHECK(report.summary.new_violations == 0);
  REQUIRE(report.patches.size() == 2);
  CHECK(report.patches[0].summary.new_violations > 0);
  CHECK(report.patches[1].summary.fixed == report.patches[0].summary.new_violations);
  CHECK(report.exit_code == 1);
  const std::string text = to_text(report, {});
  CHECK_THAT(text, Contains("by patch 1/2 mm: drop the test, and gone at the end of the series:"));
}

TEST_CASE("a single patch has no verdicts beside its own", "[kernel][series]") {
  if (!is_ready()) return;
  CHECK(review(mail(1, 1, "mm: words", gup_comment()), {find_arch("arm")}).patches.empty());
}

}  // namespace pfncheck
