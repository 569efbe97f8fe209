// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/table.hpp"

#include <algorithm>

#include "solver/enumerate/abstraction.hpp"
#include "solver/table/cover.hpp"
#include "solver/table/tabulate.hpp"

namespace pfncheck {
namespace {

using normal_page::answer_parts;

constexpr std::uint64_t one_side = (1u << answer_parts) - 1;
/// More different answers in one row say nothing.
constexpr unsigned most_answers = 6;

/// Columns that no cube cares for go away.
Table with_columns(const Tabulated& t, const std::vector<Product>& cubes) {
  Table table;
  table.complete = t.complete;
  table.reason = t.complete ? "" : t.reason;
  Key used = 0;
  for (const Product& cube : cubes) used |= cube.care;
  for (std::size_t i = 0; i < t.atoms.size(); ++i) {
    if ((used >> i & 1) == 0) continue;
    table.atoms.push_back(t.atoms[i].name);
    table.holds.push_back(t.atoms[i].holds);
  }
  for (const Product& cube : cubes) {
    Cube row;
    for (std::size_t i = 0; i < t.atoms.size(); ++i) {
      if ((used >> i & 1) == 0) continue;
      row.values.push_back((cube.care >> i & 1) != 0 ? std::optional((cube.value >> i & 1) != 0)
                                                     : std::nullopt);
    }
    row.answers = {t.values[static_cast<std::size_t>(cube.answer)]};
    table.cubes.push_back(std::move(row));
  }
  return table;
}

/// All answers that inputs of a row have, by asking for one that is not known yet.
void find_answers(Cube& row, const Table& table, Term answer, Term valid, Engine& engine,
                  const Budget& budget) {
  Term left = valid;
  for (std::size_t i = 0; i < table.holds.size(); ++i)
    if (row.values[i]) left = left & (*row.values[i] ? table.holds[i] : !table.holds[i]);
  const auto leave_out = [&](std::uint64_t known) {
    left = left & ne(answer, answer.pool().constant(answer.width(), known));
  };
  for (const std::uint64_t known : row.answers) leave_out(known);
  for (;;) {
    const Reply reply = engine.ask({"another answer of a row", left}, budget);
    if (reply.status == Status::unsat) return;
    if (reply.status != Status::sat || row.answers.size() == most_answers) break;
    row.answers.push_back(evaluate(answer, reply.model));
    leave_out(row.answers.back());
  }
  row.answers.clear();  // nothing is known for sure
}

std::string joined(const std::vector<std::uint64_t>& answers, unsigned shift) {
  std::string text;
  std::vector<std::uint64_t> said;
  for (const std::uint64_t answer : answers) {
    const std::uint64_t side = answer >> shift & one_side;
    if (std::ranges::find(said, side) != said.end()) continue;
    said.push_back(side);
    text += (text.empty() ? "" : " or ") + normal_page::text_of_answer(side);
  }
  return text;
}

/// A row of a table that is not complete may stand for inputs that are answered otherwise: it names all
/// answers, and goes where they are not known.
void name_answers(Table& table, const normal_page::Rule& rule, Term answer, Engine& engine,
                  const Budget& each) {
  const Budget budget = phase_of(each);
  if (!table.complete)
    for (Cube& row : table.cubes) find_answers(row, table, answer, valid_inputs(rule), engine, budget);
  std::erase_if(table.cubes, [](const Cube& row) { return row.answers.empty(); });
  for (Cube& row : table.cubes) {
    row.before = joined(row.answers, 0);
    row.after = joined(row.answers, answer_parts);
  }
}

/// A rule with what both sides call, so that columns can be named after it.
normal_page::Rule with_calls_of(const normal_page::Rule& before, const normal_page::Rule& after) {
  normal_page::Rule both = before;
  for (const normal_page::Application& call : after.applications) {
    const auto is_it = [&](const normal_page::Application& known) {
      return known.variable.same(call.variable);
    };
    if (std::ranges::none_of(before.applications, is_it)) both.applications.push_back(call);
  }
  return both;
}

}  // namespace

Table decision_table(const normal_page::Rule& rule, Engine& engine, const Budget& budget) {
  const Tabulated t = tabulate(rule, packed_answer(rule), engine, budget);
  Table table = with_columns(t, cover(t.truth));
  name_answers(table, rule, packed_answer(rule), engine, budget);
  for (Cube& cube : table.cubes) cube.after.clear();
  return table;
}

Table difference_table(const normal_page::Rule& before, const normal_page::Rule& after, Engine& engine,
                       const Budget& budget) {
  const Term answer = concat(packed_answer(after), packed_answer(before));
  const normal_page::Rule both = with_calls_of(before, after);
  const Tabulated t = tabulate(both, answer, engine, budget);
  std::vector<std::int16_t> same;
  for (std::size_t i = 0; i < t.values.size(); ++i)
    if (t.values[i] >> answer_parts == (t.values[i] & ((1u << answer_parts) - 1)))
      same.push_back(static_cast<std::int16_t>(i));
  Table table = with_columns(t, cover(t.truth, same));
  name_answers(table, both, answer, engine, budget);
  return table;
}

}  // namespace pfncheck
