// SPDX-License-Identifier: GPL-2.0-or-later
// Exits that share their last steps, each with steps of its own. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

namespace pfncheck::lifting {

/// Gives each way into a block that returns a copy of the block, and so on upwards: what a goto shares and
/// what stands before several returns become one form. Nothing is done that was not done, and in the same
/// order. Stops where the function would grow too large.
void set_returns_apart(llvm::Function& function);

}  // namespace pfncheck::lifting
