// SPDX-License-Identifier: GPL-2.0-or-later
// What a release does wrong by itself, beside the verdicts that it makes.
#pragma once

#include <vector>

#include "report/record.hpp"
#include "solver/life/judge.hpp"

namespace pfncheck {

/// Gives each refuted result the faults of the release that make it so: those without which the property
/// holds on that row, or says nothing; if no single one, all of them, if the property holds without all.
/// The question is one part (solver/life/judge.hpp: parts_of).
void note_own_faults(const SliceQuestion& question, std::vector<ResultRecord>& results);

}  // namespace pfncheck
