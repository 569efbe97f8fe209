// SPDX-License-Identifier: GPL-2.0-or-later
// What was decided of a claim is found again by what the claim says, and by nothing else.
#include <catch2/catch.hpp>

#include "lift/tree/files.hpp"
#include "review/function/known_claims.hpp"

namespace pfncheck {
namespace {

Claim below(Pool& pool, std::uint64_t limit) {
  const Term x = pool.var("x", 8), y = pool.var("y", 8);
  const Term fails = !ult(x + y, pool.constant(8, limit));
  return {"sum_is_small", pool.boolean(true), fails, pool.boolean(false), ""};
}

}  // namespace

TEST_CASE("what a deadline or a signal cuts short is not kept") {
  const TemporaryFolder folder("/tmp");
  std::atomic<bool> late = false, stop = false;
  Budget budget;
  budget.late = &late;
  budget.stop = &stop;
  const Memo memo(folder.path(), budget);
  memo.store("in time", "answer");
  late = true;
  memo.store("late", "half an answer");
  late = false;
  stop = true;
  memo.store("stopped", "half an answer");
  CHECK(memo.find("in time") == "answer");
  CHECK_FALSE(memo.find("late"));
  CHECK_FALSE(memo.find("stopped"));
}

TEST_CASE("a claim that says the same is not decided again, whatever pool it is in") {
  const TemporaryFolder folder("/tmp");
  const Memo memo(folder.path());
  const Budget budget;
  Pool first, second;
  first.var("z", 8);  // another order of construction
  const auto question = [&](Pool& pool, std::uint64_t limit, const Unknowns& unknowns, const Budget& within) {
    return question_of(below(pool, limit), {pool.var("x", 8)}, unknowns, within);
  };
  const std::string asked = question(first, 7, {}, budget);
  CHECK_FALSE(known_verdict(memo, asked).has_value());
  keep_verdict(memo, asked, {Outcome::refuted, "", {{"x", 250}, {"y", 1}}});

  CHECK(question(second, 7, {}, budget) == asked);
  const auto found = known_verdict(memo, question(second, 7, {}, budget));
  REQUIRE(found.has_value());
  CHECK(found->outcome == Outcome::refuted);
  CHECK(found->values == Assignment{{"x", 250}, {"y", 1}});

  CHECK(question(second, 8, {}, budget) != asked);
  CHECK(question(second, 7, {second.var("y", 8)}, budget) != asked);
  Budget more;
  more.seconds = 2 * budget.seconds;
  CHECK(question(second, 7, {}, more) != asked);
}

TEST_CASE("what a larger budget could decide is asked again") {
  const TemporaryFolder folder("/tmp");
  const Memo memo(folder.path());
  for (const Outcome open : {Outcome::unknown, Outcome::error}) {
    keep_verdict(memo, "a question", {open, "budget of 10 s", {}});
    CHECK_FALSE(known_verdict(memo, "a question").has_value());
  }
  keep_verdict(memo, "a question", {Outcome::holds, "", {}});
  CHECK(known_verdict(memo, "a question").has_value());
}

}  // namespace pfncheck
