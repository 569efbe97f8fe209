// SPDX-License-Identifier: GPL-2.0-or-later
// Two versions of a function: the same for every caller, or a call on which they part.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lift/exec/lifted_function.hpp"
#include "model/change.hpp"
#include "solver/ask/query.hpp"

namespace pfncheck {

struct Comparison {
  Meaning meaning = Meaning::unknown;
  std::string reason;               ///< of unknown
  Assignment values;                ///< of different: a call on which they part
  std::set<std::string> free = {};  ///< inputs of it, by name, that may have any value; of the least call
};

/// Which call on which two versions part: whatever the solver finds, or the least one, for readers.
enum class Shown : std::uint8_t { any_call, least_call };

/// Whether effect after effect has the same name and widths.
bool have_one_order(const std::vector<Effect>& a, const std::vector<Effect>& b);
/// Of effects in one order: some call on which one of them happens on one side only, or with other arguments.
Term effects_that_differ(const std::vector<Effect>& a, const std::vector<Effect>& b, Pool& pool);

/// Compares what the two return, what is in memory afterwards (if both were lifted with observe_memory), and
/// what happens: calls of what has no body, events, traps, with arguments and order. Loops within their
/// bound, where an ASSUME holds on both sides, and where pointers and bools are what their types allow in the
/// version before. Not compared: what others can see in between. Both are of one Pool, with the same names
/// for parameters.
Comparison compare_functions(const LiftedFunction& before, const LiftedFunction& after, Engine& engine,
                             const Budget& budget, Shown shown = Shown::least_call);

}  // namespace pfncheck
