// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/term.hpp"

#include <catch2/catch.hpp>

#include "model/term/aig.hpp"
#include "model/term/evaluate.hpp"
#include "model/term/print.hpp"

using namespace pfncheck;

TEST_CASE("equal content is one node", "[term]") {
  Pool pool;
  const Term a = pool.var("a", 32), b = pool.var("b", 32);
  CHECK((a + b).same(b + a));
  CHECK(!(a - b).same(b - a));
  CHECK(pool.var("a", 32).same(a));
  CHECK(pool.constant(8, 0x1ff).same(pool.constant(8, 0xff)));
  CHECK(!pool.constant(8, 1).same(pool.constant(9, 1)));
  CHECK(!pool.boolean(true).same(pool.constant(1, 1)));
  const std::size_t size = pool.size();
  CHECK(ult(a, b).same(ugt(b, a)));
  CHECK(pool.size() == size + 1);
}

TEST_CASE("digests depend on content, not on the order of construction", "[term]") {
  Pool pool, other;
  other.var("unrelated", 7);
  const auto formula = [](Pool& p, bool late) {
    if (late) p.var("b", 64);
    const Term a = p.var("a", 64), b = p.var("b", 64);
    return ite(ult(a, b), a & b, a + b * p.constant(64, 3));
  };
  const Term first = formula(pool, false), second = formula(other, true);
  CHECK(first.digest() == second.digest());
  CHECK(to_smtlib(to_bool(first)) == to_smtlib(to_bool(second)));
  CHECK(to_c(first) == to_c(second));
}

// Keys of caches on disk: if one of these changes on purpose, the format of the cache changes with it.
TEST_CASE("digests are the same on every run and machine", "[term]") {
  Pool pool;
  CHECK(pool.boolean(true).digest().hex() == "8223270d53dff9e5feb65ebc6b86fca6");
  CHECK(pool.constant(64, 42).digest().hex() == "97deae53403213c190763ca90e86706d");
  CHECK(pool.var("highest_memmap_pfn", 64).digest().hex() == "4adc171df6490a19664ec0cfdae1e30a");
  CHECK(ult(pool.var("highest_memmap_pfn", 64), pool.var("pfn", 64)).digest().hex() ==
        "5fc4e67e564548c8a94fd8512e9acb92");
}

TEST_CASE("digests tell apart what differs in one place", "[term]") {
  Pool pool(Pool::Folding::off);
  const Term a = pool.var("a", 32), b = pool.var("b", 32);
  const Term terms[] = {a,
                        b,
                        a + b,
                        b + a,
                        a - b,
                        pool.constant(32, 0),
                        pool.constant(31, 0),
                        pool.boolean(false),
                        extract(a, 0, 8),
                        extract(a, 1, 8),
                        extract(a, 0, 9),
                        zext(a, 40),
                        zext(a, 41),
                        sext(a, 40),
                        ult(a, b),
                        ule(a, b),
                        pool.var("a ", 32),
                        pool.var("", 32),
                        pool.var("aaaaaaaaaaaaaaaaa", 32)};
  for (std::size_t i = 0; i < std::size(terms); ++i) {
    for (std::size_t k = 0; k < i; ++k) CHECK(terms[i].digest() != terms[k].digest());
  }
}

TEST_CASE("builders mean what they say", "[term]") {
  Pool pool;
  const Term a = pool.var("a", 8), b = pool.var("b", 8), p = pool.var("p", 0);
  const Assignment values{{"a", 0xf3}, {"b", 0x05}, {"p", 1}};
  const auto value = [&](Term t) { return evaluate(t, values); };
  CHECK(value(uge(a, b)) == 1);
  CHECK(value(slt(a, b)) == 1);
  CHECK(value(sdiv(a, b)) == 0xfe);
  CHECK(value(srem(a, b)) == 0xfd);
  CHECK(value(udiv(a, pool.constant(8, 0))) == 0xff);
  CHECK(value(urem(a, pool.constant(8, 0))) == 0xf3);
  CHECK(value(ashr(a, b)) == 0xff);
  CHECK(value(sext(a, 16)) == 0xfff3);
  CHECK(value(zext(p, 16)) == 1);
  CHECK(value(sext(p, 16)) == 0xffff);
  CHECK(value(concat(a, b)) == 0xf305);
  CHECK(value(resize(concat(a, b), 4)) == 5);
  CHECK(value(resize(a, 12)) == 0xf3);
  CHECK(value(implies(p, ult(a, b))) == 0);
  CHECK(value(to_bool(a & pool.constant(8, 0x0c))) == 0);
  CHECK(bit_of(p).width() == 1);
  CHECK(to_bool(bit_of(p)).same(p));
  CHECK(all_of(pool, {}).is_true());
  CHECK(any_of(pool, {}).is_false());
}

