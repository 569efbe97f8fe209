// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <random>
#include <thread>

#include "solver/ask/query.hpp"
#include "solver/sat/clauses.hpp"

using namespace pfncheck;

namespace {

const Budget budget{60};

}  // namespace

TEST_CASE("z3 answers sat with every variable of the formula", "[z3]") {
  Pool pool;
  const Term pfn = pool.var("pfn", 64), top = pool.var("top", 64), special = pool.var("special", 0);
  const Term unread = pool.var("unread", 8);
  const Term formula = ult(top, pfn) & !special & (special | eq(unread, unread) | ult(unread, unread));
  const Reply reply = make_z3()->ask({"pfn above top", formula}, budget);
  REQUIRE(reply.status == Status::sat);
  CHECK(reply.model.at("pfn") > reply.model.at("top"));
  CHECK(reply.model.at("special") == 0);
  for (Term v : variables(std::span(&formula, 1))) CHECK(reply.model.count(v.name()) == 1);
}

TEST_CASE("z3 answers unsat", "[z3]") {
  Pool pool;
  const Term a = pool.var("a", 64), b = pool.var("b", 64);
  const Reply reply = make_z3()->ask({"or and and", ne((a | b) + (a & b), a + b)}, budget);
  CHECK(reply.status == Status::unsat);
  CHECK(reply.model.empty());
}

namespace {

/// Factors of a product of two large primes, without overflow: nothing that Z3 finds in a minute.
Term hard_formula(Pool& pool) {
  const Term a = pool.var("a", 64), b = pool.var("b", 64), one = pool.constant(64, 1);
  const Term product = pool.constant(64, 2860486313ULL * 3267000013ULL), half = pool.constant(64, 1ULL << 32);
  return eq(a * b, product) & ult(one, a) & ult(a, b) & ult(b, half);
}

}  // namespace

namespace {

/// Choices that are compared with choices, as of a page that is named twice, and bits of them.
class Choices {
 public:
  explicit Choices(std::uint64_t seed) : random_(seed) {}

  Term formula(unsigned depth) {
    if (depth == 0) return flags_[any(flags_.size())];
    switch (any(5)) {
      case 0:
        return formula(depth - 1) & !formula(depth - 1);
      case 1:
        return formula(depth - 1) | formula(depth - 1);
      case 2:
        return ult(number(depth), number(depth));
      default:
        return eq(number(depth), number(depth));
    }
  }

  /// Whether some values make it true: all are tried.
  bool can_hold(Term formula) const {
    for (std::uint64_t bits = 0; bits < 1u << 9; ++bits) {
      Assignment values;
      for (std::size_t i = 0; i < 3; ++i) {
        values[flags_[i].name()] = bits >> i & 1;
        values[numbers_[i].name()] = bits >> (3 + 2 * i) & 3;
      }
      if (evaluate(formula, values) == 1) return true;
    }
    return false;
  }

 private:
  std::size_t any(std::size_t count) { return random_() % count; }

  Term number(unsigned depth) {
    if (depth == 0 || any(4) == 0) return numbers_[any(numbers_.size())];
    if (any(5) == 0) return number(depth - 1) + pool_.constant(2, any(4));
    return ite(formula(depth - 1), number(depth - 1), number(depth - 1));
  }

  Pool pool_;
  std::array<Term, 3> flags_{pool_.var("f", 0), pool_.var("g", 0), pool_.var("h", 0)};
  std::array<Term, 3> numbers_{pool_.var("a", 2), pool_.var("b", 2), pool_.var("c", 2)};
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("what z3 refutes holds for no values, what it does not for some", "[z3]") {
  const auto engine = make_z3();
  unsigned refuted = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Choices choices(seed);
    Term formula = choices.formula(5);
    for (unsigned k = 0; k < 4; ++k) formula = formula & choices.formula(5);
    INFO("seed " << seed);
    const bool can_hold = choices.can_hold(formula);
    CHECK(engine->ask({"choices", formula}, budget).status == (can_hold ? Status::sat : Status::unsat));
    if (!can_hold && !formula.is_const()) ++refuted;
  }
  CHECK(refuted > 50);
  CHECK(refuted < 250);
}

// A question is asked between others, as obligations are: what was learned from one must not decide another.
TEST_CASE("what the SAT solver refutes holds for no values, whatever it was asked before", "[sat]") {
  std::size_t refuted = 0, held = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Choices choices(seed);
    std::vector<Term> formulas;
    const Term shared = choices.formula(4);
    for (unsigned k = 0; k < 12; ++k) {
      Term formula = shared;
      for (unsigned more = 0; more < 3; ++more) formula = formula & choices.formula(4);
      formulas.push_back(k % 4 == 3 ? !formula : formula);
    }
    Clauses clauses(formulas);
    for (unsigned turn = 0; turn < 2; ++turn)
      for (std::size_t i = 0; i < formulas.size(); ++i) {
        const Reply reply = clauses.ask(i, budget);
        INFO("seed " << seed << ", formula " << i << ", turn " << turn);
        REQUIRE(reply.status == (choices.can_hold(formulas[i]) ? Status::sat : Status::unsat));
        ++(reply.status == Status::sat ? held : refuted);
        if (reply.status != Status::sat) continue;
        CHECK(evaluate(formulas[i], reply.model) == 1);
        CHECK(reply.model.size() == variables(std::span(&formulas[i], 1)).size());
      }
  }
  CHECK(refuted > 100);  // compilers differ in the order in which they draw
  CHECK(held > 100);
}

