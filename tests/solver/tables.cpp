// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "model/functions/vm_normal_page/questions.hpp"
#include "solver/enumerate/abstraction.hpp"
#include "solver/enumerate/representatives.hpp"
#include "solver/table/asked.hpp"
#include "solver/table/cover.hpp"
#include "solver/table/table.hpp"
#include "tests/props/rows.hpp"

using namespace pfncheck;
using namespace pfncheck::normal_page;

namespace {

const Release r61{6, 1}, r612{6, 12};

std::string text(const Table& table, const Cube& cube) {
  std::vector<std::string> literals;
  for (std::size_t i = 0; i < table.atoms.size(); ++i)
    if (cube.values[i]) literals.push_back((*cube.values[i] ? "" : "not ") + table.atoms[i]);
  std::string line = fmt::format("{}: {}", fmt::join(literals, ", "), cube.before);
  return cube.after.empty() ? line : line + " -> " + cube.after;
}

std::set<std::string> texts(const Table& table) {
  std::set<std::string> all;
  for (const Cube& cube : table.cubes) all.insert(text(table, cube));
  return all;
}

Table table_of(std::string_view arch, Release era, Level level = Level::pte) {
  Pool pool;
  const auto engine = make_z3();
  return decision_table(reference(pool, facts_of(*find_arch(arch), era), level), *engine, {});
}

Table difference(std::string_view arch, const Fault& fault) {
  Pool pool;
  const auto engine = make_z3();
  const Facts facts = facts_of(*find_arch(arch), r612);
  return difference_table(reference(pool, facts, Level::pte),
                          reference_with(pool, facts, Level::pte, std::array{fault}), *engine, {});
}

std::string answer(const Aig& graph, unsigned lane) {
  std::uint64_t parts = 0;
  for (unsigned i = 0; i < answer_parts; ++i) parts |= (graph.lanes(i) >> lane & 1) << i;
  return text_of_answer(parts);
}

}  // namespace

TEST_CASE("the table of a rule without a special bit", "[table]") {
  const Table table = table_of("um", r612);
  CHECK(table.complete);
  CHECK(
      texts(table) ==
      std::set<std::string>{
          "not VM_PFNMAP, not VM_MIXEDMAP, not pfn is the zero page, not pfn > highest: page",
          "not VM_MIXEDMAP, COW mapping, not pfn is the zero page, not pfn = linear, not pfn > highest: page",
          "VM_MIXEDMAP, pfn has a memmap, not pfn is the zero page: page",
          "VM_PFNMAP, not VM_MIXEDMAP, not COW mapping: NULL",
          "VM_MIXEDMAP, not pfn has a memmap: NULL",
          "pfn is the zero page: NULL",
          "VM_PFNMAP, not VM_MIXEDMAP, pfn = linear: NULL",
          "not VM_PFNMAP, not VM_MIXEDMAP, pfn > highest: NULL + report",
          "not VM_MIXEDMAP, COW mapping, not pfn = linear, pfn > highest: NULL + report",
      });
}

TEST_CASE("6.1 and 6.12 differ in the zero page of VM_MIXEDMAP only", "[table]") {
  Pool pool;
  const auto engine = make_z3();
  const ArchRow& row = *find_arch("arm");
  const Table table = difference_table(reference(pool, facts_of(row, r61), Level::pte),
                                       reference(pool, facts_of(row, r612), Level::pte), *engine, {});
  CHECK(table.complete);
  CHECK(texts(table) == std::set<std::string>{"VM_MIXEDMAP, pfn is the zero page: page -> NULL"});
}

TEST_CASE("a rule differs from itself nowhere", "[table]") {
  const Table table =
      difference("x86_64", {Test::special, [](Term right, const Inputs&, const Facts&) { return right; }});
  CHECK(table.complete);
  CHECK(table.cubes.empty());
  CHECK(table.atoms.empty());
}

TEST_CASE("boundaries that the family's atoms do not have become columns", "[table]") {
  const Table highest = difference("x86_64", {Test::above_highest, [](Term, const Inputs& in, const Facts&) {
                                                return uge(in.pfn, in.highest_pfn);
                                              }});
  CHECK(highest.complete);
  CHECK(texts(highest) == std::set<std::string>{"not special, pfn = highest: page -> NULL + report"});
  const Table young = difference("x86_64", {Test::special, [](Term right, const Inputs& in, const Facts&) {
                                              return right & !in.young;
                                            }});
  CHECK(young.complete);
  CHECK(std::ranges::find(young.atoms, "young") != young.atoms.end());
}

TEST_CASE("a VMA flag that a rule asks becomes a column", "[table]") {
  const Table table =
      difference("arm", {Test::zero, [](Term right, const Inputs& in, const Facts& f) {
                           Pool& pool = in.pfn.pool();
                           return right | ne(in.other_flags & pool.constant(f.word_bits, 0x4000),
                                             pool.constant(f.word_bits, 0));
                         }});
  CHECK(table.complete);
  for (const Cube& cube : table.cubes) CHECK(text(table, cube).find("VM_IO") != std::string::npos);
  CHECK(table.cubes.size() == 4);
}

