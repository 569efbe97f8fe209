// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/printing.hpp"

#include <llvm/ADT/DenseSet.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/CFG.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace pfncheck::lifting {

namespace {

/// Linux 6.1 to 7.3: kernel/printk/printk.c, kernel/panic.c.
constexpr std::array<std::string_view, 3> printing = {"_printk", "__warn_printk", "_printk_deferred"};
/// lib/vsprintf.c; the text goes to the first argument.
constexpr std::array<std::string_view, 3> formatting = {"scnprintf", "snprintf", "sprintf"};
/// Parts of names of functions after which something may be gone.
constexpr std::array<std::string_view, 10> releasing = {"free",  "put",   "release", "unlock",  "drop",
                                                        "unpin", "unref", "destroy", "discard", "kill"};

llvm::StringRef called(const llvm::CallBase& call) {
  const auto* function = llvm::dyn_cast<llvm::Function>(call.getCalledOperand());
  return function == nullptr ? llvm::StringRef() : function->getName();
}

template <class Names>
bool is_one_of(const Names& names, llvm::StringRef name) {
  return std::ranges::find(names, std::string_view(name)) != names.end();
}

/// What is not known by name may do it as well.
bool may_release(const llvm::CallBase& call) {
  const llvm::StringRef name = called(call);
  if (name.starts_with("llvm.")) return false;
  return name.empty()
             ? !call.isInlineAsm()
             : std::ranges::any_of(releasing, [&](std::string_view part) { return name.contains(part); });
}

/// Blocks that are entered after the instruction; its own only where a loop leads back to it.
llvm::DenseSet<const llvm::BasicBlock*> entered_after(const llvm::Instruction& instruction) {
  llvm::DenseSet<const llvm::BasicBlock*> entered;
  std::vector<const llvm::BasicBlock*> open{instruction.getParent()};
  while (!open.empty()) {
    const llvm::BasicBlock* block = open.back();
    open.pop_back();
    for (const llvm::BasicBlock* next : llvm::successors(block))
      if (entered.insert(next).second) open.push_back(next);
  }
  return entered;
}

bool comes_after(const llvm::Instruction& first, const llvm::Instruction& then) {
  return (first.getParent() == then.getParent() && first.comesBefore(&then)) ||
         entered_after(first).contains(then.getParent());
}

/// Whether the local is there for texts alone; `writes`: what sets it besides.
bool is_only_printed(llvm::Value& address, std::vector<llvm::Instruction*>& writes) {
  return std::ranges::all_of(address.users(), [&](llvm::User* user) {
    if (auto* set = llvm::dyn_cast<llvm::MemIntrinsic>(user)) {
      writes.push_back(set);
      const auto* copy = llvm::dyn_cast<llvm::MemTransferInst>(set);
      return !set->isVolatile() && (copy == nullptr || copy->getRawSource() != &address);
    }
    if (auto* store = llvm::dyn_cast<llvm::StoreInst>(user)) {
      writes.push_back(store);
      return store->getPointerOperand() == &address && store->getValueOperand() != &address &&
             store->isSimple();
    }
    if (const auto* call = llvm::dyn_cast<llvm::CallBase>(user))
      return is_printing(*call) || is_one_of(formatting, called(*call)) ||
             (llvm::isa<llvm::IntrinsicInst>(call) && call->isLifetimeStartOrEnd());
    return llvm::isa<llvm::GetElementPtrInst>(user) && is_only_printed(*user, writes);
  });
}

bool reads_memory(const llvm::Value& value, unsigned depth) {
  constexpr unsigned most_depth = 12;
  const auto* instruction = llvm::dyn_cast<llvm::Instruction>(&value);
  if (instruction == nullptr) return false;
  if (llvm::isa<llvm::LoadInst>(instruction) || depth > most_depth) return true;
  if (llvm::isa<llvm::CallBase>(instruction)) return false;  // an effect, or nothing that reads
  return std::ranges::any_of(instruction->operands(),
                             [&](const llvm::Use& use) { return reads_memory(*use.get(), depth + 1); });
}

}  // namespace

bool may_print(const llvm::Function& function) {
  return std::ranges::any_of(llvm::instructions(function), [](const llvm::Instruction& i) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
    return call != nullptr && is_one_of(printing, called(*call));
  });
}

bool is_printing(const llvm::CallBase& call) {
  return is_one_of(printing, called(call)) && call.use_empty() && !call.isTerminator();
}

bool prints_late(const llvm::CallBase& print) {
  return std::ranges::any_of(llvm::instructions(*print.getFunction()), [&](const llvm::Instruction& i) {
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
    return call != nullptr && may_release(*call) && comes_after(*call, print);
  });
}

bool can_always_be_printed(const llvm::Value& value) {
  if (llvm::isa<llvm::Constant>(value) || llvm::isa<llvm::AllocaInst>(llvm::getUnderlyingObject(&value)))
    return true;
  return value.getType()->isIntegerTy() && !reads_memory(value, 0);
}

void put_texts_aside(llvm::Function& function) {
  std::vector<llvm::AllocaInst*> locals;
  for (llvm::Instruction& i : llvm::instructions(function))
    if (auto* local = llvm::dyn_cast<llvm::AllocaInst>(&i)) locals.push_back(local);
  for (llvm::AllocaInst* local : locals) {
    std::vector<llvm::Instruction*> gone;
    if (!is_only_printed(*local, gone)) continue;
    bool is_late = false;
    for (llvm::Instruction& i : llvm::instructions(function)) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
      if (call == nullptr || !is_one_of(formatting, called(*call)) ||
          llvm::getUnderlyingObject(call->getArgOperand(0)) != local)
        continue;
      is_late = is_late || !call->use_empty() || prints_late(*call);
      gone.push_back(call);
    }
    if (is_late) continue;
    for (llvm::Instruction* one : gone) one->eraseFromParent();
  }
}

}  // namespace pfncheck::lifting