TEST_CASE("substitution replaces all at once and folds", "[term]") {
  Pool pool;
  const Term a = pool.var("a", 32), b = pool.var("b", 32), c = pool.var("c", 32);
  const std::pair<Term, Term> swap[] = {{a, b}, {b, a}};
  CHECK(substitute(a - b, swap).same(b - a));
  const std::pair<Term, Term> fixed[] = {{a, pool.constant(32, 5)}, {b, pool.constant(32, 7)}};
  CHECK(substitute(ult(a, b) & eq(c, a), fixed).same(eq(c, pool.constant(32, 5))));
  CHECK(substitute(c, fixed).same(c));
}

TEST_CASE("variables come in order of name, nodes before their users", "[term]") {
  Pool pool;
  const Term z = pool.var("z", 8), a = pool.var("a", 8), p = pool.var("p", 0);
  const Term roots[] = {ite(p, z, a), z + a};
  const std::vector<Term> found = variables(roots);
  REQUIRE(found.size() == 3);
  CHECK((found[0].same(a) && found[1].same(p) && found[2].same(z)));
  CHECK(nodes(roots).size() == 5);
  CHECK(dag_size(roots[0]) == 4);
}

TEST_CASE("deep terms need no deep stack", "[term]") {
  constexpr unsigned depth = 100'000;
  Pool pool;
  const Term x = pool.var("x", 32), y = pool.var("y", 32);
  Term deep = x, choice = pool.constant(32, 0);
  for (unsigned i = 1; i <= depth; ++i) {
    deep = (deep ^ y) + pool.constant(32, i);
    choice = ite(eq(x, pool.constant(32, i * 7)), pool.constant(32, i), choice);
  }
  CHECK(variables(std::span(&deep, 1)).size() == 2);
  CHECK(dag_size(deep) > depth);
  const std::pair<Term, Term> zero[] = {{y, pool.constant(32, 0)}};
  CHECK(substitute(deep, zero).same(x + pool.constant(32, depth / 2 * (depth + 1))));
  CHECK(evaluate(eq(choice, pool.constant(32, 1000)), {{"x", 7000}}) == 1);
  CHECK(evaluate(eq(choice, pool.constant(32, 1000)), {{"x", 7001}}) == 0);
  CHECK(to_smtlib(to_bool(deep)).size() > depth);
  CHECK(to_c(deep).size() > depth);
}

TEST_CASE("C-like text", "[term][print]") {
  Pool pool;
  const Term flags = pool.var("vm_flags", 64), special = pool.var("special", 0);
  const Term pfn = pool.var("pfn", 32), top = pool.var("highest_memmap_pfn", 32);
  CHECK(to_c(ne(flags & pool.constant(64, 0x400), pool.constant(64, 0))) == "(vm_flags & 0x400) != 0");
  CHECK(to_c(ule(pfn, top)) == "highest_memmap_pfn >= pfn");
  CHECK(to_c(!special) == "!special");
  CHECK(to_c(sext(extract(pfn, 4, 8), 16)) == "(s16)pfn[11:4]");
  CHECK(to_c(pool.constant(32, 255)) == "0xff");
  const Term shared = (pfn * top) - (pfn + top);
  CHECK(to_c(udiv(shared, urem(shared, pfn))).find("t1 = ") == 0);
}

TEST_CASE("the graph of gates shares and folds", "[term]") {
  Pool pool(Pool::Folding::off);
  const Term a = pool.var("a", 64), b = pool.var("b", 64);
  const Term same[] = {a & b, ~(~a | ~b), b & a};
  Aig shared(same);
  CHECK(shared.gates() == 64);
  const Term nothing[] = {a ^ a, eq(a, a)};
  Aig empty(nothing);
  CHECK(empty.gates() == 0);
  empty.run();
  CHECK(empty.get(0, 13) == 0);
  CHECK(empty.lanes(1) == ~std::uint64_t{0});
  const Term less = ult(a, b);
  Aig lanes(std::span(&less, 1));
  lanes.set_all(0, 5);
  lanes.set_all(1, 5);
  lanes.set(1, 63, 6);
  lanes.run();
  CHECK(lanes.lanes(0) == std::uint64_t{1} << 63);
}
