// SPDX-License-Identifier: GPL-2.0-or-later
// The contracts of kernel functions on one architecture row.
#pragma once

#include "review/row.hpp"

namespace pfncheck {

/// Every clause of every contract of the job's unit that the request asks for: of the unpatched side, or of
/// the patched one against it. With a new violation goes the life that it leads to. Text of the question for
/// a memo: contracts_text().
RowReport review_contracts(const RowJob& job, const Memo& memo);
/// Which contracts are asked, as text; empty if the unit has none.
std::string contracts_text(const RowJob& job);
/// Units of the contracts that the request asks for by name, beside the one that the rules stand in: another
/// unit a row is another run of the compiler.
std::vector<std::string> other_units(const CheckRequest& request);
/// The contracts of a unit that the row does not compile, none of which applies.
RowReport contracts_without_unit(const RowJob& job, const std::string& why);

}  // namespace pfncheck
