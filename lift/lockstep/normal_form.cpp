// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/normal_form.hpp"

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "lift/exec/passes.hpp"
#include "lift/exec/undefined.hpp"
#include "lift/exec/unset_locals.hpp"
#include "lift/lockstep/counted_loops.hpp"
#include "lift/lockstep/returns_apart.hpp"
#include "model/vocabulary/balance.hpp"

namespace pfncheck::lifting {

namespace {

/// Larger ones are for the passes what they are for the compiler.
constexpr std::uint64_t most_bytes_of_a_local = 4096;

// Passes that guess what is worth it are few: two texts of one meaning must not part by a threshold. Where
// they do, nothing is proved.
constexpr const char* single_functions = "function(lower-expect,sroa,early-cse)";
constexpr const char* together = "always-inline,globaldce";
constexpr const char* together_simplified = "function(sroa,early-cse<memssa>)";
constexpr const char* simplified =
    "function(jump-threading,simplifycfg,instcombine<no-verify-fixpoint>,lower-constant-intrinsics,"
    "simplifycfg,correlated-propagation,instcombine<no-verify-fixpoint>,"
    "simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>,"
    "reassociate,loop-simplify,lcssa,loop-mssa(loop-rotate,licm),gvn<no-pre;no-load-pre>,dse,adce,"
    "instcombine<no-verify-fixpoint>,simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>,"
    "early-cse<memssa>,instcombine<no-verify-fixpoint>,adce,mergereturn,"
    "simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>)";

/// Nothing here lets exits share their steps again.
constexpr const char* apart =
    "function(correlated-propagation,instcombine<no-verify-fixpoint>,early-cse<memssa>,adce)";

/// Ways stay ways: what a helper returns is told apart in its caller by where it comes from.
llvm::FunctionPassManager ways_kept() {
  llvm::SimplifyCFGOptions options;
  options.speculateBlocks(false);
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SimplifyCFGPass(options));
  return passes;
}

void drop_what_is_not_asked(llvm::Module& module, const std::set<const llvm::Function*>& kept) {
  for (const char* list : {"llvm.used", "llvm.compiler.used", "llvm.global_ctors", "llvm.global_dtors"})
    if (llvm::GlobalVariable* global = module.getNamedGlobal(list)) global->eraseFromParent();
  module.setModuleInlineAsm("");
  for (llvm::Function& f : module) {
    if (kept.contains(&f)) continue;
    f.setComdat(nullptr);
    if (!f.isDeclaration()) f.deleteBody();
    // What the body would show is not to be used, here as little as on the other side.
    f.setLinkage(llvm::GlobalValue::ExternalLinkage);
  }
}

bool is_lock(std::string_view what) {
  return what == "mutex" || what == "spinlock" || what == "rwlock" || what == "rw_semaphore";
}

/// Whoever takes a lock has one: unlock helpers of guards ask again (include/linux/cleanup.h, 6.12).
void note_locks(llvm::CallBase& call) {
  const llvm::Function* callee = call.getCalledFunction();
  if (callee == nullptr || call.arg_empty() || !call.getArgOperand(0)->getType()->isPointerTy()) return;
  const std::string_view name(callee->getName().data(), callee->getName().size());
  const bool takes_a_lock = std::ranges::any_of(balanced_functions(), [&](const Balanced& row) {
    return row.function == name && row.sign > 0 && is_lock(row.what);
  });
  if (!takes_a_lock && name != "spinlock_check") return;
  // An attribute would not do: the kernel has no null pointers for LLVM (-fno-delete-null-pointer-checks).
  llvm::IRBuilder<> after(call.getNextNode());
  after.CreateAssumption(after.CreateIsNotNull(call.getArgOperand(0)));
}

void make_plain(llvm::Function& f, bool is_root) {
  set_locals(f, most_bytes_of_a_local);
  for (const auto attribute :
       {llvm::Attribute::OptimizeNone, llvm::Attribute::NoInline, llvm::Attribute::OptimizeForSize,
        llvm::Attribute::MinSize, llvm::Attribute::AlwaysInline, llvm::Attribute::Cold, llvm::Attribute::Hot})
    f.removeFnAttr(attribute);
  if (!is_root) {
    f.addFnAttr(llvm::Attribute::AlwaysInline);
    f.setLinkage(llvm::GlobalValue::InternalLinkage);
    f.setVisibility(llvm::GlobalValue::DefaultVisibility);
  }
  f.setSection("");
  f.setComdat(nullptr);
  std::vector<llvm::CallBase*> calls;
  for (llvm::Instruction& i : llvm::instructions(f)) {
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&i)) {
      call->removeFnAttr(llvm::Attribute::NoInline);
      if (!call->isTerminator()) calls.push_back(call);
    }
    // How likely a way is changes nothing of it.
    i.setMetadata(llvm::LLVMContext::MD_prof, nullptr);
    i.setMetadata(llvm::LLVMContext::MD_unpredictable, nullptr);
  }
  for (llvm::CallBase* call : calls) note_locks(*call);
}

