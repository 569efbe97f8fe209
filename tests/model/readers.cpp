// SPDX-License-Identifier: GPL-2.0-or-later
// The readers of Terms (evaluate, Aig, Z3, text) are written independently; on random DAGs they must agree.
#include <catch2/catch.hpp>
#include <set>

#include "model/term/aig.hpp"
#include "model/term/print.hpp"
#include "solver/ask/query.hpp"
#include "solver/z3/parse.hpp"
#include "tests/model/random_terms.hpp"

using namespace pfncheck;
using namespace pfncheck::test;

namespace {

const Budget budget{60};

}  // namespace

TEST_CASE("evaluate and the and-inverter graph agree on random terms", "[term]") {
  std::set<Op> seen;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Pool pool(seed % 2 == 0 ? Pool::Folding::on : Pool::Folding::off);
    const std::vector<Term> roots = random_terms(pool, seed, 150, true);
    for (Term t : roots) seen.insert(t.op());
    Aig aig(roots);
    REQUIRE(aig.inputs().size() == variables(roots).size());
    Random random(seed);
    std::vector<Assignment> lanes(64);
    for (unsigned lane = 0; lane < 64; ++lane) {
      lanes[lane] = random_values(roots, random);
      for (std::size_t i = 0; i < aig.inputs().size(); ++i)
        aig.set(i, lane, lanes[lane][aig.inputs()[i].name()]);
    }
    aig.run();
    for (unsigned lane = 0; lane < 64; ++lane) {
      const std::vector<std::uint64_t> values = evaluate(roots, lanes[lane]);
      for (std::size_t r = 0; r < roots.size(); ++r) {
        if (values[r] != aig.get(r, lane))
          FAIL("seed " << seed << " lane " << lane << ": " << to_c(roots[r]));
        if (roots[r].is_bool() && values[r] != (aig.lanes(r) >> lane & 1)) FAIL("lanes: seed " << seed);
      }
    }
  }
  CHECK(seen.size() >= static_cast<std::size_t>(Op::sext) - 1);
}

TEST_CASE("a part of the graph evaluated again gives what a run of all of it gives", "[term]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Pool pool;
    const std::vector<Term> roots = random_terms(pool, 2000 + seed, 150, true);
    Aig parts(roots), whole(roots);
    std::vector<std::size_t> changing;
    for (std::size_t i = 0; i < parts.inputs().size(); i += 2) changing.push_back(i);
    const Aig::Part part = parts.part_of(changing);
    Random random(seed);
    for (unsigned round = 0; round < 4; ++round) {
      const Assignment values = random_values(roots, random);
      for (std::size_t i = 0; i < parts.inputs().size(); ++i) {
        if (round != 0 && i % 2 != 0) continue;
        parts.set_all(i, values.at(parts.inputs()[i].name()));
        whole.set_all(i, values.at(parts.inputs()[i].name()));
      }
      whole.run();
      if (round == 0)
        parts.run();
      else
        parts.run(part);
      for (std::size_t r = 0; r < roots.size(); ++r)
        if (parts.get(r, 13) != whole.get(r, 13)) FAIL("seed " << seed << ": " << to_c(roots[r]));
    }
    // Nothing beyond the edge matters: with its values the same, the roots are.
    for (const std::uint32_t node : part.edge)
      if (parts.lanes_of_node(node) != whole.lanes_of_node(node)) FAIL("edge: seed " << seed);
  }
}

TEST_CASE("evaluate and Z3 agree on random terms with all inputs fixed", "[term]") {
  const std::unique_ptr<Engine> z3 = make_z3();
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Pool pool(Pool::Folding::off);
    const std::vector<Term> roots = random_terms(pool, 1000 + seed, 120, false);
    Random random(seed);
    const Assignment values = random_values(roots, random);
    const std::vector<std::uint64_t> expected = evaluate(roots, values);
    Term fixed = pool.boolean(true), differs = pool.boolean(false);
    for (Term v : variables(roots)) fixed = fixed & eq(v, pool.constant(v.width(), values.at(v.name())));
    for (std::size_t r = 0; r < roots.size(); ++r) {
      differs = differs | ne(roots[r], pool.constant(roots[r].width(), expected[r]));
    }
    INFO("seed " << seed);
    CHECK(z3->ask({"the inputs can have these values", fixed}, budget).status == Status::sat);
    CHECK(z3->ask({"some root has another value", fixed & differs}, budget).status == Status::unsat);
  }
}

TEST_CASE("folded and unfolded random terms are equal", "[term][fold]") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Pool folding, raw(Pool::Folding::off);
    const std::vector<Term> folded = random_terms(folding, seed, 120, true);
    const std::vector<Term> unfolded = random_terms(raw, seed, 120, true);
    Random random(seed);
    for (unsigned round = 0; round < 20; ++round) {
      const Assignment values = random_values(unfolded, random);
      if (evaluate(folded, values) != evaluate(unfolded, values)) FAIL("seed " << seed << " round " << round);
    }
  }
}

TEST_CASE("Z3 reads the SMT-LIB text as the term it was printed from", "[term][print]") {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Pool pool(Pool::Folding::off);
    const std::vector<Term> roots = random_terms(pool, 2000 + seed, 60, false);
    Term root = pool.boolean(false);
    for (Term t : roots) root = root ^ to_bool(t);
    const std::string script = to_smtlib(root, "printed\nand read");
    const Reply reply = ask_text_differs(script, root, budget);
    INFO("seed " << seed << " " << reply.reason << "\n" << script);
    REQUIRE(reply.status == Status::unsat);
  }
}

TEST_CASE("Z3 sees that another text differs, and refuses what is no text", "[term][print]") {
  Pool pool;
  const Term a = pool.var("a b", 8), b = pool.var("b", 8);
  CHECK(ask_text_differs(to_smtlib(ult(a, b)), ult(a, b), budget).status == Status::unsat);
  CHECK(ask_text_differs(to_smtlib(ult(a, b)), ule(a, b), budget).status == Status::sat);
  CHECK(ask_text_differs("(assert (bvult", ult(a, b), budget).status == Status::error);
}
