// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/function_text.hpp"

#include <fmt/format.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "lift/exec/call_places.hpp"
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
    const std::optional<CallPlaces> places =
        call == nullptr ? std::nullopt : std::optional<CallPlaces>(*call);
    for (const llvm::Use& use : i.operands()) {
      if (places && llvm::isa<llvm::InlineAsm>(use.get()))
        out_ += places->assembly();
      else
        operand(*use.get(), places && places->is_place(use.getOperandNo()));
    }
    out_ += "\n";
  }

  void operand(const llvm::Value& value, bool is_place) {
    if (is_place) {
      out_ += " place";
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

CodeDigests code_digests(const llvm::Module& module) {
  CodeDigests out;
  for (const llvm::Function& f : module)
    if (!f.isDeclaration()) out.emplace(&f, Sha256().add(Text().of(f)).hex());
  return out;
}

std::vector<FunctionText> function_texts(const llvm::Module& module, const CodeDigests& code,
                                         const std::string& tree_root) {
  std::vector<FunctionText> out;
  for (const llvm::Function& f : module) {
    const llvm::DISubprogram* subprogram = f.getSubprogram();
    if (f.isDeclaration() || subprogram == nullptr) continue;
    FunctionText text;
    text.name = f.getName().str();
    text.file = file_in_tree(subprogram->getFile(), tree_root);
    text.first = subprogram->getLine();
    text.last = std::max(text.first, last_line(f, *subprogram));
    text.digest = code.at(&f);
    text.linkage = linkage_text(f);
    out.push_back(std::move(text));
  }
  return out;
}

}  // namespace pfncheck::lifting
