// SPDX-License-Identifier: GPL-2.0-or-later
// Every combination of facts on which the rule of normal pages can depend, for tests that compare statements.
#pragma once

#include <vector>

#include "model/kernel/facts.hpp"

namespace pfncheck::test {

/// Combinations that an architecture of such a kernel can have.
inline std::vector<Facts> configurations(const CoreMm& mm) {
  std::vector<Facts> all;
  for (unsigned bits = 0; bits < 32; ++bits) {
    Facts f;
    f.core = mm;
    f.pte_special = (bits & 1) != 0;
    f.pmd_special = (bits & 2) != 0;
    f.devmap = (bits & 4) != 0;
    f.colour_zero = (bits & 8) != 0;
    f.lookup_hook = (bits & 16) != 0;
    if (f.pmd_special && (!f.pte_special || !mm.marks_huge)) continue;
    if (f.devmap && (!f.pte_special || !mm.has_devmap)) continue;
    all.push_back(f);
  }
  return all;
}

}  // namespace pfncheck::test
