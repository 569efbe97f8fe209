// SPDX-License-Identifier: GPL-2.0-or-later
// The explicit search: numbers of a system that other tools have counted too, shortest traces, bounds that
// are said.
#include "solver/explore/explore.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "bench/pfnmini/pfnmini.hpp"
#include "model/term/evaluate.hpp"

using namespace pfncheck;
using machine::Step;
using machine::System;
using machine::Var;

namespace {

Assignment assignment_of(const System& system, const StateValues& state) {
  Assignment values;
  for (std::size_t v = 0; v < state.size(); ++v) values[system.variables()[v].name] = state[v];
  return values;
}

/// Every step of the trace by the evaluator, which shares nothing with the search.
void replay(const System& system, const Trace& trace) {
  REQUIRE(trace.states.size() == trace.steps.size() + 1);
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const Step& step = system.steps()[trace.steps[i]];
    const Assignment before = assignment_of(system, trace.states[i]);
    CHECK(evaluate(step.guard(), before) == 1);
    for (std::size_t v = 0; v < step.after().size(); ++v)
      CHECK(evaluate(step.after()[v], before) == trace.states[i + 1][v]);
  }
  if (trace.in_step) {
    const Step& last = system.steps()[trace.steps.back()];
    const Assignment before = assignment_of(system, trace.states[trace.states.size() - 2]);
    CHECK(std::ranges::any_of(last.checks(), [&](const machine::Check& check) {
      return check.property == trace.property && evaluate(check.holds, before) == 0;
    }));
  } else {
    const Assignment end = assignment_of(system, trace.states.back());
    CHECK(std::ranges::any_of(system.invariants(), [&](const machine::Invariant& invariant) {
      return invariant.property == trace.property && evaluate(invariant.holds, end) == 0;
    }));
  }
}

/// A counter that goes up by one or two to a bound, and back to zero.
System counter(Pool& pool, unsigned bits, std::uint64_t most, unsigned padding = 0) {
  System system(pool);
  const Var count = system.variable("count", bits, 0);
  for (unsigned i = 0; i < padding; ++i) system.variable("padding " + std::to_string(i), 60, ~0ull >> 4);
  for (const unsigned by : {1U, 2U}) {
    Step up = system.step("up", {by});
    up.bound(ule(up[count] + pool.constant(bits, by), pool.constant(bits, most)));
    up.set(count, up[count] + pool.constant(bits, by));
    system.add(std::move(up));
  }
  Step reset = system.step("reset", {});
  reset.require(ne(reset[count], pool.constant(bits, 0)));
  reset.set(count, pool.constant(bits, 0));
  system.add(std::move(reset));
  return system;
}

}  // namespace

TEST_CASE("the search finds as many states of pfnmini as SPIN and Murphi do") {
  Pool pool;
  const System system = pfnmini::make_system(pool, pfnmini::Mutant::none);
  const Exploration found = explore(system, {});
  CHECK(found.complete);
  CHECK(found.states == 4'485'834);
  // 40,076,142 counts the 250 start states too.
  CHECK(found.transitions == 40'076'142 - 250);
  CHECK(found.failures.empty());
  for (const StepCount& count : found.steps) CHECK(count.taken > 0);
  for (const auto& [property, premise] : found.premises) CHECK(premise.times > 0);
  CHECK(found.bytes / found.states < 5);
}

TEST_CASE("each mutant of pfnmini fails without a special bit, and its traces replay") {
  for (const auto mutant : {pfnmini::Mutant::partial_cow_remap, pfnmini::Mutant::remap_into_mixedmap}) {
    Pool pool;
    const System system = pfnmini::make_system(pool, mutant);
    ExploreOptions options;
    options.stop_at_first = true;
    const Exploration found = explore(system, options);
    CHECK_FALSE(found.complete);
    REQUIRE_FALSE(found.failures.empty());
    for (const Trace& trace : found.failures) {
      INFO(trace.property);
      CHECK(assignment_of(system, trace.states.front())["special bit"] == 0);
      replay(system, trace);
    }
    CHECK(found.failures.front().steps.size() == (mutant == pfnmini::Mutant::partial_cow_remap ? 2 : 3));
  }
}

TEST_CASE("states of more than one word are told apart, and the shortest way is found") {
  // 8, 68, 128 and 248 bits.
  for (const unsigned padding : {0U, 1U, 2U, 4U}) {
    Pool pool;
    System system = counter(pool, 8, 200, padding);
    const Term count = system[Var{0}];
    system.add({"never 101", ne(count, pool.constant(8, 101)), eq(count, pool.constant(8, 100))});
    const Exploration found = explore(system, {});
    CHECK(found.complete);
    CHECK(found.states == 201);
    CHECK(found.depth == 100);
    CHECK(found.cut > 0);
    CHECK(found.premises.begin()->second.times == 1);
    REQUIRE(found.failures.size() == 1);
    CHECK(found.failures.front().steps.size() == 51);
    replay(system, found.failures.front());
  }
}

TEST_CASE("a check that fails in a step ends its trace with that step") {
  Pool pool;
  System system = counter(pool, 4, 9);
  Step drop = system.step("drop", {});
  const Var count{0};
  drop.check("nothing is dropped at zero", ne(drop[count], pool.constant(4, 0)));
  drop.set(count, drop[count] - pool.constant(4, 1));
  system.add(std::move(drop));
  const Exploration found = explore(system, {});
  REQUIRE(found.failures.size() == 1);
  CHECK(found.failures.front().in_step);
  CHECK(found.failures.front().steps.size() == 1);
  replay(system, found.failures.front());
}

TEST_CASE("a search that may not keep more states says so") {
  Pool pool;
  const System system = counter(pool, 32, 4'000'000);
  ExploreOptions options;
  options.most_states = 1000;
  const Exploration found = explore(system, options);
  CHECK_FALSE(found.complete);
  CHECK(found.reason == "more than 1000 states");
  CHECK(found.states < 4000);
}
