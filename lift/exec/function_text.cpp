// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/function_text.hpp"

#include <fmt/format.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "lift/exec/constant_text.hpp"
#include "lift/tree/digest.hpp"

namespace pfncheck::lifting {

namespace {

/// Writes a function's IR without what a moved line changes: debug info, metadata, line-number operands,
/// counters in names.
class Text {
 public:
  std::string of(const llvm::Function& function) {
    out_ += type_text(*function.getFunctionType()) + "\n";
    for (const llvm::BasicBlock& block : function) number(&block);
    for (const llvm::BasicBlock& block : function) {
      out_ += fmt::format("block {}\n", number(&block));
      for (const llvm::Instruction& i : block)
        if (!i.isDebugOrPseudoInst()) instruction(i);
    }
    return std::move(out_);
  }

 private:
  unsigned number(const llvm::Value* value) { return numbers_.emplace(value, numbers_.size()).first->second; }

  void instruction(const llvm::Instruction& i) {
    out_ += fmt::format("{} = {} {}", number(&i), i.getOpcodeName(), type_text(*i.getType()));
    if (const auto* compare = llvm::dyn_cast<llvm::CmpInst>(&i))
      out_ += fmt::format(" {}", +compare->getPredicate());
    if (const auto* gep = llvm::dyn_cast<llvm::GetElementPtrInst>(&i))
      out_ += " " + type_text(*gep->getSourceElementType());
    if (const auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&i))
      out_ += " " + type_text(*alloca->getAllocatedType());
    if (const auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&i))
      out_ += fmt::format(" {}", +update->getOperation());
    if (i.isVolatile()) out_ += " volatile";
    if (const auto* phi = llvm::dyn_cast<llvm::PHINode>(&i))
      for (const llvm::BasicBlock* from : phi->blocks()) out_ += fmt::format(" from {}", number(from));
    if (const auto* extraction = llvm::dyn_cast<llvm::ExtractValueInst>(&i))
      for (const unsigned index : extraction->indices()) out_ += fmt::format(" .{}", index);
    if (const auto* insertion = llvm::dyn_cast<llvm::InsertValueInst>(&i))
      for (const unsigned index : insertion->indices()) out_ += fmt::format(" .{}", index);
    const auto* call = llvm::dyn_cast<llvm::CallBase>(&i);
    const bool report = call != nullptr && is_report(*call);
    labels_ = call == nullptr ? std::set<std::uint64_t>() : counted_labels(*call);
    line_ = i.getDebugLoc() ? i.getDebugLoc().getLine() : 0;
    bool after_file = false;
    for (const llvm::Use& use : i.operands()) {
      const bool place = call != nullptr && (is_own_line(*use.get(), after_file) || is_label(*use.get()));
      operand(*use.get(), report, place);
      after_file = is_file_name(*use.get());
    }
    out_ += "\n";
  }

  /// A warning's file and line are operands of its assembly.
  static bool is_report(const llvm::CallBase& call) {
    const auto* code = llvm::dyn_cast<llvm::InlineAsm>(call.getCalledOperand());
    return code != nullptr && code->getAsmString().find("__bug_table") != std::string::npos;
  }

  /// __LINE__ in a macro is the line on which its arguments end: at most this many lines after the call
  /// begins.
  static constexpr unsigned longest_statement = 64;

  /// Marks for objtool are labels that __COUNTER__ numbers, and take the number as an operand too.
  static std::set<std::uint64_t> counted_labels(const llvm::CallBase& call) {
    static const std::regex label("\\b([0-9]{1,9}):");
    const auto* code = llvm::dyn_cast<llvm::InlineAsm>(call.getCalledOperand());
    if (code == nullptr || code->getAsmString().find(".discard.") == std::string::npos) return {};
    std::set<std::uint64_t> labels;
    const std::string& text = code->getAsmString();
    for (std::sregex_iterator at(text.begin(), text.end(), label), end; at != end; ++at)
      labels.insert(std::stoull((*at)[1].str()));
    return labels;
  }
  bool is_label(const llvm::Value& value) const {
    const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
    return number != nullptr && number->getBitWidth() <= 64 && labels_.contains(number->getZExtValue());
  }
  std::string without_labels(std::string code) const {
    for (const std::uint64_t label : labels_)
      code = std::regex_replace(code, std::regex(fmt::format("\\b{}(?=[:bf])", label)), "label");
    return code;
  }

