// SPDX-License-Identifier: GPL-2.0-or-later
// From lifted rows and a patch to the account of every changed line in a report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "lift/tree/lines.hpp"
#include "review/row.hpp"

namespace pfncheck {

/// What one row knows of the touched files.
using RowLines = accounting::CheckedRow;

/// `report` is what the row found: the meaning of each rule.
RowLines lines_of_row(const RowJob& job, const RowReport& report, const Memo& memo);

/// The same where a side does not compile: which of the touched files the unit would include.
RowLines lines_of_failed_row(const RowJob& job);

/// Adds `lines`, and `not_checked` for those that were not looked at. `archs`: what was asked for.
/// `not_compiled`: of C files that no row compiles, why not.
void account(const PatchedFiles& files, const std::vector<RowLines>& rows,
             const std::map<std::string, std::string>& not_compiled, const std::vector<const ArchRow*>& archs,
             Report& report);

}  // namespace pfncheck
