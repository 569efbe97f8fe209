// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/table/table.hpp"

#include "solver/enumerate/abstraction.hpp"
#include "solver/table/cover.hpp"
#include "solver/table/tabulate.hpp"

namespace pfncheck {
namespace {

using normal_page::answer_parts;

/// Columns that no cube cares for go away.
Table with_columns(const Tabulated& t, const std::vector<Product>& cubes) {
  Table table;
  table.complete = t.complete;
  table.reason = t.complete ? "" : t.reason;
  Key used = 0;
  for (const Product& cube : cubes) used |= cube.care;
  for (std::size_t i = 0; i < t.atoms.size(); ++i)
    if ((used >> i & 1) != 0) table.atoms.push_back(t.atoms[i].name);
  for (const Product& cube : cubes) {
    Cube row;
    for (std::size_t i = 0; i < t.atoms.size(); ++i) {
      if ((used >> i & 1) == 0) continue;
      row.values.push_back((cube.care >> i & 1) != 0 ? std::optional((cube.value >> i & 1) != 0)
                                                     : std::nullopt);
    }
    const std::uint64_t value = t.values[static_cast<std::size_t>(cube.answer)];
    row.before = normal_page::text_of_answer(value & ((1u << answer_parts) - 1));
    row.after = normal_page::text_of_answer(value >> answer_parts);
    table.cubes.push_back(std::move(row));
  }
  return table;
}

}  // namespace

Table decision_table(const normal_page::Rule& rule, Engine& engine, const Budget& budget) {
  const Tabulated t = tabulate(rule, packed_answer(rule), engine, budget);
  Table table = with_columns(t, cover(t.truth));
  for (Cube& cube : table.cubes) cube.after.clear();
  return table;
}

Table difference_table(const normal_page::Rule& before, const normal_page::Rule& after, Engine& engine,
                       const Budget& budget) {
  const Tabulated t = tabulate(before, concat(packed_answer(after), packed_answer(before)), engine, budget);
  std::vector<std::int16_t> same;
  for (std::size_t i = 0; i < t.values.size(); ++i)
    if (t.values[i] >> answer_parts == (t.values[i] & ((1u << answer_parts) - 1)))
      same.push_back(static_cast<std::int16_t>(i));
  return with_columns(t, cover(t.truth, same));
}

}  // namespace pfncheck