/// What C leaves undefined whatever the operands are: to the passes it is what makes the code shortest, or
/// nobody comes there.
bool is_undefined(const llvm::Instruction& i) {
  const auto* number = i.getNumOperands() == 2 ? llvm::dyn_cast<llvm::ConstantInt>(i.getOperand(1)) : nullptr;
  if (number == nullptr) return false;
  return i.isShift() ? number->getValue().uge(number->getBitWidth()) : i.isIntDivRem() && number->isZero();
}

void keep_undefined(llvm::Module& module, llvm::Function& f) {
  std::vector<llvm::Instruction*> found;
  for (llvm::Instruction& i : llvm::instructions(f))
    if (is_undefined(i)) found.push_back(&i);
  for (llvm::Instruction* i : found) {
    const std::string name = std::string("undefined: ") + i->getOpcodeName();
    llvm::Constant* value = module.getOrInsertGlobal(name, i->getType());
    i->replaceAllUsesWith(new llvm::LoadInst(i->getType(), value, "", i->getIterator()));
    i->eraseFromParent();
  }
}

}  // namespace

void normalise(llvm::Module& module, llvm::Function& function, const std::set<std::string>& inlined) {
  std::set<const llvm::Function*> kept{&function};
  for (const std::string& name : inlined)
    if (llvm::Function* f = module.getFunction(name)) kept.insert(f);
  for (const llvm::Function* f : kept) materialize(const_cast<llvm::Function&>(*f));
  function.setLinkage(llvm::GlobalValue::ExternalLinkage);
  drop_what_is_not_asked(module, kept);
  std::vector<llvm::Function*> defined;
  for (llvm::Function& f : module)
    if (!f.isDeclaration()) defined.push_back(&f);
  for (llvm::Function* f : defined) {
    make_plain(*f, f == &function);
    keep_undefined(module, *f);
    freeze_shifts(*f);
  }
  mark_accesses_beyond_locals(module);
  run_passes(module, [](llvm::PassBuilder& builder, llvm::ModulePassManager& passes) {
    add_passes(builder, passes, single_functions);
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(ways_kept()));
    add_passes(builder, passes, together);
    passes.addPass(MarkAccessesBeyondLocals());
    add_passes(builder, passes, together_simplified);
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(ways_kept()));
    add_passes(builder, passes, simplified);
  });
  tell_beginnings_again(function);
}

void lengthen(llvm::Module& module, llvm::Function& function) {
  // That a loop without effects ends is nobody's to take for granted.
  function.removeFnAttr(llvm::Attribute::MustProgress);
  for (llvm::Instruction& i : llvm::instructions(function))
    i.setMetadata(llvm::LLVMContext::MD_loop, nullptr);
  run_passes(module, [](llvm::PassBuilder& builder, llvm::ModulePassManager& passes) {
    add_passes(builder, passes, "function(loop-simplify)");
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(CountedLoops()));
  });
  set_returns_apart(function);
  run_passes(module, [](llvm::PassBuilder& builder, llvm::ModulePassManager& passes) {
    add_passes(builder, passes, apart);
  });
}

}  // namespace pfncheck::lifting
