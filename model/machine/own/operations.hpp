// SPDX-License-Identifier: GPL-2.0-or-later
// The operations and lemmas of slice `own`. For the inside of model/machine/own only.
#pragma once

#include "model/machine/own/own.hpp"

namespace pfncheck::machine {

void add_own_operations(Own& own);
void add_own_lemmas(Own& own);
std::vector<OperationInfo> own_operations();
std::vector<FaultInfo> own_faults();

}  // namespace pfncheck::machine
