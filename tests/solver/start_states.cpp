// SPDX-License-Identifier: GPL-2.0-or-later
// Start states are found without trying all values: held against trying all of them.
#include "solver/explore/start_states.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <functional>

#include "model/term/evaluate.hpp"
#include "solver/explore/explore.hpp"

using namespace pfncheck;
using machine::System;
using machine::Var;

namespace {

/// Of 4, 1, 5 and 4 bits; the second is not open and starts at one.
struct Numbers {
  Pool pool;
  System system{pool};
  Var a = system.free_variable("a", 4), b = system.variable("b", 1, 1), c = system.free_variable("c", 5),
      d = system.free_variable("d", 4);
  std::vector<unsigned> open{0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13};
  std::vector<bool> fixed = std::vector<bool>(14);

  Numbers() { fixed[4] = true; }
  Term number(unsigned bits, std::uint64_t value) const { return system.pool().constant(bits, value); }
  std::vector<std::uint64_t> tried() const {
    std::vector<std::uint64_t> allowed;
    for (std::uint64_t value = 0; value >> open.size() == 0; ++value)
      if (evaluate(system.starts(),
                   {{"a", value & 15}, {"b", 1}, {"c", value >> 4 & 31}, {"d", value >> 9}}) == 1)
        allowed.push_back(value);
    return allowed;
  }
};

using Condition = std::function<Term(const Numbers&)>;

}  // namespace

TEST_CASE("start states are those for which the start condition is true, in ascending order") {
  const std::vector<std::pair<const char*, Condition>> conditions = {
      {"anything",
       [](const Numbers& n) { return n.system.pool().boolean(true) | eq(n.system[n.a], n.system[n.d]); }},
      {"one value of one", [](const Numbers& n) { return eq(n.system[n.d], n.number(4, 9)); }},
      {"equal ones", [](const Numbers& n) { return eq(n.system[n.a], n.system[n.d]); }},
      {"a sum",
       [](const Numbers& n) { return eq(zext(n.system[n.a], 5) + zext(n.system[n.d], 5), n.system[n.c]); }},
      {"an order",
       [](const Numbers& n) {
         return ult(n.system[n.a], n.system[n.d]) & ult(zext(n.system[n.d], 5), n.system[n.c]);
       }},
      {"either of two",
       [](const Numbers& n) {
         return eq(n.system[n.a], n.number(4, 3)) | eq(n.system[n.c], n.number(5, 17));
       }},
      {"what is fixed decides",
       [](const Numbers& n) {
         return ite(eq(n.system[n.b], n.number(1, 1)), ult(n.system[n.c], n.number(5, 3)),
                    eq(n.system[n.a], n.number(4, 0)));
       }},
      {"a product", [](const Numbers& n) { return eq(n.system[n.a] * n.system[n.d], n.number(4, 12)); }},
      {"nothing",
       [](const Numbers& n) {
         return ult(n.system[n.a], n.system[n.d]) & ult(n.system[n.d], n.system[n.a]);
       }},
  };
  for (const auto& [name, condition] : conditions) {
    INFO(name);
    Numbers n;
    n.system.restrict_starts(condition(n));
    CHECK(exploring::allowed_starts(n.system, n.open, n.fixed) == n.tried());
  }
}

TEST_CASE("start states of which only some bits may be chosen, or none") {
  Numbers n;
  n.system.restrict_starts(ult(n.system[n.a], n.number(4, 3)) & eq(n.system[n.d], n.number(4, 0)));
  CHECK(exploring::allowed_starts(n.system, {0, 1}, n.fixed) == std::vector<std::uint64_t>{0, 1, 2});
  CHECK(exploring::allowed_starts(n.system, {}, n.fixed) == std::vector<std::uint64_t>{0});
  n.fixed[13] = true;
  CHECK(exploring::allowed_starts(n.system, {}, n.fixed).empty());
}

TEST_CASE("a search starts in the states with the fewest bits set") {
  Pool pool;
  System system(pool);
  const Var high = system.free_variable("high", 13), low = system.free_variable("low", 13);
  system.restrict_starts(eq(system[high], system[low] + pool.constant(13, 1)));
  machine::Step stay = system.step("stay", {});
  system.add(std::move(stay));
  system.add(
      {"never zero", ne(system[low] & pool.constant(13, 1), pool.constant(13, 0)), pool.boolean(true)});
  const Exploration found = explore(system, {});
  CHECK(found.complete);
  CHECK(found.states == 8192);
  REQUIRE(found.failures.size() == 1);
  CHECK(found.failures.front().states.front() == StateValues{1, 0});
  CHECK(found.failures.front().from.size() == 4096);
}
