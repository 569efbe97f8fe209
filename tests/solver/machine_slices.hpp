// SPDX-License-Identifier: GPL-2.0-or-later
// Questions about slices of the machine, as several tests ask them.
#pragma once

#include <string>
#include <vector>

#include "solver/life/judge.hpp"

namespace pfncheck::test {

/// All properties on all architecture rows.
SliceQuestion question_of(const machine::SliceInfo& slice);
/// The same with one seeded fault, and a smaller bound on states.
SliceQuestion question_of(const machine::SliceInfo& slice, std::string_view fault);

bool is_refuted(const LifeFinding& finding);
/// Names of the properties that are refuted on some row, in order.
std::vector<std::string> refuted_in(const SliceAnswer& answer);

/// What each fault of each slice leads to, asked once for all tests of a program.
struct FaultAnswer {
  std::string slice, fault;  ///< fault: "slice/fault"
  SliceAnswer answer;
};
const std::vector<FaultAnswer>& all_faults();

}  // namespace pfncheck::test
