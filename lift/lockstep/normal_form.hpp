// SPDX-License-Identifier: GPL-2.0-or-later
// One function of a module in the form in which two versions are compared. Holds LLVM types.
#pragma once

#include <llvm/IR/Module.h>

#include <set>
#include <string>

namespace pfncheck::lifting {

enum class Form {
  short_,  ///< exits share what they do last
  long_,   ///< each exit has its own copy of it, and loops count from zero
};

/// Leaves of `module` the function alone: with the bodies of `inlined` in their callers, every other function
/// a call, locals in registers, and what LLVM's passes make one of many ways to write the same. The passes
/// keep what others can see: order and number of volatile accesses, atomics, assembly, calls and stores.
void normalise(llvm::Module& module, llvm::Function& function, const std::set<std::string>& inlined,
               Form form);

}  // namespace pfncheck::lifting
