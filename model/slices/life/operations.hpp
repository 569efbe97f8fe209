// SPDX-License-Identifier: GPL-2.0-or-later
// The operations of slice `life`. For the inside of model/machine/life only.
#pragma once

#include "model/slices/life/life.hpp"

namespace pfncheck::machine {

void add_life_operations(Life& life);
void add_life_lemmas(Life& life);
std::vector<OperationInfo> life_operations();
std::vector<FaultInfo> life_faults();

}  // namespace pfncheck::machine
