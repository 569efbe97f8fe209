// SPDX-License-Identifier: GPL-2.0-or-later
// One maker per slice; slice.cpp puts them together.
#pragma once

#include "model/machine/slice.hpp"

namespace pfncheck::machine {

SliceInfo own_slice();
SliceInfo linear_slice();
SliceInfo huge_slice();
SliceInfo type_slice();
SliceInfo kvm_slice();
SliceInfo vfio_slice();
SliceInfo life_slice();

}  // namespace pfncheck::machine
