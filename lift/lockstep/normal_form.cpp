// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/normal_form.hpp"

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/Error.h>

#include "lift/exec/unset_locals.hpp"
#include "model/broken_invariant.hpp"
#include "model/input_error.hpp"

namespace pfncheck::lifting {

namespace {

// No pass that makes copies of code or guesses what is worth it: two texts of one meaning must not part by a
// threshold.
constexpr const char* pipeline =
    "function(lower-expect,sroa,early-cse,simplifycfg),always-inline,globaldce,"
    "function(sroa,early-cse<memssa>,simplifycfg,instcombine<no-verify-fixpoint>,lower-constant-intrinsics,"
    "simplifycfg,correlated-propagation,instcombine<no-verify-fixpoint>,"
    "simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>,"
    "reassociate,loop-simplify,lcssa,loop-mssa(loop-rotate,licm),gvn<no-pre;no-load-pre>,dse,adce,"
    "instcombine<no-verify-fixpoint>,simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>,"
    "early-cse<memssa>,instcombine<no-verify-fixpoint>,adce,mergereturn,"
    "simplifycfg<hoist-common-insts;sink-common-insts;no-switch-to-lookup>)";

void materialize(llvm::Function& function) {
  if (!function.isMaterializable()) return;
  if (llvm::Error error = function.materialize()) throw InputError(llvm::toString(std::move(error)));
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

void make_plain(llvm::Function& f, bool is_root) {
  set_locals(f);
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
  for (llvm::Instruction& i : llvm::instructions(f)) {
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(&i)) call->removeFnAttr(llvm::Attribute::NoInline);
    // How likely a way is changes nothing of it.
    i.setMetadata(llvm::LLVMContext::MD_prof, nullptr);
    i.setMetadata(llvm::LLVMContext::MD_unpredictable, nullptr);
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
  for (llvm::Function& f : module)
    if (!f.isDeclaration()) make_plain(f, &f == &function);
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
  if (llvm::Error error = builder.parsePassPipeline(passes, pipeline))
    broken_invariant(llvm::toString(std::move(error)));
  passes.run(module, modules);
}

}  // namespace pfncheck::lifting
