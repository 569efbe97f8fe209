// SPDX-License-Identifier: GPL-2.0-or-later
// Bounds of a number are found in a time that follows the nodes of its DAG, not the ways through it.
#include <catch2/catch.hpp>
#include <string>

#include "lift/exec/value.hpp"

using namespace pfncheck;

namespace {

constexpr unsigned levels = 400;  // 2^400 ways from the root to a leaf

Term flag(Pool& pool, unsigned i) {
  return pool.var("flag" + std::to_string(i), 0);
}

/// A page's address in one of two arms, then in one of two arms ..., as in a walk over five levels of tables.
Term address_in_arms(Pool& pool) {
  Term t = pool.var("start", 32) & pool.constant(32, 0xffff'f000);
  for (unsigned i = 0; i < levels; ++i) {
    const Term step = pool.var("step" + std::to_string(i), 32);
    t = ite(flag(pool, i), t & pool.constant(32, 0x7fff'ffff), t + (step & pool.constant(32, 0xff00)));
  }
  return t;
}

}  // namespace

TEST_CASE("low zeros of shared arms", "[exec]") {
  Pool pool;
  CHECK(lifting::trailing_zeros(address_in_arms(pool)) == 8);
}

TEST_CASE("an upper bound of shared arms", "[exec]") {
  Pool pool;
  Term t = zext(pool.var("index", 8), 32);
  for (unsigned i = 0; i < levels; ++i)
    t = ite(flag(pool, i), t & pool.var("mask" + std::to_string(i), 32), lshr(t, pool.var("by", 32)));
  CHECK(lifting::upper_bound(t) == 255);
}

TEST_CASE("bounds by form", "[exec]") {
  Pool pool;
  const Term x = pool.var("x", 32), y = pool.var("y", 8);
  CHECK(lifting::upper_bound(pool.constant(32, 7)) == 7);
  CHECK(lifting::upper_bound(x) == 0xffff'ffff);
  CHECK(lifting::upper_bound(lshr(x, pool.constant(32, 28))) == 15);
  CHECK(lifting::upper_bound(concat(pool.constant(8, 0), y)) == 255);
  CHECK(lifting::upper_bound(concat(y, pool.constant(8, 0))) == 0xffff);
  CHECK(lifting::upper_bound(urem(x, pool.constant(32, 10))) == 9);
  CHECK(lifting::trailing_zeros(pool.constant(32, 0)) == 64);
  CHECK(lifting::trailing_zeros(shl(x, pool.constant(32, 12))) == 12);
  CHECK(lifting::trailing_zeros(shl(x, pool.constant(32, 12)) * pool.constant(32, 8)) == 15);
  CHECK(lifting::trailing_zeros(concat(y, pool.constant(8, 0))) == 8);
  CHECK(lifting::trailing_zeros(extract(shl(x, pool.constant(32, 12)), 4, 16)) == 8);
}
