// SPDX-License-Identifier: GPL-2.0-or-later
// The operations of slice `vfio`. For the inside of model/machine/vfio only.
#pragma once

#include "model/slices/vfio/vfio.hpp"

namespace pfncheck::machine {

void add_vfio_operations(Vfio& vfio);
void add_vfio_lemmas(Vfio& vfio);
std::vector<OperationInfo> vfio_operations();
std::vector<FaultInfo> vfio_faults();

}  // namespace pfncheck::machine
