// SPDX-License-Identifier: GPL-2.0-or-later
// Bounded symbolic search of a System: is there a failure within so many steps? Asked of Z3, one question per
// depth, so it needs no room for states: it goes where the explorer's memory ends. It proves nothing beyond
// its depth.
#pragma once

#include <optional>
#include <string>

#include "model/machine/system.hpp"
#include "solver/ask/query.hpp"
#include "solver/explore/explore.hpp"

namespace pfncheck {

struct Unrolled {
  std::optional<Trace> trace;  ///< a shortest one
  unsigned depth = 0;          ///< no failure in fewer steps than this
  std::string reason;          ///< why it ended before `most_steps` without a trace; empty: it did not
};

/// Looks for a failure of one property in at most `most_steps` steps.
Unrolled unroll(const machine::System& system, const std::string& property, unsigned most_steps,
                Engine& engine, const Budget& budget);

}  // namespace pfncheck
