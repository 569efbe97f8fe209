// SPDX-License-Identifier: GPL-2.0-or-later
// The assertions of functions in a C file, one function after the other.
#pragma once

#include <functional>
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

/// Adds an answer for each assertion of the function, or one that says why there is none. `arch`: the target
/// or row.
void answer_assertions(const Module& module, const std::string& name, const LiftOptions& lift,
                       const std::string& arch, const DecideClaim& decide, FunctionCaseRecord& record);

}  // namespace pfncheck
