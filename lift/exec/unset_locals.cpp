// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/unset_locals.hpp"

#include <fmt/format.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include <map>
#include <set>
#include <vector>

namespace pfncheck::lifting {

namespace {

constexpr const char* mark = "pfncheck.beginning";

class Beginnings {
 public:
  explicit Beginnings(llvm::Function& function) : module_(*function.getParent()), function_(function) {}

  void put_after(llvm::Instruction& place, llvm::AllocaInst& local) {
    llvm::IRBuilder<> at(place.getNextNode());
    at.SetCurrentDebugLocation(llvm::DebugLoc());
    llvm::Type* type = local.getAllocatedType();
    llvm::GlobalVariable& unset = unset_of(local);
    llvm::Instruction* beginning =
        type->isSingleValueType()
            ? static_cast<llvm::Instruction*>(at.CreateAlignedStore(
                  at.CreateAlignedLoad(type, &unset, local.getAlign()), &local, local.getAlign()))
            : at.CreateMemCpy(&local, local.getAlign(), &unset, local.getAlign(),
                              module_.getDataLayout().getTypeAllocSize(type).getFixedValue());
    beginning->setMetadata(mark, llvm::MDNode::get(module_.getContext(), {}));
  }

 private:
  llvm::GlobalVariable& unset_of(llvm::AllocaInst& local) {
    llvm::GlobalVariable*& known = unset_[&local];
    if (known == nullptr) {
      const std::string name =
          local.hasName() ? local.getName().str() : fmt::format("local {}", unset_.size());
      known = new llvm::GlobalVariable(
          module_, local.getAllocatedType(), false, llvm::GlobalValue::ExternalLinkage, nullptr,
          fmt::format("{}{} in {}()", unset_prefix, name, function_.getName().str()));
      known->setAlignment(local.getAlign());
    }
    return *known;
  }

  llvm::Module& module_;
  llvm::Function& function_;
  std::map<const llvm::AllocaInst*, llvm::GlobalVariable*> unset_;
};

bool is_taken(const llvm::AllocaInst& local, const llvm::DataLayout& layout, std::uint64_t most_bytes) {
  return local.isStaticAlloca() && !local.isArrayAllocation() && local.getAllocatedType()->isSized() &&
         layout.getTypeAllocSize(local.getAllocatedType()).getFixedValue() <= most_bytes;
}

/// Whether the block may be entered again.
bool is_in_cycle(const llvm::BasicBlock& block) {
  std::set<const llvm::BasicBlock*> seen;
  std::vector<const llvm::BasicBlock*> waiting{&block};
  while (!waiting.empty()) {
    const llvm::BasicBlock* at = waiting.back();
    waiting.pop_back();
    for (const llvm::BasicBlock* next : llvm::successors(at)) {
      if (next == &block) return true;
      if (seen.insert(next).second) waiting.push_back(next);
    }
  }
  return false;
}

}  // namespace

bool is_beginning(const llvm::Instruction& instruction) {
  return instruction.getMetadata(mark) != nullptr;
}

void set_locals(llvm::Function& function, std::uint64_t most_bytes) {
  const llvm::DataLayout& layout = function.getParent()->getDataLayout();
  std::vector<llvm::AllocaInst*> locals;
  std::vector<llvm::IntrinsicInst*> scopes;
  for (llvm::Instruction& i : llvm::instructions(function)) {
    if (auto* local = llvm::dyn_cast<llvm::AllocaInst>(&i);
        local != nullptr && is_taken(*local, layout, most_bytes))
      locals.push_back(local);
    if (auto* call = llvm::dyn_cast<llvm::IntrinsicInst>(&i); call != nullptr && call->isLifetimeStartOrEnd())
      scopes.push_back(call);
  }
  Beginnings beginnings(function);
  for (llvm::AllocaInst* local : locals) beginnings.put_after(*local, *local);
  // The marks go: to the passes they say that nothing is known.
  for (llvm::IntrinsicInst* scope : scopes) {
    auto* local = llvm::dyn_cast<llvm::AllocaInst>(scope->getArgOperand(1)->stripPointerCasts());
    const bool is_start = scope->getIntrinsicID() == llvm::Intrinsic::lifetime_start;
    if (is_start && local != nullptr && is_taken(*local, layout, most_bytes))
      beginnings.put_after(*scope, *local);
    scope->eraseFromParent();
  }
}

void tell_beginnings_again(llvm::Function& function) {
  for (llvm::BasicBlock& block : function) {
    std::vector<llvm::Instruction*> marked;
    for (llvm::Instruction& i : block)
      if (is_beginning(i)) marked.push_back(&i);
    if (marked.empty() || !is_in_cycle(block)) continue;
    for (llvm::Instruction* i : marked) i->setMetadata(mark, nullptr);
  }
}

}  // namespace pfncheck::lifting
