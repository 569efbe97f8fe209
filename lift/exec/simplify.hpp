// SPDX-License-Identifier: GPL-2.0-or-later
// Cuts a module down to one function, and lets LLVM's passes simplify it. Internal to lift/exec: holds LLVM
// types.
#pragma once

#include <llvm/IR/Module.h>

#include <memory>
#include <set>
#include <string>

namespace pfncheck::lifting {

/// Reads the functions that `function` needs and drops the bodies of all others and of what has a stand-in.
void keep_only(llvm::Module& module, llvm::Function& function);
/// Whether calls of what has a stand-in are followed to that only, or changed to go there.
enum class StandIns { followed, put_in };
/// Functions with a body that are reachable from `function` without entering stand-ins; materialises them.
std::set<llvm::Function*> reachable_functions(llvm::Function& function, StandIns calls);
/// Runs the passes: everything is inlined into `function`. A module that is marked as done is left alone.
void simplify(llvm::Module& module, llvm::Function& function);
bool is_simplified(const llvm::Module& module);

}  // namespace pfncheck::lifting
