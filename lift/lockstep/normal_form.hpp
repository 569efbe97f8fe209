// SPDX-License-Identifier: GPL-2.0-or-later
// One function of a module in the form in which two versions are compared. Holds LLVM types.
#pragma once

#include <llvm/IR/Module.h>

#include <set>
#include <string>

namespace pfncheck::lifting {

/// Leaves of `module` the function alone: with the bodies of `inlined` in their callers, every other function
/// a call, locals in registers, and what LLVM's passes make one of many ways to write the same. The passes
/// keep what others can see: order and number of volatile accesses, atomics, assembly, calls and stores.
/// Exits share what they do last.
void normalise(llvm::Module& module, llvm::Function& function, const std::set<std::string>& inlined);

/// Of a function in that form: each exit gets its own copy of what it does last, and loops count from zero.
void lengthen(llvm::Module& module, llvm::Function& function);

}  // namespace pfncheck::lifting
