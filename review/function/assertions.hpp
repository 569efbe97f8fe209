// SPDX-License-Identifier: GPL-2.0-or-later
// The assertions of functions in a C file, one function after the other.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "report/record.hpp"
#include "solver/check/claim.hpp"

namespace pfncheck {

/// Functions of the file that nobody in it calls or stands in for. `file` is as debug information has it,
/// relative to `folder`.
std::set<std::string> asked_functions(const Module& module, const std::string& folder,
                                      const std::string& file);

/// How a claim is decided: with the inputs that a counterexample is made small in, and what it must not rest
/// on.
using DecideClaim =
    std::function<ClaimVerdict(const Claim&, const std::vector<Term>& inputs, const Unknowns&)>;

struct AssertionAnswer {
  std::string clause;  ///< name of the clause, text of the condition; empty: the function cannot be asked
  Outcome outcome = Outcome::error;
  std::string reason;
  Place place;
  std::optional<WitnessRecord> witness;  ///< of refuted
};
struct AssertionAnswers {
  std::vector<AssertionAnswer> all;
  unsigned bound = 0;  ///< turns of loops that were looked at; 0: there is no loop
};

/// An answer for each assertion in the function's code, those that no execution comes by among them
/// (vacuous), or one that says why there is none.
AssertionAnswers answer_assertions(const Module& module, const std::string& name, const LiftOptions& lift,
                                   const DecideClaim& decide);

}  // namespace pfncheck
