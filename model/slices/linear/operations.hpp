// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "model/slices/linear/linear.hpp"

namespace pfncheck::machine {

void add_linear_operations(Linear& linear);
void add_linear_lemmas(Linear& linear);
std::vector<OperationInfo> linear_operations();
std::vector<FaultInfo> linear_faults();

}  // namespace pfncheck::machine
