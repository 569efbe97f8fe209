// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/data_text.hpp"

#include <fmt/format.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include <algorithm>
#include <map>
#include <regex>
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

std::string exported(const std::string& symbol) {
  return fmt::format("EXPORT_SYMBOL({})", symbol);
}
std::string initcall(const std::string& function) {
  return fmt::format("initcall of {}()", function);
}

/// What a section of file-scope assembly is for. EXPORT_SYMBOL() and initcalls are made of it (include/linux/
/// export.h, include/linux/init.h, where CONFIG_HAVE_ARCH_PREL32_RELOCATIONS is set).
std::string name_of_assembly(const std::string& section) {
  static const std::regex symbol("__(?:export_symbol|ksymtab|kstrtab|kstrtabns)_(\\w+):");
  static const std::regex function("__initcall__kmod_\\w+:[^.]*\\.long\\s+(\\w+) - \\.");
  std::smatch match;
  const bool may_export = section.find("__export_symbol_") != std::string::npos ||
                          section.find("__kstrtab") != std::string::npos ||
                          section.find("__ksymtab_") != std::string::npos;
  if (may_export && std::regex_search(section, match, symbol)) return exported(match[1]);
  if (section.find("__initcall__kmod_") != std::string::npos && std::regex_search(section, match, function))
    return initcall(match[1]);
  return "file-scope assembly";
}

/// Without relative relocations the same things are variables.
std::string name_of_variable(const llvm::GlobalVariable& variable) {
  const llvm::StringRef name = variable.getName();
  for (const llvm::StringRef prefix : {"__ksymtab_", "__kstrtab_", "__kstrtabns_"})
    if (name.starts_with(prefix)) return exported(name.substr(prefix.size()).str());
  if (variable.getSection().starts_with(".initcall"))
    return initcall(variable.getInitializer()->stripPointerCasts()->getName().str());
  return without_counters(name.str());
}

void add_section(const std::string& section, std::map<std::string, Texts>& all) {
  if (section.find_first_not_of(" \t\n;") == std::string::npos) return;
  // The label of an initcall names the unit, which nobody asks for.
  static const std::regex label("__initcall__kmod_\\w+");
  Texts& texts = all[name_of_assembly(section)];
  const std::string text = assembly_without_counters(section);
  texts.texts.push_back(text.find("__initcall__kmod_") == std::string::npos
                            ? text
                            : std::regex_replace(text, label, "__initcall"));
  texts.alone = true;
}

/// A section ends with ".previous"; what stands outside of sections belongs together.
void add_assembly(const std::string& assembly, std::map<std::string, Texts>& all) {
  static constexpr llvm::StringRef ending = ".previous";
  for (std::size_t at = 0; at < assembly.size();) {
    const std::size_t end = assembly.find(ending, at);
    std::string section = assembly.substr(at, end == std::string::npos ? end : end + ending.size() - at);
    at += section.size();
    // What stands before the first section belongs to none.
    if (const std::size_t begin = section.find(".section"); begin != std::string::npos && begin > 0) {
      const std::string outside = section.substr(0, section.find_last_of('\n', begin) + 1);
      section.erase(0, outside.size());
      add_section(outside, all);
    }
    add_section(section, all);
  }
}

void add_variables(const llvm::Module& module, std::map<std::string, Texts>& all) {
  llvm::SmallVector<llvm::GlobalValue*, 64> used;
  llvm::collectUsedGlobalVariables(module, used, /*CompilerUsed=*/false);
  llvm::collectUsedGlobalVariables(module, used, /*CompilerUsed=*/true);
  for (const llvm::GlobalVariable& v : module.globals()) {
    if (!v.hasInitializer() || is_literal(v) || is_of_function(v) || is_list_of_used(v)) continue;
    const bool is_used = std::find(used.begin(), used.end(), &v) != used.end();
    Texts& texts = all[name_of_variable(v)];
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
  add_assembly(module.getModuleInlineAsm(), all);
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
