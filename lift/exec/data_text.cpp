// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/data_text.hpp"

#include <fmt/format.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include <algorithm>
#include <map>
#include <string>

#include "lift/exec/constant_text.hpp"
#include "lift/exec/function_text.hpp"
#include "lift/tree/digest.hpp"

namespace pfncheck::lifting {

namespace {

/// Texts of one name: macros make several variables that differ in a counter only.
struct Texts {
  std::vector<std::string> texts;
  bool alone = false;
};

std::string variable_text(const llvm::GlobalVariable& variable) {
  return fmt::format("{} {}{}{} align {}{}", linkage_text(variable), type_text(*variable.getValueType()),
                     variable.isConstant() ? " const" : "", variable.isThreadLocal() ? " thread" : "",
                     variable.getAlign().valueOrOne().value(), ConstantText().of(*variable.getInitializer()));
}

/// llvm.used and llvm.compiler.used are lists of what has __used, which is known of each variable itself.
bool is_list_of_used(const llvm::GlobalVariable& variable) {
  return variable.getName() == "llvm.used" || variable.getName() == "llvm.compiler.used";
}

void add_variables(const llvm::Module& module, std::map<std::string, Texts>& all) {
  llvm::SmallVector<llvm::GlobalValue*, 64> used;
  llvm::collectUsedGlobalVariables(module, used, /*CompilerUsed=*/false);
  llvm::collectUsedGlobalVariables(module, used, /*CompilerUsed=*/true);
  for (const llvm::GlobalVariable& v : module.globals()) {
    if (!v.hasInitializer() || is_literal(v) || is_of_function(v) || is_list_of_used(v)) continue;
    const bool is_used = std::find(used.begin(), used.end(), &v) != used.end();
    Texts& texts = all[without_counters(v.getName().str())];
    texts.texts.push_back(variable_text(v) + (is_used ? " used" : ""));
    texts.alone = texts.alone || !v.hasLocalLinkage() || is_used;
  }
}

void add_aliases(const llvm::Module& module, std::map<std::string, Texts>& all) {
  for (const llvm::GlobalAlias& alias : module.aliases()) {
    Texts& texts = all[alias.getName().str()];
    texts.texts.push_back(
        fmt::format("linkage {} alias{}", +alias.getLinkage(), ConstantText().of(*alias.getAliasee())));
    texts.alone = true;
  }
}

}  // namespace

std::vector<DataText> data_texts(const llvm::Module& module) {
  std::map<std::string, Texts> all;
  add_variables(module, all);
  add_aliases(module, all);
  const std::string assembly = without_counters(module.getModuleInlineAsm());
  if (!assembly.empty()) all["file-scope assembly"] = {{assembly}, true};
  std::vector<DataText> out;
  for (auto& [name, texts] : all) {
    std::sort(texts.texts.begin(), texts.texts.end());
    Sha256 digest;
    for (const std::string& text : texts.texts) digest.add(text);
    out.push_back({name, digest.hex(), texts.alone});
  }
  return out;
}

}  // namespace pfncheck::lifting
