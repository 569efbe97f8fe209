// SPDX-License-Identifier: GPL-2.0-or-later
// Loops that count, however they are written, count from zero. Holds LLVM types.
#pragma once

#include <llvm/IR/PassManager.h>

namespace pfncheck::lifting {

/// What a loop carries and changes by the same amount each turn becomes a function of the turn's number;
/// where it is known in which turn a condition ends the loop, the condition compares that number.
struct CountedLoops : llvm::PassInfoMixin<CountedLoops> {
  llvm::PreservedAnalyses run(llvm::Function& function, llvm::FunctionAnalysisManager& analyses);
};

}  // namespace pfncheck::lifting
