// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/call_places.hpp"

#include <fmt/format.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/InlineAsm.h>

#include <regex>

#include "lift/exec/constant_text.hpp"

namespace pfncheck::lifting {

namespace {

/// __LINE__ in a macro is the line on which its arguments end: at most this many lines after the call begins.
constexpr unsigned longest_statement = 64;

/// Marks for objtool are labels that __COUNTER__ numbers, and take the number as an operand too.
std::set<std::uint64_t> counted_labels(const llvm::InlineAsm* code) {
  static const std::regex label("\\b([0-9]{1,9}):");
  if (code == nullptr || code->getAsmString().find(".discard.") == std::string::npos) return {};
  std::set<std::uint64_t> labels;
  const std::string& text = code->getAsmString();
  for (std::sregex_iterator at(text.begin(), text.end(), label), end; at != end; ++at)
    labels.insert(std::stoull((*at)[1].str()));
  return labels;
}

bool is_file_name(const llvm::Value& value) {
  const auto* global = llvm::dyn_cast<llvm::GlobalVariable>(&value);
  if (global == nullptr || !global->hasInitializer()) return false;
  const auto* text = llvm::dyn_cast<llvm::ConstantDataArray>(global->getInitializer());
  if (text == nullptr || !text->isCString()) return false;
  return text->getAsCString().ends_with(".c") || text->getAsCString().ends_with(".h");
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
    // What kind of warning it is stands beside.
    const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
    if (number == nullptr || line_ == 0) return true;
    const std::uint64_t n = number->getZExtValue();
    return n >= line_ && n <= line_ + longest_statement;
  }
  return is_label(value) || is_own_line(value, operand > 0 && is_file_name(*call_.getOperand(operand - 1)));
}

/// Debugging calls take __LINE__ as an argument, some after __FILE__: __might_resched(file, line) and the
/// like.
bool CallPlaces::is_own_line(const llvm::Value& value, bool after_file) const {
  const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
  if (number == nullptr || line_ == 0 || number->getBitWidth() > 64) return false;
  const std::uint64_t n = number->getZExtValue();
  return n == line_ || (after_file && n > line_ && n <= line_ + longest_statement);
}

bool CallPlaces::is_label(const llvm::Value& value) const {
  const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
  return number != nullptr && number->getBitWidth() <= 64 && labels_.contains(number->getZExtValue());
}

std::string CallPlaces::without_labels(std::string code) const {
  for (const std::uint64_t label : labels_)
    code = std::regex_replace(code, std::regex(fmt::format("\\b{}(?=[:bf])", label)), "label");
  return code;
}

/// arm and arm64 write the line of a BUG and counted labels into the text of its assembly.
std::string CallPlaces::without_line(const std::string& code) const {
  static const std::regex labels("\\b[0-9]{4,}(?=[:bf])");
  static const std::regex line_after_file("(\\.(?:short|hword|2byte) )([0-9]+)\\b");
  std::string plain = std::regex_replace(without_counters(code), labels, "label");
  std::smatch found;
  if (line_ != 0 && std::regex_search(plain, found, line_after_file)) {
    const unsigned long n = std::stoul(found[2].str());
    if (n >= line_ && n <= line_ + longest_statement)
      plain.replace(static_cast<std::size_t>(found.position(2)), found[2].str().size(), "line");
  }
  return plain;
}

std::string CallPlaces::assembly() const {
  const llvm::InlineAsm* code = code_of(call_);
  if (code == nullptr) return {};
  const std::string text = without_labels(is_report_ ? without_line(code->getAsmString())
                                                     : without_counters(code->getAsmString()));
  return " asm \"" + text + "\" " + code->getConstraintString();
}

}  // namespace pfncheck::lifting
