// SPDX-License-Identifier: GPL-2.0-or-later
// Runs LLVM's passes over a module, and reads bodies in. Holds LLVM types.
#pragma once

#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>

#include <functional>

namespace pfncheck::lifting {

/// Reads the body in if it was not yet. Throws InputError for bitcode that is damaged.
void materialize(llvm::Function& function);

/// `add`: names the passes, with add_passes() or one by one.
void run_passes(llvm::Module& module,
                const std::function<void(llvm::PassBuilder&, llvm::ModulePassManager&)>& add);
/// Passes in LLVM's own words ("function(sroa,early-cse),always-inline").
void add_passes(llvm::PassBuilder& builder, llvm::ModulePassManager& passes, const char* text);

}  // namespace pfncheck::lifting
