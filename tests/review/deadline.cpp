// SPDX-License-Identifier: GPL-2.0-or-later
// The end of a whole call: what is not decided by then is said to be open, and nothing is said to hold.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "lift/tree/files.hpp"
#include "props/property.hpp"
#include "review/review.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

std::shared_ptr<Deadline> one_that_is_over() {
  auto deadline = std::make_shared<Deadline>(0.001);
  while (!deadline->over()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return deadline;
}

}  // namespace

TEST_CASE("a deadline that waits for a row to be prepared does not come") {
  Deadline deadline(0.05);
  const Deadline::Pause pause(&deadline);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const bool was_over = deadline.over();  // on a machine that stood still it came before the pause
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  CHECK(deadline.over() == was_over);
}

TEST_CASE("what a deadline cuts off is open, and says so", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.check.tree = *tree;
  request.check.archs = {find_arch("x86_64")};
  for (const Property& p : properties()) request.check.properties.push_back(&p);
  request.patch = folder.path() + "/late.diff";
  write_file(request.patch, test::one_line_patch(*tree, "mm/memory.c", "if (likely(!pte_special(pte)))",
                                                 "if (!pte_special(pte))"));
  ReviewOptions options;
  options.cache = test::environment("PFNCHECK_CACHE");
  options.deadline = one_that_is_over();
  options.budget.late = &options.deadline->over();
  options.budget.deadline = options.deadline->seconds();
  Report late = review_patch(request, options);
  finish(late);
  INFO(test::told(late));
  CHECK(late.exit_code == 3);
  REQUIRE_FALSE(late.not_checked.empty());
  CHECK_THAT(late.not_checked.front().why, Catch::Contains("deadline of 0.001 s"));
  CHECK(
      std::ranges::none_of(late.results, [](const ResultRecord& r) { return r.verdict == Outcome::holds; }));
  CHECK(std::ranges::none_of(late.changes, [](const ChangeRecord& c) { return c.meaning == Meaning::same; }));
  // Nothing of it was kept: with time the same patch is answered.
  options.deadline.reset();
  options.budget = Budget{};
  Report whole = review_patch(request, options);
  finish(whole);
  CHECK(whole.exit_code == 0);
}

}  // namespace pfncheck
