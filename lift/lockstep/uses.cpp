// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/uses.hpp"

#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

namespace pfncheck {

Uses uses_of(const Module& module, const std::set<std::string>& functions) {
  Uses uses;
  for (const std::string& name : functions) {
    const llvm::Function* function = module.whole().getFunction(name);
    if (function == nullptr || function->isDeclaration()) continue;
    if (!function->hasLocalLinkage()) uses.beyond.insert(name);
    std::set<std::string>& callers = uses.callers[name];
    for (const llvm::Use& use : function->uses()) {
      const auto* call = llvm::dyn_cast<llvm::CallBase>(use.getUser());
      if (call != nullptr && call->isCallee(&use))
        callers.insert(call->getFunction()->getName().str());
      else
        uses.beyond.insert(name);
    }
  }
  return uses;
}

}  // namespace pfncheck
