// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/closure.hpp"

#include <fmt/format.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>

#include <map>
#include <set>

#include "lift/tree/digest.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

class Closure {
 public:
  explicit Closure(llvm::Module& module) : module_(module) {}

  bool add(const std::string& name) {
    llvm::Function* function = module_.getFunction(name);
    if (function == nullptr) return false;
    return enter(*function);
  }
  const std::set<std::string>& names() const { return names_; }

 private:
  bool enter(llvm::Function& function) {
    if (function.isMaterializable())
      if (llvm::Error error = function.materialize()) throw InputError(llvm::toString(std::move(error)));
    if (function.isDeclaration() || !names_.insert(function.getName().str()).second) return true;
    for (const llvm::Instruction& i : llvm::instructions(function))
      for (const llvm::Use& use : i.operands())
        if (!rests_on(*use.get())) return false;
    return true;
  }

  bool rests_on(llvm::Value& value) {
    auto* constant = llvm::dyn_cast<llvm::Constant>(&value);
    if (constant == nullptr || !seen_.insert(constant).second) return true;
    if (auto* function = llvm::dyn_cast<llvm::Function>(constant)) return enter(*function);
    // A constant is part of the function's text; another variable is one of the unit.
    if (const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(constant))
      return !variable->hasLocalLinkage() || variable->isConstant();
    for (const llvm::Use& use : constant->operands())
      if (!rests_on(*use.get())) return false;
    return true;
  }

  llvm::Module& module_;
  std::set<std::string> names_;
  std::set<const llvm::Constant*> seen_;
};

}  // namespace

std::optional<std::string> closure_of(const Module& module, const std::vector<FunctionText>& functions,
                                      const std::string& name) {
  llvm::LLVMContext context;
  const std::string_view bytes = module.bitcode();
  auto read = llvm::getLazyBitcodeModule(
      llvm::MemoryBufferRef(llvm::StringRef(bytes.data(), bytes.size()), "unit"), context, true);
  if (!read) throw InputError("not LLVM bitcode: " + llvm::toString(read.takeError()));
  Closure closure(**read);
  if (!closure.add(name)) return std::nullopt;
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
