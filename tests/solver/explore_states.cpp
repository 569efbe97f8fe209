// SPDX-License-Identifier: GPL-2.0-or-later
// The parts that an explicit search is made of: the set of states, what steps change, many states at once.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "solver/explore/expander.hpp"
#include "tests/random.hpp"

using namespace pfncheck;
using namespace pfncheck::exploring;

namespace {

/// Keys that differ in a few bits, so that many come twice; the first is all zeros.
template <std::size_t Words>
Key<Words> some_key(test::Random& random, std::uint64_t different) {
  Key<Words> key{};
  std::uint64_t number = random.below(different);
  for (std::size_t w = 0; w < Words; ++w, number /= 7) key[w] = (number % 7) << (9 * w) | number << 40;
  return key;
}

template <std::size_t Words>
void fill(StateSet<Words>& set, test::Random& random, std::uint64_t times) {
  std::set<Key<Words>> model;
  std::vector<Key<Words>> order;
  for (std::uint64_t i = 0; i < times; ++i) {
    const Key<Words> key = some_key<Words>(random, times / 2);
    const bool is_new = model.insert(key).second;
    REQUIRE(set.insert(key, hash_of<Words>(key)) == is_new);
    if (is_new) order.push_back(key);
  }
  REQUIRE(set.list().size() == order.size());
  for (std::size_t i = 0; i < order.size(); ++i) REQUIRE(set.list()[i] == order[i]);
}

template <std::size_t Words>
void check_set() {
  INFO(Words << " words");
  test::Random random(Words);
  StateSet<Words> set;
  fill(set, random, 200'000);
  CHECK(set.bytes() == StateSet<Words>::bytes_of(set.list().size()));
  for (const std::uint64_t expected : {0, 1, 100'000}) {
    set.clear(expected);
    CHECK(set.list().size() == 0);
    fill(set, random, 60'000);
  }
}

/// All keys have one hash: lines overflow one after the other, and into the first after the last.
template <std::size_t Words>
void check_collisions() {
  for (const std::uint64_t hash : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    StateSet<Words> set;
    for (std::uint64_t i = 0; i < 100; ++i) {
      Key<Words> key{};
      key[Words - 1] = i;
      CHECK(set.insert(key, hash));
      CHECK_FALSE(set.insert(key, hash));
    }
    CHECK(set.list().size() == 100);
  }
}

Lanes some_lanes(test::Random& random) {
  Lanes result;
  for (std::size_t w = 0; w < lane_words; ++w) result[w] = random.next() & random.next();
  return result;
}

bool is_in(const Lanes& in, std::size_t lane) {
  return (in[lane / 64] >> (lane % 64) & 1) != 0;
}

}  // namespace

TEST_CASE("a set of states holds what a set of the library holds, in order of insertion") {
  check_set<1>();
  check_set<2>();
  check_set<3>();
  check_set<4>();
}

TEST_CASE("states of the same hash are told apart") {
  check_collisions<1>();
  check_collisions<2>();
  check_collisions<4>();
}

TEST_CASE("what a step changes is the same, lane by lane, as bit by bit") {
  test::Random random(7);
  auto changes = std::make_unique<Changes<2>>();
  for (unsigned round = 0; round < 50; ++round) {
    const Lanes all = some_lanes(random);
    std::vector<Key<2>> expected(lanes);
    changes->begin(all);
    // Up to so many that each lane ends in a group of its own.
    for (unsigned i = 0; i < round; ++i) {
      const unsigned bit = 2 * i + 7;
      const Lanes flips = some_lanes(random) & all;
      changes->add(flips, bit);
      for (std::size_t lane = 0; lane < lanes; ++lane)
        expected[lane][bit / 64] ^= std::uint64_t{is_in(flips, lane)} << (bit % 64);
    }
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      if (!is_in(all, lane)) continue;
      CHECK(changes->after({5, 6}, lane) == Key<2>{expected[lane][0] ^ 5, expected[lane][1] ^ 6});
      CHECK(std::ranges::count_if(changes->groups(),
                                  [&](const auto& group) { return is_in(group.lanes, lane); }) == 1);
    }
  }
}
