// SPDX-License-Identifier: GPL-2.0-or-later
// The contract table in parts; origins.cpp puts them together in this order.
#pragma once

#include <vector>

#include "props/origins.hpp"

namespace pfncheck::origin_tables {

std::vector<Origin> raw_pte();   ///< nobody counts: remap, raw insert, devmap, hook, /proc/vmcore
std::vector<Origin> page_pte();  ///< counted: inserted, file, anonymous and COWed pages
std::vector<Origin> zero_pte();  ///< the small zero page
std::vector<Origin> huge();      ///< PMD, also read at PUD
std::vector<Origin> outside();   ///< entries outside the contracts

bool pmd_alone(const Facts& f, Level level);  ///< for Origin::at

}  // namespace pfncheck::origin_tables
