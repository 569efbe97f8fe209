// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/passes.hpp"

#include <llvm/Support/Error.h>

#include "model/broken_invariant.hpp"
#include "model/input_error.hpp"

namespace pfncheck::lifting {

void materialize(llvm::Function& function) {
  if (!function.isMaterializable()) return;
  if (llvm::Error error = function.materialize()) throw InputError(llvm::toString(std::move(error)));
}

void run_passes(llvm::Module& module,
                const std::function<void(llvm::PassBuilder&, llvm::ModulePassManager&)>& add) {
  llvm::PassBuilder builder;
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager passes;
  add(builder, passes);
  passes.run(module, modules);
}

void add_passes(llvm::PassBuilder& builder, llvm::ModulePassManager& passes, const char* text) {
  if (llvm::Error error = builder.parsePassPipeline(passes, text))
    broken_invariant(llvm::toString(std::move(error)));
}

}  // namespace pfncheck::lifting