  /// Debugging calls take __LINE__ as an argument, some after __FILE__: __might_resched(file, line) and the
  /// like.
  bool is_own_line(const llvm::Value& value, bool after_file) const {
    const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&value);
    if (number == nullptr || line_ == 0 || number->getBitWidth() > 64) return false;
    const std::uint64_t n = number->getZExtValue();
    return n == line_ || (after_file && n > line_ && n <= line_ + longest_statement);
  }

  static bool is_file_name(const llvm::Value& value) {
    const auto* global = llvm::dyn_cast<llvm::GlobalVariable>(&value);
    if (global == nullptr || !global->hasInitializer()) return false;
    const auto* text = llvm::dyn_cast<llvm::ConstantDataArray>(global->getInitializer());
    if (text == nullptr || !text->isCString()) return false;
    return text->getAsCString().ends_with(".c") || text->getAsCString().ends_with(".h");
  }

  /// arm and arm64 write the line of a BUG and counted labels into the text of its assembly.
  std::string without_line(const std::string& code) const {
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

  void operand(const llvm::Value& value, bool of_report, bool is_place) {
    if (is_place || (of_report && llvm::isa<llvm::Constant>(value) && !llvm::isa<llvm::InlineAsm>(value))) {
      out_ += " place";
    } else if (const auto* code = llvm::dyn_cast<llvm::InlineAsm>(&value)) {
      const std::string text = without_labels(of_report ? without_line(code->getAsmString())
                                                        : without_counters(code->getAsmString()));
      out_ += " asm \"" + text + "\" " + code->getConstraintString();
    } else if (const auto* constant = llvm::dyn_cast<llvm::Constant>(&value)) {
      out_ += ConstantText().of(*constant);
    } else if (const auto* argument = llvm::dyn_cast<llvm::Argument>(&value)) {
      out_ += fmt::format(" argument {}", argument->getArgNo());
    } else if (!llvm::isa<llvm::MetadataAsValue>(value)) {
      out_ += fmt::format(" {}", number(&value));
    }
  }

  std::map<const llvm::Value*, unsigned> numbers_;
  std::string out_;
  unsigned line_ = 0;               ///< of the instruction at work
  std::set<std::uint64_t> labels_;  ///< that its assembly counts
};

unsigned last_line(const llvm::Function& function, const llvm::DISubprogram& subprogram) {
  unsigned last = subprogram.getScopeLine();
  for (const llvm::Instruction& i : llvm::instructions(function)) {
    const llvm::DILocation* location = i.getDebugLoc().get();
    if (location == nullptr || location->getInlinedAt() != nullptr) continue;
    if (location->getScope()->getSubprogram() == &subprogram && location->getFile() == subprogram.getFile())
      last = std::max(last, location->getLine());
  }
  return last;
}

}  // namespace

std::string file_in_tree(const llvm::DIFile* file, const std::string& tree_root) {
  if (file == nullptr) return "";
  const std::string name = file->getFilename().str();
  if (tree_root.empty()) return name;
  // The compiler may cut the name where it leaves the common part with its working folder.
  const std::filesystem::path whole =
      (std::filesystem::path(file->getDirectory().str()) / name).lexically_normal();
  const std::string inside = whole.lexically_relative(tree_root).string();
  return inside.empty() || inside.starts_with("..") ? name : inside;
}

std::string linkage_text(const llvm::GlobalObject& definition) {
  return fmt::format("linkage {} visibility {} section {}", +definition.getLinkage(),
                     +definition.getVisibility(), definition.getSection().str());
}

std::vector<FunctionText> function_texts(const llvm::Module& module, const std::string& tree_root) {
  std::vector<FunctionText> out;
  for (const llvm::Function& f : module) {
    const llvm::DISubprogram* subprogram = f.getSubprogram();
    if (f.isDeclaration() || subprogram == nullptr) continue;
    FunctionText text;
    text.name = f.getName().str();
    text.file = file_in_tree(subprogram->getFile(), tree_root);
    text.first = subprogram->getLine();
    text.last = std::max(text.first, last_line(f, *subprogram));
    text.digest = Sha256().add(Text().of(f)).hex();
    text.linkage = linkage_text(f);
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace pfncheck::lifting
