// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/steps.hpp"

#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <vector>

#include "lift/exec/unset_locals.hpp"
#include "lift/lockstep/expressions.hpp"

namespace pfncheck::lifting {

using llvm::BasicBlock;
using llvm::Instruction;

bool is_nothing(const Instruction& i) {
  // Locals have no contents that anybody knows when they begin.
  if (i.isDebugOrPseudoInst() || is_beginning(i)) return true;
  const auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(&i);
  return call != nullptr && (call->isLifetimeStartOrEnd() || call->isAssumeLikeIntrinsic()) &&
         call->getType()->isVoidTy();
}

bool calls_one_of(const llvm::CallBase& call, const std::set<std::string>& functions) {
  const auto* function = llvm::dyn_cast<llvm::Function>(call.getCalledOperand());
  return function != nullptr && functions.contains(function->getName().str());
}

bool may_call_one_of(const llvm::CallBase& call, const std::set<std::string>& functions) {
  std::set<const llvm::Value*> seen{call.getCalledOperand()};
  std::vector<const llvm::Value*> waiting(seen.begin(), seen.end());
  while (!waiting.empty()) {
    const llvm::Value* value = waiting.back();
    waiting.pop_back();
    if (const auto* function = llvm::dyn_cast<llvm::Function>(value)) {
      if (functions.contains(function->getName().str())) return true;
    } else if (llvm::isa<llvm::SelectInst, llvm::PHINode, llvm::CastInst, llvm::FreezeInst,
                         llvm::ConstantExpr>(value)) {
      for (const llvm::Use& use : llvm::cast<llvm::User>(value)->operands())
        if (seen.insert(use.get()).second) waiting.push_back(use.get());
    }
  }
  return false;
}

bool is_effect(const Instruction& i, const std::set<std::string>& changed) {
  if (i.isTerminator() || is_nothing(i)) return false;
  if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(&i)) return load->isVolatile() || load->isAtomic();
  if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&i))
    return !is_expression(*call) || may_call_one_of(*call, changed);
  return i.mayHaveSideEffects() || llvm::isa<llvm::VAArgInst>(i);
}

namespace {

/// A block that only leads on.
bool is_empty(const BasicBlock& block) {
  for (const Instruction& i : block) {
    if (is_nothing(i)) continue;
    const auto* branch = llvm::dyn_cast<llvm::BranchInst>(&i);
    return branch != nullptr && branch->isUnconditional() && branch->getSuccessor(0) != &block;
  }
  return false;
}

}  // namespace

Edge followed(Edge edge) {
  std::set<const BasicBlock*> passed;  // empty blocks may lead to each other for ever
  edge.is_only_way = edge.to->getSinglePredecessor() != nullptr;
  while (is_empty(*edge.to) && passed.insert(edge.to).second) {
    const BasicBlock* next = edge.to->getSingleSuccessor();
    edge = {edge.to, next, edge.is_only_way && next->getSinglePredecessor() != nullptr};
  }
  return edge;
}

}  // namespace pfncheck::lifting
