// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/constant_text.hpp"

#include <fmt/format.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Operator.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace pfncheck::lifting {

namespace {

/// Where macros put records of the place of a call: file, function, line, and texts that the call itself has.
bool records_a_place(const llvm::GlobalVariable& variable) {
  static constexpr std::array<std::string_view, 6> sections = {
      "__dyndbg", "alloc_tags", "__bug_table", ".printk_index", "_ftrace_branch", "_ftrace_annotated_branch"};
  const std::string_view section = variable.getSection();
  return std::find(sections.begin(), sections.end(), section) != sections.end();
}

const llvm::DIGlobalVariable* debug_info(const llvm::GlobalVariable& variable) {
  llvm::SmallVector<llvm::DIGlobalVariableExpression*, 1> found;
  variable.getDebugInfo(found);
  return found.empty() ? nullptr : found.front()->getVariable();
}

std::string block_text(const llvm::BlockAddress& address) {
  const llvm::Function& function = *address.getFunction();
  const auto index =
      std::distance(function.begin(), llvm::Function::const_iterator(address.getBasicBlock()->getIterator()));
  return fmt::format("block {} of @{}", index, without_counters(function.getName().str()));
}

/// As llvm::Value::print() writes it, which first makes a table for names.
std::string number_text(const llvm::ConstantInt& number) {
  if (number.getBitWidth() == 1) return number.isZero() ? "i1 false" : "i1 true";
  return fmt::format("i{} {}", number.getBitWidth(), llvm::toString(number.getValue(), 10, true));
}

}  // namespace

std::string type_text(const llvm::Type& type) {
  return without_structure_numbers(printed(type));
}

std::string literal_text(const llvm::Value* value) {
  const auto* variable = llvm::dyn_cast_or_null<llvm::GlobalVariable>(value);
  if (variable == nullptr || !variable->hasInitializer()) return {};
  const auto* characters = llvm::dyn_cast<llvm::ConstantDataArray>(variable->getInitializer());
  return characters != nullptr && characters->isCString() ? characters->getAsCString().str() : std::string();
}

bool is_literal(const llvm::GlobalVariable& variable) {
  return variable.hasInitializer() &&
         (variable.hasPrivateLinkage() ||
          (variable.hasInternalLinkage() && !variable.hasSection() && debug_info(variable) == nullptr));
}

bool is_of_function(const llvm::GlobalVariable& variable) {
  const llvm::DIGlobalVariable* info = debug_info(variable);
  return info != nullptr && llvm::isa_and_nonnull<llvm::DILocalScope>(info->getScope());
}

std::string ConstantText::of_variable(const llvm::GlobalVariable& variable) {
  const bool literal = is_literal(variable);
  std::string text = literal ? "" : " @" + without_counters(variable.getName().str());
  if (variable.hasLocalLinkage() && !literal) text += " static";
  const bool contents = literal || (is_of_function(variable) && variable.hasInitializer());
  if (!contents || records_a_place(variable) || !inside_.insert(&variable).second) return text;
  text += (literal ? "" : " =") + of(*variable.getInitializer());
  inside_.erase(&variable);
  return text;
}

std::string ConstantText::of(const llvm::Constant& constant) {
  if (const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(&constant)) return of_variable(*variable);
  if (const auto* named = llvm::dyn_cast<llvm::GlobalValue>(&constant))
    return (named->hasLocalLinkage() ? " static @" : " @") + without_counters(named->getName().str());
  if (const auto* block = llvm::dyn_cast<llvm::BlockAddress>(&constant)) return " " + block_text(*block);
  if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&constant)) return " " + number_text(*number);
  if (llvm::isa<llvm::ConstantDataSequential>(constant)) return " " + printed(constant);
  std::string text = " " + type_text(*constant.getType());
  if (llvm::isa<llvm::ConstantData>(constant)) {  // 0, null, undef, poison, floating point
    const std::string whole = printed(constant);
    return text + whole.substr(std::min(whole.size(), printed(*constant.getType()).size()));
  }
  if (const auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(&constant))
    text += fmt::format(" {}", expression->getOpcodeName());
  if (const auto* gep = llvm::dyn_cast<llvm::GEPOperator>(&constant))
    text += " " + type_text(*gep->getSourceElementType());
  text += " (";
  for (const llvm::Use& use : constant.operands()) text += of(*llvm::cast<llvm::Constant>(use.get()));
  return text + " )";
}

}  // namespace pfncheck::lifting
