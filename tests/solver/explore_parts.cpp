// SPDX-License-Identifier: GPL-2.0-or-later
// Searching states apart that no step connects, on any number of threads, says what the search by levels
// says.
#include <catch2/catch.hpp>
#include <limits>

#include "bench/pfnmini/pfnmini.hpp"
#include "solver/explore/explore.hpp"

using namespace pfncheck;
using machine::System;
using machine::Var;

namespace {

constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

void check_same(const Exploration& a, const Exploration& b) {
  CHECK(a.complete == b.complete);
  CHECK(a.reason == b.reason);
  CHECK(a.states == b.states);
  CHECK(a.transitions == b.transitions);
  CHECK(a.cut == b.cut);
  CHECK(a.depth == b.depth);
  CHECK(a.starts == b.starts);
  CHECK(a.configurations == b.configurations);
  CHECK(a.consulted == b.consulted);
  REQUIRE(a.steps.size() == b.steps.size());
  for (std::size_t s = 0; s < a.steps.size(); ++s) {
    CHECK(a.steps[s].taken == b.steps[s].taken);
    CHECK(a.steps[s].cut == b.steps[s].cut);
  }
  REQUIRE(a.premises.size() == b.premises.size());
  for (const auto& [property, premise] : a.premises) {
    CHECK(premise.times == b.premises.at(property).times);
    CHECK(premise.on == b.premises.at(property).on);
  }
  REQUIRE(a.failures.size() == b.failures.size());
  for (std::size_t i = 0; i < a.failures.size(); ++i) {
    CHECK(a.failures[i].property == b.failures[i].property);
    CHECK(a.failures[i].steps == b.failures[i].steps);
    CHECK(a.failures[i].states == b.failures[i].states);
    CHECK(a.failures[i].in_step == b.failures[i].in_step);
    CHECK(a.failures[i].from == b.failures[i].from);
  }
}

/// Apart from the beginning, later, and on several threads.
void check_parts(const System& system, ExploreOptions options) {
  options.apart_from = never;
  const Exploration by_levels = explore(system, options);
  for (const std::uint64_t from : {1, 300, 3000}) {
    for (const unsigned threads : {1U, 2U, 5U}) {
      INFO("from " << from << " states on, " << threads << " threads");
      options.apart_from = from;
      options.threads = threads;
      check_same(explore(system, options), by_levels);
    }
  }
}

/// `limit` and `kind` never change; a count goes up to 60 by steps of 1 or `kind`.
System counters(Pool& pool) {
  System system(pool);
  const Var limit = system.free_variable("limit", 4), kind = system.free_variable("kind", 2),
            count = system.variable("count", 6, 0);
  machine::Step up = system.step("up", {});
  up.bound(ult(up[count], pool.constant(6, 60)));
  up.check("limits hold", ule(up[count], zext(up[limit], 6) + pool.constant(6, 12)));
  up.set(count, up[count] + pool.constant(6, 1));
  system.add(std::move(up));
  machine::Step leap = system.step("leap", {});
  leap.require(ult(leap[count], pool.constant(6, 56)));
  leap.set(count, leap[count] + zext(leap[kind], 6));
  system.add(std::move(leap));
  return system;
}

}  // namespace

TEST_CASE("states that no step connects are counted apart as they are together") {
  for (const pfnmini::Size size : {pfnmini::Size{1, 1, 2}, {1, 2, 2}, {1, 2, 3}}) {
    Pool pool;
    check_parts(pfnmini::make_system(pool, pfnmini::Mutant::none, size), {});
  }
}

TEST_CASE("failures are those of the search by levels, with its traces") {
  for (const auto mutant : {pfnmini::Mutant::partial_cow_remap, pfnmini::Mutant::remap_into_mixedmap}) {
    Pool pool;
    const System system = pfnmini::make_system(pool, mutant, {1, 2, 2});
    check_parts(system, {});
    ExploreOptions options;
    options.stop_at_first = true;
    check_parts(system, options);
  }
}

TEST_CASE("a property that failed before goes on failing from other start states") {
  Pool pool;
  System system = counters(pool);
  check_parts(system, {});
  // Fails early, and late from other starts: only which ones is still to be found.
  const Term limit = system[Var{0}], kind = system[Var{1}], count = system[Var{2}];
  system.add({"late", ~eq(count, pool.constant(6, 59)) | ~eq(kind, pool.constant(2, 3)), pool.boolean(true)});
  system.add({"early and late",
              ~(eq(count, pool.constant(6, 1)) & eq(limit, pool.constant(4, 0))) &
                  ~(eq(count, pool.constant(6, 50)) & eq(limit, pool.constant(4, 9))),
              pool.boolean(true)});
  check_parts(system, {});
}

TEST_CASE("a search that may not keep more states ends where the search by levels does") {
  for (const std::uint64_t most : {500, 2000, 4181, 4182}) {
    Pool pool;
    const System system = pfnmini::make_system(pool, pfnmini::Mutant::none, {1, 2, 2});
    ExploreOptions options;
    options.most_states = most;
    check_parts(system, options);
  }
}

TEST_CASE("operations that are given in advance are taken in their order") {
  Pool pool;
  const System system = pfnmini::make_system(pool, pfnmini::Mutant::none, {1, 2, 2});
  ExploreOptions options;
  options.path = {"mmap", "insert_page", "pin", "zap", "unpin"};
  check_parts(system, options);
}

TEST_CASE("a search apart ends when it is told to") {
  Pool pool;
  const System system = pfnmini::make_system(pool, pfnmini::Mutant::none, {2, 1, 3});
  const std::atomic<bool> yes = true;
  for (const unsigned threads : {1U, 2U}) {
    ExploreOptions options;
    options.apart_from = 1;
    options.threads = threads;
    options.late = &yes;
    CHECK(explore(system, options).reason == out_of_time);
    options.late = nullptr;
    options.interrupted = &yes;
    const Exploration found = explore(system, options);
    CHECK(found.reason == "interrupted");
    CHECK_FALSE(found.complete);
    CHECK(found.depth == 0);
  }
}
