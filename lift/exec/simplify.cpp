// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/simplify.hpp"

#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/Error.h>

#include <vector>

#include "lift/env/stand_ins.hpp"
#include "lift/exec/executor.hpp"
#include "lift/exec/passes.hpp"
#include "lift/exec/undefined.hpp"
#include "lift/exec/unset_locals.hpp"
#include "model/broken_invariant.hpp"
#include "model/contract/contract.hpp"
#include "model/input_error.hpp"

namespace pfncheck::lifting {

namespace {

constexpr const char* own_prefix = "pfncheck_";
constexpr const char* done_flag = "pfncheck simplified";

// Small functions first, so that what constants decide is gone before it is inlined.
constexpr const char* single_functions =
    "function(lower-expect,sroa,early-cse,simplifycfg),always-inline,globaldce";
constexpr const char* together =
    "function(sroa,early-cse,simplifycfg,instcombine<no-verify-fixpoint>,lower-constant-intrinsics,"
    "simplifycfg,early-cse,simplifycfg),globaldce";

/// Functions that a constant mentions, initialisers of globals included.
void mentioned_in(const llvm::Constant* constant, std::set<const llvm::Constant*>& seen,
                  std::vector<llvm::Function*>& out) {
  if (!seen.insert(constant).second) return;
  if (const auto* function = llvm::dyn_cast<llvm::Function>(constant)) {
    out.push_back(const_cast<llvm::Function*>(function));
    return;
  }
  if (const auto* global = llvm::dyn_cast<llvm::GlobalVariable>(constant)) {
    // What a variable holds is an input; only constants lead on.
    if (global->isConstant() && global->hasInitializer()) mentioned_in(global->getInitializer(), seen, out);
    return;
  }
  for (const llvm::Use& use : constant->operands())
    if (const auto* inner = llvm::dyn_cast<llvm::Constant>(use.get())) mentioned_in(inner, seen, out);
}

/// What stands in for functions: of adapters, and of the ledger if a contract is asked.
std::vector<std::string> stand_in_prefixes(llvm::StringRef root) {
  std::vector<std::string> prefixes = {"pfncheck_stand_in_"};
  if (is_contract(root)) prefixes.insert(prefixes.begin(), {"pfncheck_ledger_", "pfncheck_ledger_2_"});
  return prefixes;
}

/// What stands in for a function of this name and type; nullptr if nothing does. Throws InputError where all
/// that could have other types.
llvm::Function* stand_in_for(const llvm::Function& called, const std::vector<std::string>& prefixes) {
  bool misfit = false;
  for (const std::string& prefix : prefixes) {
    llvm::Function* other =
        const_cast<llvm::Module*>(called.getParent())->getFunction((prefix + called.getName()).str());
    if (other == nullptr || other->isDeclaration()) continue;
    if (other->getFunctionType() == called.getFunctionType()) return other;
    misfit = true;
  }
  if (misfit)
    throw InputError("what stands in for " + called.getName().str() +
                     "() has other parameters than the tree's");
  return nullptr;
}

/// Where a call of X goes: to what stands in for it. nullptr: to X, or no function is meant.
llvm::Function* other_target(const llvm::Constant& operand, const std::vector<std::string>& prefixes) {
  const auto* called = llvm::dyn_cast<llvm::Function>(&operand);
  if (called == nullptr || called->isIntrinsic() || called->getName().starts_with(own_prefix)) return nullptr;
  return stand_in_for(*called, prefixes);
}

}  // namespace

bool is_contract(llvm::StringRef root) {
  return root.starts_with(contract_adapter_prefix);
}

std::set<llvm::Function*> reachable_functions(llvm::Function& function, StandIns calls) {
  const std::vector<std::string> prefixes = stand_in_prefixes(function.getName());
  std::set<llvm::Function*> out;
  std::set<const llvm::Constant*> seen;
  std::vector<llvm::Function*> waiting{&function};
  while (!waiting.empty()) {
    llvm::Function& next = *waiting.back();
    waiting.pop_back();
    materialize(next);
    if (next.isDeclaration() || (&next != &function && find_stand_in(next.getName()) != nullptr)) continue;
    if (!out.insert(&next).second) continue;
    for (llvm::Instruction& i : llvm::instructions(next))
      for (llvm::Use& use : i.operands()) {
        const auto* constant = llvm::dyn_cast<llvm::Constant>(use.get());
        if (constant == nullptr) continue;
        llvm::Function* other = other_target(*constant, prefixes);
        if (other != nullptr && calls == StandIns::put_in) use.set(other);
        mentioned_in(other != nullptr ? other : constant, seen, waiting);
      }
  }
  return out;
}

void keep_only(llvm::Module& module, llvm::Function& function) {
  const std::set<llvm::Function*> needed = reachable_functions(function, StandIns::put_in);
  function.setLinkage(llvm::GlobalValue::ExternalLinkage);  // nobody calls it: passes would drop a static one
  // Nothing but the kept functions is of interest, and most of it would keep other code alive.
  for (const char* list : {"llvm.used", "llvm.compiler.used", "llvm.global_ctors", "llvm.global_dtors"})
    if (llvm::GlobalVariable* global = module.getNamedGlobal(list)) global->eraseFromParent();
  module.setModuleInlineAsm("");
  for (llvm::Function& f : module) {
    if (needed.contains(&f)) continue;
    f.setComdat(nullptr);
    if (!f.isDeclaration()) f.deleteBody();
  }
}

bool is_simplified(const llvm::Module& module) {
  return module.getModuleFlag(done_flag) != nullptr;
}

void simplify(llvm::Module& module, llvm::Function& function) {
  if (is_simplified(module)) return;
  for (llvm::Function& f : module) {
    if (f.isDeclaration()) continue;
    set_locals(f);
    freeze_shifts(f);
    f.removeFnAttr(llvm::Attribute::OptimizeNone);
    f.removeFnAttr(llvm::Attribute::NoInline);
    f.removeFnAttr(llvm::Attribute::OptimizeForSize);
    f.removeFnAttr(llvm::Attribute::MinSize);
    if (&f == &function) {
      f.removeFnAttr(llvm::Attribute::AlwaysInline);
      continue;
    }
    f.addFnAttr(llvm::Attribute::AlwaysInline);
    f.setLinkage(llvm::GlobalValue::InternalLinkage);
    f.setVisibility(llvm::GlobalValue::DefaultVisibility);
    f.setComdat(nullptr);
    for (llvm::Instruction& i : llvm::instructions(f))
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(&i)) call->removeFnAttr(llvm::Attribute::NoInline);
  }
  mark_accesses_beyond_locals(module);
  run_passes(module, [](llvm::PassBuilder& builder, llvm::ModulePassManager& passes) {
    add_passes(builder, passes, single_functions);
    passes.addPass(MarkAccessesBeyondLocals());
    add_passes(builder, passes, together);
  });
  module.addModuleFlag(llvm::Module::Override, done_flag, 1);
}

}  // namespace pfncheck::lifting
