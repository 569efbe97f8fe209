// SPDX-License-Identifier: GPL-2.0-or-later
// The operations of slice `own`. For the inside of model/machine/own only.
#pragma once

#include "model/machine/own/own.hpp"

namespace pfncheck::machine {

void add_own_operations(Own& own);
std::vector<OperationInfo> own_operations();
std::vector<FaultInfo> own_faults();

}  // namespace pfncheck::machine