TEST_CASE("a witness has the calls that decide about it, and no others", "[table]") {
  Pool pool;
  Rule rule = reference_with(pool, facts_of(*find_arch("arm"), r612), Level::pte,
                             std::array{Fault{Test::zero, [](Term right, const Inputs& in, const Facts&) {
                                                const Term call = in.pfn.pool().var("folio_test_anon(#1)", 0);
                                                return right & ite(in.memmap, in.anon, call);
                                              }}});
  rule.applications.push_back({"folio_test_anon",
                               {rule.in.pfn},
                               pool.var("folio_test_anon(#1)", 0),
                               pool.var("folio_test_anon(#1)", 0)});
  const Assignment zero{{"pfn", 1}, {"zero_pfn", 1}, {"highest_memmap_pfn", 5}, {"memmap", 1}};
  CHECK(asked_in_words(rule, zero) == std::vector<std::string>{"PageAnon(page)=0"});
}

TEST_CASE("a row of a table that is not complete names every answer that its inputs have", "[table]") {
  Pool pool;
  const auto engine = make_z3();
  const Facts facts = facts_of(*find_arch("arm"), r612);
  const Rule before = reference(pool, facts, Level::pte);
  const Fault odd{Test::linear, [](Term right, const Inputs& in, const Facts& f) {
                    return right & ne(in.other_flags, in.pfn.pool().constant(f.word_bits, 6));
                  }};
  const Rule after = reference_with(pool, facts, Level::pte, std::array{odd});
  const Table table = difference_table(before, after, *engine, {});
  CHECK_FALSE(table.complete);
  const Term answer = concat(packed_answer(after), packed_answer(before));
  for (const Cube& cube : table.cubes) {
    INFO(text(table, cube));
    Term another = valid_inputs(before);
    for (std::size_t i = 0; i < table.holds.size(); ++i)
      if (cube.values[i]) another = another & (*cube.values[i] ? table.holds[i] : !table.holds[i]);
    for (const std::uint64_t known : cube.answers)
      another = another & ne(answer, pool.constant(answer.width(), known));
    CHECK(engine->ask({"another answer", another}, {}).status == Status::unsat);
  }
}

TEST_CASE("a rule that rests on something that is no column is said to be sampled", "[table]") {
  const Table table =
      difference("arm", {Test::linear, [](Term right, const Inputs& in, const Facts& f) {
                           return right & ne(in.other_flags, in.pfn.pool().constant(f.word_bits, 6));
                         }});
  CHECK_FALSE(table.complete);
  CHECK_FALSE(table.reason.empty());
}

TEST_CASE("a table gives the rule's own answer on every representative", "[table]") {
  for (const ModelRule& m : model_rules()) {
    if (m.facts.core.release != r612) continue;
    INFO(m.name);
    Pool pool;
    const Rule rule = reference(pool, m.facts, m.level);
    const auto engine = make_z3();
    const Table table = decision_table(rule, *engine, {});
    CHECK(table.complete);
    const auto parts = parts_of(rule.out);
    std::vector<Term> roots(parts.begin(), parts.end());
    std::vector<Atom> atoms = atoms_of(rule);
    atoms.push_back({"COW mapping", is_cow(rule.in)});
    for (const std::string& name : table.atoms)
      roots.push_back(std::ranges::find(atoms, name, &Atom::name)->holds);
    std::size_t wrong = 0, seen = 0;
    Representatives(rule).visit(roots, [&](const Aig& graph, std::uint64_t valid) {
      for (unsigned lane = 0; lane < 64; lane += 7) {
        if ((valid >> lane & 1) == 0) continue;
        ++seen;
        std::size_t matching = 0;
        for (const Cube& cube : table.cubes) {
          bool has = true;
          for (std::size_t i = 0; i < cube.values.size(); ++i)
            has = has &&
                  (!cube.values[i] || *cube.values[i] == ((graph.lanes(answer_parts + i) >> lane & 1) != 0));
          if (!has) continue;
          ++matching;
          if (cube.before != answer(graph, lane)) ++wrong;
        }
        if (matching == 0) ++wrong;
      }
      return true;
    });
    CHECK(seen > 0);
    CHECK(wrong == 0);
  }
}

TEST_CASE("a cover is irredundant and keeps to its answers", "[table]") {
  // Majority of three, with one combination that no inputs have.
  Truth truth(3);
  for (Key key = 0; key < 8; ++key) truth.set(key, __builtin_popcount(key) >= 2 ? 1 : 0);
  truth.set(7, Truth::none);
  const auto cubes = cover(truth, {0});
  CHECK(cubes.size() == 3);
  for (Key key = 0; key < 7; ++key) {
    const bool in = std::ranges::any_of(cubes, [key](const Product& cube) { return cube.has(key); });
    CHECK(in == (truth[key] == 1));
  }
}
