// SPDX-License-Identifier: GPL-2.0-or-later
// Which inputs a counterexample does not need.
#include <catch2/catch.hpp>

#include "solver/check/claim.hpp"

namespace pfncheck {

using Names = std::set<std::string>;

TEST_CASE("an input is free if it fails whatever that is, with the others as they are", "[claim]") {
  Pool pool;
  const Term a = pool.var("a", 32), b = pool.var("b", 8), c = pool.var("c", 8), flag = pool.var("flag", 0);
  const std::vector<Term> inputs{a, b, c, flag};
  const auto engine = make_z3();
  const auto free = [&](Term fails, const Assignment& values, const Budget& budget = {}) {
    REQUIRE(evaluate(fails, values) == 1);
    return free_inputs("test", fails, inputs, values, *engine, budget);
  };
  const auto byte = [&](std::uint64_t value) { return pool.constant(8, value); };
  const Assignment values{{"a", 3}, {"b", 0}, {"c", 1}, {"flag", 1}};
  CHECK(free(eq(a, pool.constant(32, 3)), values) == Names{"b", "c", "flag"});
  // Either is enough, so one of the two stays: the first.
  CHECK(free(eq(b, byte(0)) | eq(c, byte(1)), values) == Names{"a", "c", "flag"});
  CHECK(free(eq(b + c, byte(1)) & flag, values) == Names{"a"});
  CHECK(free(ule(c, b + byte(1)), values) == Names{"a", "flag"});
  CHECK(free(pool.boolean(true), values) == Names{"a", "b", "c", "flag"});
  // What is no input stays as it is.
  const Term other = pool.var("other", 8);
  CHECK(free(ule(b, other), {{"a", 0}, {"b", 0}, {"c", 0}, {"flag", 0}, {"other", 255}}) ==
        Names{"a", "b", "c", "flag"});
  const std::atomic<bool> late = true;
  Budget none;
  none.late = &late;
  CHECK(free(eq(a, pool.constant(32, 3)), values, none) == Names{});
}

}  // namespace pfncheck
