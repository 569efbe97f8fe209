// SPDX-License-Identifier: GPL-2.0-or-later
// Few cubes that cover a truth table: each as wide as the answers around it allow, none superfluous.
#pragma once

#include <vector>

#include "solver/table/truth.hpp"

namespace pfncheck {

/// All combinations that agree with `value` where `care` is set.
struct Product {
  Key care = 0, value = 0;
  std::int16_t answer = 0;
  bool has(Key key) const { return ((key ^ value) & care) == 0; }
};

/// An irredundant cover, answer by answer; combinations that no inputs have fall where it suits. Answers in
/// `skip` (sorted) get no cubes.
std::vector<Product> cover(const Truth& truth, const std::vector<std::int16_t>& skip = {});

}  // namespace pfncheck