TEST_CASE("the SAT solver leaves what is hard, and stops when it is told to", "[sat]") {
  Pool pool;
  const Term formulas[] = {hard_formula(pool), pool.boolean(true), pool.boolean(false)};
  Clauses clauses(formulas);
  CHECK(clauses.ask(0, budget).status == Status::unknown);
  CHECK(clauses.ask(1, budget).status == Status::sat);
  CHECK(clauses.ask(2, budget).status == Status::unsat);
  const std::atomic<bool> stop = true;
  CHECK(clauses.ask(0, Budget{20, &stop}).status == Status::unknown);
}

TEST_CASE("what is refuted elsewhere is not asked of z3, and all else is", "[z3]") {
  Pool pool;
  const Term a = pool.var("a", 8), formula = ult(a, pool.constant(8, 5));
  const auto engine = make_z3();
  const auto asked = [&](bool refutes, double seconds) {
    return engine->ask({"elsewhere", formula, [&](const Budget&) { return refutes; }}, Budget{seconds});
  };
  CHECK(asked(true, 20).status == Status::unsat);
  CHECK(asked(false, 20).model == engine->ask({"here", formula}, budget).model);
  CHECK(asked(true, 0).status == Status::timeout);
}

TEST_CASE("z3 gives up within the budget and says why", "[z3]") {
  Pool pool;
  const Reply reply = make_z3()->ask({"factors", hard_formula(pool)}, Budget{0.2});
  CHECK(reply.status == Status::timeout);
  CHECK(reply.reason.find("factors") == 0);
  CHECK(make_z3()->ask({"no time", pool.boolean(true)}, Budget{0}).status == Status::timeout);
}

// ctrl-C during a query was seen when the query had ended; the program was killed before, scratch left
// behind.
TEST_CASE("z3 stops a question when it is told to", "[z3]") {
  Pool pool;
  std::atomic<bool> stop = false;
  const auto start = std::chrono::steady_clock::now();
  const std::jthread interrupt([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    stop = true;
  });
  CHECK_THROWS_AS(make_z3()->ask({"factors", hard_formula(pool)}, Budget{20, &stop}), Interrupted);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
  stop = true;
  CHECK_THROWS_AS(make_z3()->ask({"late", pool.boolean(true)}, Budget{20, &stop}), Interrupted);
}

TEST_CASE("z3 finds the lexicographically least model", "[z3]") {
  Pool pool;
  const Term flag = pool.var("flag", 0), a = pool.var("a", 64), b = pool.var("b", 64), c = pool.var("c", 8);
  const auto number = [&](std::uint64_t n) { return pool.constant(64, n); };
  const Term formula =
      eq(a + b, number(100)) & ule(number(13), a) & ult(number(40), b) & (flag | ule(number(20), a));

  SECTION("the flag first") {
    const Term least[] = {flag, a, b, c};
    const Reply reply = make_z3()->ask_least({"least", formula}, least, budget);
    REQUIRE(reply.status == Status::sat);
    CHECK(reply.model == Assignment{{"flag", 0}, {"a", 20}, {"b", 80}, {"c", 0}});
  }
  SECTION("a first") {
    const Term least[] = {a, flag, b, c};
    const Reply reply = make_z3()->ask_least({"least", formula}, least, budget);
    CHECK(reply.model == Assignment{{"flag", 1}, {"a", 13}, {"b", 87}, {"c", 0}});
  }
  SECTION("a compound term first") {
    const Term least[] = {a ^ number(0xff), flag};
    const Reply reply = make_z3()->ask_least({"least", formula & ult(b, number(100))}, least, budget);
    REQUIRE(reply.status == Status::sat);
    std::uint64_t best = ~0ULL;
    for (std::uint64_t x = 13; x < 60; ++x) best = std::min(best, x ^ 0xff);
    CHECK((reply.model.at("a") ^ 0xff) == best);
  }
  SECTION("nothing to find") {
    const Term least[] = {a};
    CHECK(make_z3()->ask_least({"least", formula & ult(a, b) & ult(b, a)}, least, budget).status ==
          Status::unsat);
  }
}

TEST_CASE("the least of a full-width value", "[z3]") {
  Pool pool;
  const Term pfn = pool.var("pfn", 64);
  const Term least[] = {pfn};
  const Term formula =
      ult(pool.constant(64, 0x8000000000000001), pfn) & ne(pfn, pool.constant(64, 0x8000000000000002));
  CHECK(make_z3()->ask_least({"wide", formula}, least, budget).model.at("pfn") == 0x8000000000000003);
}

TEST_CASE("what z3 answers does not depend on earlier questions", "[z3]") {
  Pool pool;
  const Term a = pool.var("a", 32), b = pool.var("b", 32);
  const Query query{"some", ult(a * b, pool.constant(32, 1000)) & ult(b, a)};
  const std::unique_ptr<Engine> engine = make_z3();
  const Reply first = engine->ask(query, budget);
  engine->ask({"other", eq(a + b, pool.constant(32, 77))}, budget);
  CHECK(engine->ask(query, budget).model == first.model);
}
