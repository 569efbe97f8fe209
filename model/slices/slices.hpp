// SPDX-License-Identifier: GPL-2.0-or-later
// One maker per slice; slice.cpp puts them together.
#pragma once

#include <string_view>

#include "model/machine/slice.hpp"

namespace pfncheck::machine {

/// How the kernel comes to do an operation of a slice; empty if it is not the kernel's.
std::string_view call_chain(std::string_view slice, std::string_view operation);

SliceInfo own_slice();
SliceInfo linear_slice();
SliceInfo huge_slice();
SliceInfo type_slice();
SliceInfo kvm_slice();
SliceInfo vfio_slice();
SliceInfo life_slice();

}  // namespace pfncheck::machine
