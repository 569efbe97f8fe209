// SPDX-License-Identifier: GPL-2.0-or-later
// Each fold is tried alone, on Terms that were built without folding: Z3 proves that both sides are equal.
#include "model/term/fold.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "model/term/operation.hpp"
#include "model/term/print.hpp"
#include "solver/ask/query.hpp"
#include "tests/model/fold_examples.hpp"
#include "tests/model/random_terms.hpp"

using namespace pfncheck;
using namespace pfncheck::test;

namespace pfncheck::test {

Letters::Letters(Pool& p, unsigned w)
    : pool(p),
      width(w),
      half(w < 2 ? 1 : w / 2),
      x(p.var("x", w)),
      y(p.var("y", w)),
      z(p.var("z", w)),
      p(p.var("p", 0)),
      q(p.var("q", 0)),
      n(p.var("n", half)),
      m(p.var("m", half)),
      bit(p.var("bit", 1)) {}

Term Letters::k(std::uint64_t value) const {
  return width == 0 ? pool.boolean(value != 0) : pool.constant(width, value);
}

}  // namespace pfncheck::test

namespace {

const Budget budget{60};

std::vector<FoldExample> all_examples() {
  std::vector<FoldExample> all;
  for (const auto& part : {logic_examples(), comparison_examples(), number_examples()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

const char* name_of(Fold fold) {
  for (const FoldRule& rule : fold_rules()) {
    if (rule.fold == fold) return rule.name;
  }
  return "?";
}

// `commute` goes by digest: in one of the two orders it fires.
bool fires(Fold fold, Term t) {
  return !apply(fold, t).empty() ||
         (fold == Fold::commute &&
          !apply(fold, t.pool().make(t.op(), std::array{t.arg(1), t.arg(0)})).empty());
}

}  // namespace

TEST_CASE("each fold has a name, a row and an example of its own", "[fold]") {
  std::set<std::string> names;
  std::set<Fold> rows, examples;
  for (const FoldRule& rule : fold_rules()) {
    CHECK(names.insert(rule.name).second);
    CHECK(rows.insert(rule.fold).second);
  }
  for (const FoldExample& example : all_examples()) CHECK(examples.insert(example.fold).second);
  CHECK(rows == examples);
  CHECK(rows.size() == static_cast<std::size_t>(*rows.rbegin()) + 1);
}

TEST_CASE("each fold fires at its examples and Z3 proves the two sides equal", "[fold]") {
  const std::unique_ptr<Engine> z3 = make_z3();
  for (const FoldExample& example : all_examples()) {
    for (const unsigned width : example.widths) {
      Pool raw(Pool::Folding::off);
      for (const Term left : example.fires(Letters(raw, width))) {
        INFO(name_of(example.fold) << " at width " << width << ": " << to_c(left));
        REQUIRE(fires(example.fold, left));
        const Term right = apply(example.fold, left);
        if (right.empty()) continue;  // commute, in the right order already
        INFO("gives " << to_c(right));
        CHECK(right.width() == left.width());
        CHECK(z3->ask({name_of(example.fold), ne(left, right)}, budget).status == Status::unsat);
      }
    }
  }
}

TEST_CASE("each fold leaves alone what only looks like its match", "[fold]") {
  for (const FoldExample& example : all_examples()) {
    const unsigned width = example.widths.size() == 1 ? example.widths.front() : 8;
    Pool raw(Pool::Folding::off);
    for (const Term other : example.does_not(Letters(raw, width))) {
      INFO(name_of(example.fold) << ": " << to_c(other));
      CHECK(apply(example.fold, other).empty());
    }
  }
}

TEST_CASE("a pool that folds applies each fold or a better one", "[fold]") {
  for (const FoldExample& example : all_examples()) {
    for (const unsigned width : example.widths) {
      Pool raw(Pool::Folding::off), folding;
      for (const Term left : example.fires(Letters(raw, width))) {
        const Letters letters(folding, width);
        const Terms folded = example.fires(letters);
        for (const Term t : folded) {
          if (t.args().empty()) continue;
          INFO(name_of(example.fold) << " at width " << width << ": " << to_c(left) << " gives " << to_c(t));
          CHECK(apply(example.fold, t).empty());
        }
      }
    }
  }
}

TEST_CASE("whatever folds fire in random terms, Z3 proves them", "[fold]") {
  const std::unique_ptr<Engine> z3 = make_z3();
  std::set<Fold> fired;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Pool raw(Pool::Folding::off);
    Term some_wrong = raw.boolean(false);
    for (const Term left : random_terms(raw, 3000 + seed, 80, false)) {
      for (const FoldRule& rule : fold_rules()) {
        const Term right = apply(rule.fold, left);
        if (right.empty()) continue;
        fired.insert(rule.fold);
        some_wrong = some_wrong | ne(left, right);
      }
    }
    INFO("seed " << seed);
    CHECK(z3->ask({"folds of random terms", some_wrong}, budget).status == Status::unsat);
  }
  CHECK(fired.size() > 40);
}

TEST_CASE("building what is folded already changes nothing", "[fold]") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Pool pool;
    const std::vector<Term> terms = random_terms(pool, 4000 + seed, 100, true);
    for (const Term t : nodes(terms)) {
      if (!t.args().empty()) REQUIRE(pool.make(t.op(), t.args(), t.width(), t.low_bit()).same(t));
    }
  }
}
