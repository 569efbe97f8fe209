// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/call_places.hpp"

#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/InlineAsm.h>

#include <algorithm>
#include <string>

#include "lift/exec/constant_text.hpp"

namespace pfncheck::lifting {

namespace {

/// __LINE__ in a macro is the line on which its arguments end: at most this many lines after the call begins.
constexpr unsigned longest_statement = 64;

/// Marks for objtool are labels that __COUNTER__ numbers, and take the number as an operand too.
std::vector<std::uint64_t> counted_labels(const llvm::InlineAsm* code) {
  if (code == nullptr || code->getAsmString().find(".discard.") == std::string::npos) return {};
  return numbered_labels(code->getAsmString());
}

/// __FILE__ or __func__, after which macros write __LINE__.
bool is_file_or_function(const llvm::Value& value) {
  const auto* global = llvm::dyn_cast<llvm::GlobalVariable>(&value);
  if (global == nullptr || !global->hasInitializer()) return false;
  const auto* text = llvm::dyn_cast<llvm::ConstantDataArray>(global->getInitializer());
  if (text == nullptr || !text->isCString()) return false;
  return text->getAsCString().ends_with(".c") || text->getAsCString().ends_with(".h") ||
         global->getName().starts_with("__func__.") || global->getName().starts_with("__FUNCTION__.");
}

const llvm::InlineAsm* code_of(const llvm::CallBase& call) {
  return llvm::dyn_cast<llvm::InlineAsm>(call.getCalledOperand());
}

}  // namespace

CallPlaces::CallPlaces(const llvm::CallBase& call)
    : call_(call),
      is_report_(code_of(call) != nullptr &&
                 code_of(call)->getAsmString().find("__bug_table") != std::string::npos),
      line_(call.getDebugLoc() ? call.getDebugLoc().getLine() : 0),
      labels_(counted_labels(code_of(call))) {}

bool CallPlaces::is_place(unsigned operand) const {
  const llvm::Value& value = *call_.getOperand(operand);
  if (is_report_ && llvm::isa<llvm::Constant>(value) && !llvm::isa<llvm::InlineAsm>(value)) {
    // The file is a pointer; the line is first or comes after it (s390 has the file in the text). What kind
    // of warning it is stands beside.
    if (!llvm::isa<llvm::ConstantInt>(value)) return true;
    if (operand > 0 && !call_.getOperand(operand - 1)->getType()->isPointerTy()) return false;
    return line_ == 0 || is_own_line(value);
  }
  return label_of(operand) != 0 ||
         (operand > 0 && is_file_or_function(*call_.getOperand(operand - 1)) && is_own_line(value));
}

/// Debugging calls take __LINE__ as an argument: __might_resched(file, line) and the like. A number that is
/// the line by chance is none.
bool CallPlaces::is_own_line(const llvm::Value& value) const {
  const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
  if (number == nullptr || line_ == 0 || number->getBitWidth() > 64) return false;
  const std::uint64_t n = number->getZExtValue();
  return n >= line_ && n <= line_ + longest_statement;
}

std::size_t CallPlaces::label_of(unsigned operand) const {
  const auto* number = llvm::dyn_cast<llvm::ConstantInt>(call_.getOperand(operand));
  if (number == nullptr || number->getBitWidth() > 64) return 0;
  const auto found = std::ranges::find(labels_, number->getZExtValue());
  return found == labels_.end() ? 0 : static_cast<std::size_t>(found - labels_.begin()) + 1;
}

/// arm and arm64 write the line of a BUG and counted labels into the text of its assembly.
std::string CallPlaces::without_line(const std::string& code) const {
  std::string plain = without_long_labels(assembly_without_counters(code));
  const NumberAt found = number_of_short(plain);
  constexpr std::size_t most_digits = 9;
  if (line_ != 0 && found.at != std::string::npos && found.size <= most_digits) {
    const unsigned long n = std::stoul(plain.substr(found.at, found.size));
    if (n >= line_ && n <= line_ + longest_statement) plain.replace(found.at, found.size, "line");
  }
  return plain;
}

std::string CallPlaces::assembly() const {
  const llvm::InlineAsm* code = code_of(call_);
  if (code == nullptr) return {};
  const std::string text = with_named_labels(
      is_report_ ? without_line(code->getAsmString()) : assembly_without_counters(code->getAsmString()),
      labels_);
  return " asm \"" + text + "\" " + code->getConstraintString();
}

std::vector<Given> given_to(const llvm::CallBase& call) {
  const CallPlaces places(call);
  std::vector<Given> all;
  if (!call.isInlineAsm() && call.isIndirectCall()) all.push_back({call.getCalledOperand(), 0});
  for (unsigned i = 0; i < call.arg_size(); ++i)
    if (!places.is_place(i) && !llvm::isa<llvm::MetadataAsValue>(call.getArgOperand(i)))
      all.push_back({call.getArgOperand(i), i + 1});
  return all;
}

}  // namespace pfncheck::lifting
