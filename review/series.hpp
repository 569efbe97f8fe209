// SPDX-License-Identifier: GPL-2.0-or-later
// A series patch by patch: each against the tree with the ones before it, as a bisection would meet it.
#pragma once

#include <vector>

#include "review/patched_row.hpp"

namespace pfncheck {

/// Adds a record for each patch to the report of the whole series, and to each new violation the patch that
/// makes it. A patch that touches nothing of a checked unit costs nothing; a series of more than
/// 32 is only compared as a whole, which a note says.
void review_each(const PatchWork& whole, const std::vector<Patch>& patches, const AppliedSeries& applied,
                 const ReviewOptions& options, Report& report);

}  // namespace pfncheck
