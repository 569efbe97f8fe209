// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/closure.hpp"

#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>

#include <map>
#include <set>

#include "lift/tree/digest.hpp"

namespace pfncheck {
namespace {

class Closure {
 public:
  /// False: it uses variables of its unit alone.
  bool enter(const llvm::Function& function) {
    if (function.isDeclaration() || !names_.insert(function.getName().str()).second) return true;
    for (const llvm::Instruction& i : llvm::instructions(function))
      for (const llvm::Use& use : i.operands())
        if (!rests_on(*use.get())) return false;
    return true;
  }
  const std::set<std::string>& names() const { return names_; }

 private:
  bool rests_on(const llvm::Value& value) {
    const auto* constant = llvm::dyn_cast<llvm::Constant>(&value);
    if (constant == nullptr || !seen_.insert(constant).second) return true;
    if (const auto* function = llvm::dyn_cast<llvm::Function>(constant)) return enter(*function);
    // A constant is part of the function's text; another variable is one of the unit.
    if (const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(constant))
      return !variable->hasLocalLinkage() || variable->isConstant();
    for (const llvm::Use& use : constant->operands())
      if (!rests_on(*use.get())) return false;
    return true;
  }

  std::set<std::string> names_;
  std::set<const llvm::Constant*> seen_;
};

}  // namespace

std::optional<std::string> closure_of(const Module& module, const std::vector<FunctionText>& functions,
                                      const std::string& name) {
  const llvm::Function* function = module.whole().getFunction(name);
  Closure closure;
  if (function == nullptr || !closure.enter(*function)) return std::nullopt;
  std::map<std::string, const FunctionText*> texts;
  for (const FunctionText& f : functions) texts.emplace(f.name, &f);
  Sha256 digest;
  for (const std::string& one : closure.names()) {
    const auto text = texts.find(one);
    if (text == texts.end()) return std::nullopt;
    digest.add(one).add(text->second->linkage).add(text->second->digest);
  }
  return digest.hex();
}

}  // namespace pfncheck
