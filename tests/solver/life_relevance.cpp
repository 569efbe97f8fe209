// SPDX-License-Identifier: GPL-2.0-or-later
// Of a start a trace shows what it hangs on.
#include <catch2/catch.hpp>

#include "solver/life/relevance.hpp"

using namespace pfncheck;
using machine::System;
using machine::Var;

TEST_CASE("a start variable matters where another value ends the trace or mends it") {
  Pool pool;
  System system(pool);
  const Var allowed = system.free_variable("allowed", 0);      // without it the step cannot be taken
  const Var step_size = system.free_variable("step_size", 2);  // with another one nothing fails
  const Var colour = system.free_variable_of("colour", {"red", "green", "blue"});
  const Var count = system.variable("count", 3, 0);
  machine::Step go = system.step("go", {});
  go.require(go[allowed]);
  go.set(count, go[count] + zext(go[step_size], 3));
  system.add(std::move(go));
  const Term bad = eq(system[count], pool.constant(3, 3));
  system.add(machine::Invariant{"count_is_not_three", ~bad, pool.boolean(true)});
  Trace trace;
  trace.property = "count_is_not_three";
  trace.steps = {0};
  trace.states = {{1, 3, 2, 0}, {1, 3, 2, 3}};
  const std::vector<bool> matters = starts_that_matter(system, trace);
  CHECK(matters[allowed.index]);
  CHECK(matters[step_size.index]);
  CHECK_FALSE(matters[colour.index]);
  CHECK_FALSE(matters[count.index]);
}
