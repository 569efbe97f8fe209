// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/words.hpp"

#include <fmt/format.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Metadata.h>

#include "lift/exec/constant_text.hpp"

namespace pfncheck::lifting {

std::string called_in_words(const llvm::CallBase& call) {
  if (llvm::isa<llvm::InlineAsm>(call.getCalledOperand())) return "assembly";
  const auto* function = llvm::dyn_cast<llvm::Function>(call.getCalledOperand());
  return function == nullptr ? "a pointer" : without_counters(function->getName().str()) + "()";
}

std::string in_words(const llvm::Instruction* i) {
  if (i == nullptr) return "nothing more";
  if (const auto* call = llvm::dyn_cast<llvm::CallBase>(i)) return "a call of " + called_in_words(*call);
  if (llvm::isa<llvm::LoadInst>(i)) return i->isVolatile() ? "a volatile read" : "an atomic read";
  if (llvm::isa<llvm::StoreInst>(i)) return i->isVolatile() ? "a volatile write" : "a write";
  if (llvm::isa<llvm::ReturnInst>(i)) return "its return";
  if (llvm::isa<llvm::UnreachableInst>(i)) return "its end";
  if (i->isTerminator()) return "a branch";
  return "an atomic operation";
}

std::string data_text(const llvm::Value& value) {
  const auto* node = llvm::dyn_cast<llvm::MDNode>(llvm::cast<llvm::MetadataAsValue>(value).getMetadata());
  if (node == nullptr) return printed(value);
  std::string text = "words";
  for (const llvm::MDOperand& operand : node->operands()) {
    const auto* word = llvm::dyn_cast_or_null<llvm::MDString>(operand.get());
    if (word == nullptr) return printed(value);
    text += fmt::format(" {}:{}", word->getString().size(), word->getString().str());
  }
  return text;
}

std::string number_in_words(std::uint64_t value, const llvm::Type& type, const llvm::DataLayout& layout) {
  const unsigned bits = type.isPointerTy() ? layout.getPointerSizeInBits(0) : type.getIntegerBitWidth();
  const std::uint64_t all = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  const bool is_error = bits > 8 && value > all - 4095;
  if (is_error)
    return fmt::format("{}-{}", type.isPointerTy() ? "the error pointer of " : "", all - value + 1);
  if (type.isPointerTy()) return value == 0 ? "NULL" : "a pointer";
  return value < 4096 ? fmt::format("{}", value) : fmt::format("{:#x}", value);
}

}  // namespace pfncheck::lifting
