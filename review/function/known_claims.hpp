// SPDX-License-Identifier: GPL-2.0-or-later
// What was decided of a function's claims, by what they say: a patch that does not change them asks nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "review/memo.hpp"
#include "solver/check/claim.hpp"

namespace pfncheck {

/// The claim, what its counterexample is made small in and must not rest on, and the budget, as text. Equal
/// text has an equal verdict, whatever tree, row or patch it comes from.
std::string question_of(const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns,
                        const Budget& budget);

std::optional<ClaimVerdict> known_verdict(const Memo& memo, const std::string& question);
/// Keeps it, unless a larger budget or a mended machine could say more.
void keep_verdict(const Memo& memo, const std::string& question, const ClaimVerdict& verdict);

}  // namespace pfncheck
