// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/harmless.hpp"

#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <algorithm>

#include "lift/exec/passes.hpp"

namespace pfncheck::lifting {

namespace {

bool is_own(const llvm::Value& place) {
  return llvm::isa<llvm::AllocaInst>(llvm::getUnderlyingObject(&place));
}

}  // namespace

bool Harmless::is(llvm::Function& function) {
  const auto [known, is_first] = known_.emplace(&function, false);  // one that calls itself is not
  if (!is_first) return known->second;
  materialize(function);
  if (function.isDeclaration() || !function.hasLocalLinkage()) return false;
  return known_[&function] = std::ranges::all_of(llvm::instructions(function),
                                                 [&](const llvm::Instruction& i) { return is(i); });
}

bool Harmless::is(const llvm::Instruction& i) {
  if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i))
    return store->isSimple() && is_own(*store->getPointerOperand());
  if (const auto* set = llvm::dyn_cast<llvm::MemIntrinsic>(&i))
    return !set->isVolatile() && is_own(*set->getRawDest());
  if (llvm::isa<llvm::IntrinsicInst>(i) || llvm::isa<llvm::LoadInst>(i)) return true;
  // asm goto without results asks for a feature or a static key.
  if (llvm::isa<llvm::CallBrInst>(i)) return i.getType()->isVoidTy();
  const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
  if (call == nullptr) return !i.mayWriteToMemory();
  if (const auto* code = llvm::dyn_cast<llvm::InlineAsm>(call->getCalledOperand()))
    return !code->hasSideEffects();
  llvm::Function* callee = call->getCalledFunction();
  return callee != nullptr && is(*callee);
}

}  // namespace pfncheck::lifting
