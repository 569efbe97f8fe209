// SPDX-License-Identifier: GPL-2.0-or-later
// Properties on one lifted rule, and the records that come of one or two sides of it.
#pragma once

#include <string>
#include <vector>

#include "review/row.hpp"

namespace pfncheck {

/// A lifted rule of one side with the verdicts of every property that was asked for.
struct Judged {
  normal_page::Lifted lifted;
  std::vector<std::vector<Verdict>> verdicts;  ///< parallel to the request's properties
};

/// Unknowns of a lifted rule: variables that no contract covers.
Unknowns unknowns_of(const LiftedFunction& function);
/// Whether two sides of a rule are the same Terms, so that the verdicts of one are those of the other.
bool same_question(const normal_page::Lifted& a, const normal_page::Lifted& b);
/// Decides every property of the request. Nothing to decide (rule absent, unsupported): empty lists.
void judge(Judged& side, const CheckRequest& request, Engine& engine, const Budget& budget);

/// Adds one record per property for the side that the report is about (`after` if there is one). `before` is
/// nullptr when the report is about the unpatched side alone.
void add_records(const RowJob& job, Level level, const Judged* before, const Judged& side, RowReport& report);

/// Puts another counterexample of the same obligation into a record.
void show_case(ResultRecord& record, const Verdict& verdict, const Judged* before, const Judged& side);

}  // namespace pfncheck
