// SPDX-License-Identifier: GPL-2.0-or-later
// Why two kernels answer differently, where it follows from a known change of core mm.
#pragma once

#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "report/record.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {

/// Both sides of a difference table: lifted rules over the same inputs, and what their configurations say.
struct TwoKernels {
  const normal_page::Rule &before, &after;
  bool before_debugs = false, after_debugs = false;  ///< CONFIG_DEBUG_VM
};

/// For each row of the table, what explains it: the reference rule of the first kernel is brought to that of
/// the second one change at a time. A row is explained if both ends are proved to answer as the two trees do,
/// by the changes at which some input of the row gets another answer. Nothing is said of a table that is not
/// complete; a row that no known change explains gets a reason without a source.
std::vector<std::vector<Cause>> reasons_of(const Table& table, const TwoKernels& kernels, Engine& engine,
                                           const Budget& budget);

}  // namespace pfncheck
