// SPDX-License-Identifier: GPL-2.0-or-later
// How functions are called, beyond the types that LLVM keeps. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>
#include <llvm/IR/InstrTypes.h>

#include <string>
#include <vector>

namespace pfncheck::lifting {

/// How arguments and the result are handed over: extension of small integers, objects by value.
std::string convention(const llvm::CallBase& call);
std::string convention(const llvm::Function& function);

/// Of the result and the parameters, from debug information: whether they are signed, and their size.
std::vector<std::string> c_types(const llvm::Function& function);

/// Whether a caller that knows the one's types and convention calls the other in the same way.
bool are_called_alike(const llvm::Function& a, const llvm::Function& b);

}  // namespace pfncheck::lifting
