// SPDX-License-Identifier: GPL-2.0-or-later
// One row of a patch: two states of the tree compared, and what the row knows of the lines between them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "review/header_users.hpp"

namespace pfncheck {

struct PatchedRow {
  RowReport report;
  std::vector<RowLines> lines;  ///< one a unit; none if the kernel cannot be built for the row
  /// C files of the patch that the row does not compile, and why.
  std::map<std::string, std::string> not_compiled = {};
  std::map<std::string, std::string> waits_for = {};  ///< of those: the symbol that is not set
  UsersOfHeaders users = {};
};

struct CompiledSides {
  SideUnit before;
  const SideUnit& after;
  const Compiled& build;  ///< what Kbuild's own command says of `after`: see build_unit()
};

/// What there is of a unit that nobody had time for.
PatchedRow late_unit(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                     const std::string& unit);

/// Compares two compiled sides of a row, and then the other C files that change.
PatchedRow compare_row(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                       CompiledSides sides);

/// Compares C files of the patch only, without the rules: on a row on which they compile and on others do
/// not.
PatchedRow compare_units(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                         const std::vector<std::string>& units);

/// What came of the rows, and the account of the lines; finish() is left to the caller.
Report report_of_rows(const PatchWork& work, std::vector<PatchedRow> rows);

}  // namespace pfncheck
