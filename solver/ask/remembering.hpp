// SPDX-License-Identifier: GPL-2.0-or-later
// An engine for calls with many rows: what one row or side asked is not asked again for another.
#pragma once

#include <memory>

#include "solver/ask/query.hpp"

namespace pfncheck {

/// Z3, and what it said of the same formula (and the same terms to make least) in this process. Only what is
/// decided is remembered: Z3's answer to a question depends on nothing but the question (solver/z3), so it is
/// the one that would come again. Reply::seconds is 0 then.
std::unique_ptr<Engine> make_remembering();

}  // namespace pfncheck
