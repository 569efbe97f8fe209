// SPDX-License-Identifier: GPL-2.0-or-later
// Decision tables: all inputs of a rule as few cubes as possible; the difference of two rules likewise.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

/// A question about the inputs that a table may use as a column: "special", "VM_PFNMAP", "pfn = linear" ...
struct Atom {
  std::string name;
  Term holds;
};

/// One row: a value per atom, or nothing where it does not matter.
struct Cube {
  std::vector<std::optional<bool>> values;  ///< parallel to Table::atoms
  /// Answers ("NULL", "page", "NULL + report" ...); after only in differences. Where a table is not complete
  /// and the columns do not decide: all that occur, "page or NULL".
  std::string before, after;
  std::vector<std::uint64_t> answers;  ///< in parts, those after above those before: no input has another one
};

struct Table {
  std::vector<std::string> atoms;  ///< only those that some cube uses
  std::vector<Term> holds;         ///< parallel to atoms
  std::vector<Cube> cubes;
  bool complete = true;  ///< proved: the answers depend on the inputs only through the atoms; else "sampled"
  std::string reason;    ///< if not complete: what else they depend on
};

/// The atoms of the family at a level, over the rule's inputs.
std::vector<Atom> atoms_of(const normal_page::Rule& rule);
/// Boundaries and inputs that a right rule does not ask about but a patched one may.
std::vector<Atom> finer_atoms_of(const normal_page::Rule& rule);
Table decision_table(const normal_page::Rule& rule, Engine& engine, const Budget& budget);
/// Where two rules over the same inputs answer differently (empty: nowhere). The domain is that of `before`.
Table difference_table(const normal_page::Rule& before, const normal_page::Rule& after, Engine& engine,
                       const Budget& budget);

}  // namespace pfncheck
