// SPDX-License-Identifier: GPL-2.0-or-later
// `check` of the newest kernel: everything is answered, and what is refuted is known to be true of it.
// PFNCHECK_KERNEL_NEWEST names the folder that `scripts/kernel newest` prints, whatever its release is.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "model/arch/rows.hpp"
#include "props/property.hpp"
#include "review/review.hpp"

namespace pfncheck {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT
  return value != nullptr ? value : "";
}

}  // namespace

TEST_CASE("the newest kernel is answered, and refuted only in what is known of it", "[kernel]") {
  const std::string tree = variable("PFNCHECK_KERNEL_NEWEST"), cache = variable("PFNCHECK_CACHE");
  if (tree.empty() || cache.empty()) {
    WARN("skipped: set PFNCHECK_KERNEL_NEWEST and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  CheckRequest request;
  request.tree = tree;
  for (const ArchRow& row : arch_rows())
    if (row.buildable && (variable("PFNCHECK_SWEEP") == "all" || row.name == "x86_64" ||
                          row.name == "arm64" || row.name == "arm"))
      request.archs.push_back(&row);
  for (const Property& property : properties()) request.properties.push_back(&property);
  ReviewOptions options;
  options.cache = cache;
  const Report report = check_tree(request, options);
  CHECK(report.messages.empty());
  CHECK(std::ranges::none_of(report.not_checked, &NotChecked::counts));
  for (const ArchRow* row : request.archs) {
    const auto is_held = [&](const ResultRecord& r) {
      return r.arch == row->name && r.verdict == Outcome::holds;
    };
    INFO(row->name);
    CHECK(std::ranges::count_if(report.results, is_held) >= 10);
  }
  for (const ResultRecord& r : report.results) {
    INFO(r.property << " " << r.arch << " " << r.origin << " " << r.note << " " << r.reason);
    CHECK((r.verdict == Outcome::holds || r.verdict == Outcome::not_applicable ||
           (r.verdict == Outcome::refuted && !r.known_hole.empty())));
  }
}

}  // namespace pfncheck
