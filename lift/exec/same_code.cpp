// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/same_code.hpp"

#include <fmt/format.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

#include <algorithm>
#include <map>
#include <set>

#include "lift/exec/constant_text.hpp"
#include "lift/exec/function_text.hpp"
#include "lift/tree/digest.hpp"

namespace pfncheck {

namespace {

/// Functions as texts: code, attributes, and all that an instruction carries besides its operands.
class CodeTexts {
 public:
  explicit CodeTexts(const Module& module)
      : code_(module.code_digests()),
        place_(module.whole().getMDKindID("srcloc")),
        allocated_type_(module.whole().getMDKindID("heapallocsite")) {
    for (const llvm::Function& f : module.whole())
      texts_[lifting::without_counters(f.getName().str())].insert(
          f.isDeclaration() ? attributes(f.getAttributes()) : text_of(f));
  }
  bool operator==(const CodeTexts& other) const { return texts_ == other.texts_; }

 private:
  /// One list serves many calls.
  std::string attributes(const llvm::AttributeList& list) {
    std::string& text = attributes_[list.getRawPointer()];
    if (text.empty() && !list.isEmpty())
      for (const unsigned index : list.indexes())
        text += fmt::format("{} {};", index, list.getAsString(index));
    return text;
  }

  std::string text_of(const llvm::Function& function) {
    std::string text = fmt::format("{}{}{} align {} call {}\n", code_.at(&function),
                                   lifting::linkage_text(function), attributes(function.getAttributes()),
                                   function.getAlign().valueOrOne().value(), function.getCallingConv());
    for (const llvm::Instruction& i : llvm::instructions(function))
      if (!i.isDebugOrPseudoInst()) add_details(i, text);
    return Sha256().add(text).hex();
  }

  void add_details(const llvm::Instruction& i, std::string& text) {
    text += fmt::format("{}", i.hasMetadataOtherThanDebugLoc() ? metadata_of(i) : "");
    // What no flag of the opcode says: nuw, nsw, exact, inbounds.
    text += static_cast<char>('a' + (i.getRawSubclassOptionalData() & 15U));
    if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(&i))
      text += fmt::format("{}.{}", load->getAlign().value(), static_cast<int>(load->getOrdering()));
    else if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i))
      text += fmt::format("{}.{}", store->getAlign().value(), static_cast<int>(store->getOrdering()));
    else if (const auto* fence = llvm::dyn_cast<llvm::FenceInst>(&i))
      text += fmt::format("{}", static_cast<int>(fence->getOrdering()));
    else if (const auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&i))
      text += fmt::format("{}.{}", static_cast<int>(exchange->getSuccessOrdering()),
                          static_cast<int>(exchange->getFailureOrdering()));
    else if (const auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&i))
      text += fmt::format("{}", static_cast<int>(update->getOrdering()));
    else if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&i))
      text += attributes(call->getAttributes());
  }

  /// Words and numbers; places are none.
  std::string metadata_of(const llvm::Instruction& i) {
    llvm::SmallVector<std::pair<unsigned, llvm::MDNode*>, 4> all;
    i.getAllMetadataOtherThanDebugLoc(all);
    std::string text;
    for (const auto& [kind, node] : all) {
      if (kind == place_ || kind == allocated_type_) continue;
      text += fmt::format("!{}", kind);
      std::set<const llvm::Metadata*> seen;
      add_words(*node, seen, text);
    }
    return text;
  }

  void add_words(const llvm::Metadata& metadata, std::set<const llvm::Metadata*>& seen, std::string& text) {
    if (llvm::isa<llvm::DINode>(metadata) || llvm::isa<llvm::DILocation>(metadata)) return;
    if (const auto* word = llvm::dyn_cast<llvm::MDString>(&metadata)) {
      text += word->getString().str();
    } else if (const auto* value = llvm::dyn_cast<llvm::ConstantAsMetadata>(&metadata)) {
      text += lifting::ConstantText().of(*value->getValue());
    } else if (const auto* node = llvm::dyn_cast<llvm::MDNode>(&metadata); node && seen.insert(node).second) {
      for (const llvm::MDOperand& operand : node->operands())
        if (operand != nullptr) add_words(*operand, seen, text);
    }
  }

  const CodeDigests& code_;
  unsigned place_, allocated_type_;  ///< kinds of metadata
  std::map<std::string, std::multiset<std::string>> texts_;
  std::map<const void*, std::string> attributes_;
};

bool is_same_data(const Module& before, const Module& after) {
  const auto same = [](const DataText& a, const DataText& b) {
    return a.name == b.name && a.digest == b.digest;
  };
  return std::ranges::equal(before.data(), after.data(), same);
}

}  // namespace

bool is_same_code(const Module& before, const Module& after) {
  return is_same_data(before, after) && CodeTexts(before) == CodeTexts(after);
}

}  // namespace pfncheck
