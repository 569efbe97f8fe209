// SPDX-License-Identifier: GPL-2.0-or-later
// Whether two sides of a lifted rule mean the same, and the table of what changed.
#pragma once

#include "review/judge.hpp"

namespace pfncheck {

/// Both sides of one rule: over made entries and over raw bit patterns.
struct RuleSides {
  const normal_page::Lifted& made_before;
  const normal_page::Lifted& made_after;
  const normal_page::Lifted& raw_before;
  const normal_page::Lifted& raw_after;
};

/// Compares over all raw bit patterns that the unpatched side calls present, and over entries that each
/// side's own constructors make.
ChangeRecord compare_sides(const RowJob& job, Level level, const RuleSides& sides, Engine& engine);

}  // namespace pfncheck
