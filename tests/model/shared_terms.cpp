// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever is made of a DAG takes a time that follows its nodes, not the ways through it.
#include <array>
#include <catch2/catch.hpp>
#include <string>

#include "model/term/evaluate.hpp"
#include "model/term/term.hpp"

using namespace pfncheck;

namespace {

constexpr unsigned levels = 300;

/// Both operands of each level are made of the level below, so that there are 2^levels ways to a leaf.
Term doubled(Pool& pool, Op outer, Op inner, unsigned width) {
  const auto name = [](const char* what, unsigned i) { return what + std::to_string(i); };
  Term t = pool.var("leaf", width);
  for (unsigned i = 0; i < levels; ++i) {
    const std::array left{t, pool.var(name("a", i), width)}, right{t, pool.var(name("b", i), width)};
    const Term x = pool.make(inner, left), y = pool.make(inner, right);
    const std::array both{x, y};
    const std::array choice{pool.var(name("c", i), 0), x, y};
    t = outer == Op::ite ? pool.make(outer, choice) : pool.make(outer, both);
  }
  return t;
}

/// Everything that a fold may want to push through its operand.
void ask_for_all(Pool& pool, Term t) {
  const Term zero = pool.constant(t.width(), 0), ones = pool.constant(t.width(), ~std::uint64_t{0}),
             some = pool.constant(t.width(), 0xf0);
  for (const Term other : {zero, ones, some}) {
    const std::array asked{eq(t, other), ult(t, other), ule(other, t), slt(t, other),
                           t & other,    t | other,     t ^ other,     t + other,
                           t - other,    t * other,     shl(t, other), lshr(t, other),
                           ~t,           neg(t),        udiv(t, other)};
    for (const Term term : asked) CHECK(evaluate(term, {}) <= ~std::uint64_t{0});
  }
  CHECK(evaluate(extract(t, 3, 5), {}) < 32);
  CHECK(evaluate(zext(t, 64), {}) <= 0xffff'ffff);
  CHECK(evaluate(resize(concat(t, some), 64), {}) <= ~std::uint64_t{0});
}

}  // namespace

TEST_CASE("folds do not walk shared terms again and again", "[term]") {
  constexpr std::array inner{Op::and_, Op::or_, Op::xor_, Op::add, Op::sub, Op::mul, Op::shl, Op::lshr};
  for (const Op outer : {Op::and_, Op::or_, Op::xor_, Op::add, Op::sub, Op::mul, Op::ite})
    for (const Op op : inner) {
      Pool pool;
      const Term t = doubled(pool, outer, op, 32);
      ask_for_all(pool, t);
      CHECK(pool.size() < 100 * levels);
    }
}

TEST_CASE("folds do not walk shared bools again and again", "[term]") {
  for (const Op outer : {Op::and_, Op::or_, Op::xor_, Op::ite})
    for (const Op inner : {Op::and_, Op::or_, Op::xor_}) {
      Pool pool;
      const Term t = doubled(pool, outer, inner, 0);
      CHECK(evaluate(!t, {}) <= 1);
      CHECK(evaluate(ite(t, pool.var("x", 8), pool.var("y", 8)), {}) <= 255);
      CHECK(substitute(t, std::array{std::pair{pool.var("leaf", 0), pool.boolean(true)}}).width() == 0);
      CHECK(pool.size() < 100 * levels);
    }
}
