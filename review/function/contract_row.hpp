// SPDX-License-Identifier: GPL-2.0-or-later
// The contracts of kernel functions on one architecture row.
#pragma once

#include "review/row.hpp"

namespace pfncheck {

/// Every clause of every contract that the request asks for: of the unpatched side, or of the patched one
/// against it. With a new violation goes the life that it leads to. Text of the question for a memo:
/// contracts_text().
RowReport review_contracts(const RowJob& job, const Memo& memo);
/// Which contracts are asked, as text.
std::string contracts_text(const RowJob& job);

}  // namespace pfncheck
