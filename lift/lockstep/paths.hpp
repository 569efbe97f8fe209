// SPDX-License-Identifier: GPL-2.0-or-later
// Two functions followed way by way. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include "lift/lockstep/walk.hpp"

namespace pfncheck::lifting {

/// The same question as walk(), for functions whose blocks do not correspond: where one side asks a condition
/// that the other does not, both answers are followed, and each way through the one is held against each way
/// through the other that the same facts lead to. Loops must begin at the same places. True: proved; false
/// says nothing: there may be more ways than are followed.
bool is_same_on_every_way(llvm::Function& before, llvm::Function& after, const WalkOptions& options,
                          Pool& pool);

}  // namespace pfncheck::lifting
