// SPDX-License-Identifier: GPL-2.0-or-later
// Parts of slice `type`.
#pragma once

#include "model/slices/type/type.hpp"

namespace pfncheck::machine {

void add_type_operations(Types& types);
std::vector<OperationInfo> type_operations();
std::vector<FaultInfo> type_faults();

}  // namespace pfncheck::machine
