// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/lay_out.hpp"

#include <llvm/IR/GetElementPtrTypeIterator.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

#include <optional>
#include <vector>

#include "lift/lockstep/taken_for.hpp"

namespace pfncheck::lifting {

namespace {

class LayOut {
 public:
  LayOut(llvm::Function& function, const RelaidStructs& relaid)
      : function_(function), relaid_(relaid), layout_(function.getParent()->getDataLayout()) {}

  std::set<std::string> run() {
    std::vector<llvm::Instruction*> all;
    for (llvm::Instruction& i : llvm::instructions(function_)) all.push_back(&i);
    for (llvm::Instruction* i : all) {
      for (llvm::Use& use : i->operands()) fix_constant(*i, use);
      if (auto* gep = llvm::dyn_cast<llvm::GetElementPtrInst>(i)) {
        llvm::IRBuilder<> at(gep);
        lead_to_whole(*gep);
        if (llvm::Value* place = placed(llvm::cast<llvm::GEPOperator>(*gep), at)) {
          gep->replaceAllUsesWith(place);
          gep->eraseFromParent();
        }
      } else if (auto* local = llvm::dyn_cast<llvm::AllocaInst>(i)) {
        resize(*local);
      } else if (auto* call = llvm::dyn_cast<llvm::CallBase>(i)) {
        allocate_as_much(*call);
      }
    }
    return std::move(used_);
  }

 private:
  const Relaid* find(const llvm::Type& type) const {
    const auto* structure = llvm::dyn_cast<llvm::StructType>(&type);
    if (structure == nullptr || !structure->hasName()) return nullptr;
    const auto found = relaid_.find(std::string_view(structure->getName()));
    return found == relaid_.end() ? nullptr : &found->second;
  }

  /// Bytes after; nothing for one without a name that holds what moved.
  std::optional<std::uint64_t> size_of(llvm::Type& type) const {
    if (const Relaid* moved = find(type)) return moved->size;
    if (const auto* array = llvm::dyn_cast<llvm::ArrayType>(&type)) {
      const auto one = size_of(*array->getElementType());
      return one ? std::optional(*one * array->getNumElements()) : std::nullopt;
    }
    if (const auto* structure = llvm::dyn_cast<llvm::StructType>(&type))
      for (llvm::Type* element : structure->elements())
        if (const auto size = size_of(*element);
            !size || *size != layout_.getTypeAllocSize(element).getFixedValue())
          return std::nullopt;
    return layout_.getTypeAllocSize(&type).getFixedValue();
  }

  /// The place, if a structure that moved is on the way.
  llvm::Value* placed(llvm::GEPOperator& gep, llvm::IRBuilder<>& at) {
    llvm::Type* word = layout_.getIndexType(gep.getPointerOperandType());
    std::set<std::string> used;
    std::uint64_t bytes = 0;
    std::vector<std::pair<llvm::Value*, std::uint64_t>> turns;
    llvm::Value* base = gep.getPointerOperand();
    if (auto* inner = llvm::dyn_cast<llvm::GEPOperator>(base);
        inner != nullptr && llvm::isa<llvm::ConstantExpr>(inner))
      if (llvm::Value* place = placed(*inner, at)) base = place;
    bool has_moved = base != gep.getPointerOperand();
    for (auto way = llvm::gep_type_begin(gep); way != llvm::gep_type_end(gep); ++way) {
      if (llvm::StructType* type = way.getStructTypeOrNull()) {
        const auto field =
            static_cast<unsigned>(llvm::cast<llvm::ConstantInt>(way.getOperand())->getZExtValue());
        std::uint64_t place = layout_.getStructLayout(type)->getElementOffset(field);
        if (const Relaid* moved = find(*type)) {
          const auto found = moved->places.find(place);
          if (found == moved->places.end()) return nullptr;
          place = found->second;
          used.insert(type->getName().str());
          has_moved = true;
        }
        bytes += place;
        continue;
      }
      const auto stride = size_of(*way.getIndexedType());
      if (!stride) return nullptr;
      has_moved = has_moved || *stride != way.getSequentialElementStride(layout_).getFixedValue();
      turns.emplace_back(way.getOperand(), *stride);
    }
    if (!has_moved) return nullptr;
    used_.merge(used);
    llvm::Value* offset = llvm::ConstantInt::get(word, bytes);
    for (const auto& [index, stride] : turns)
      offset = at.CreateAdd(
          offset, at.CreateMul(at.CreateSExtOrTrunc(index, word), llvm::ConstantInt::get(word, stride)));
    return at.CreatePtrAdd(base, offset);
  }

  /// container_of(): a number leads back from a field to the beginning of the structure.
  void lead_to_whole(llvm::GetElementPtrInst& gep) {
    auto* number = llvm::dyn_cast<llvm::ConstantInt>(gep.getOperand(gep.getNumOperands() - 1));
    if (gep.getNumIndices() != 1 || !gep.getSourceElementType()->isIntegerTy(8) || number == nullptr ||
        number->getSExtValue() >= 0)
      return;
    const auto back = static_cast<std::uint64_t>(-number->getSExtValue());
    std::set<std::uint64_t> after;
    std::string of;
    for (const std::string& name : taken_for(gep)) {
      const auto moved = relaid_.find(name);
      const auto place = moved == relaid_.end() ? std::nullopt : place_after(moved->second, back);
      after.insert(place.value_or(back));
      if (place) of = name;
    }
    // One that is taken for two things is led to neither.
    if (of.empty() || after.size() != 1) return;
    gep.setOperand(
        1, llvm::ConstantInt::getSigned(number->getType(), -static_cast<std::int64_t>(*after.begin())));
    used_.insert(of);
  }

  static std::optional<std::uint64_t> place_after(const Relaid& moved, std::uint64_t place) {
    const auto found = moved.places.find(place);
    return found == moved.places.end() ? std::nullopt : std::optional(found->second);
  }

  void fix_constant(llvm::Instruction& user, llvm::Use& use) {
    auto* gep = llvm::dyn_cast<llvm::GEPOperator>(use.get());
    if (gep == nullptr || !llvm::isa<llvm::ConstantExpr>(gep)) return;
    auto* join = llvm::dyn_cast<llvm::PHINode>(&user);
    llvm::IRBuilder<> at(join != nullptr ? join->getIncomingBlock(use)->getTerminator() : &user);
    if (llvm::Value* place = placed(*gep, at)) use.set(place);
  }

  void resize(llvm::AllocaInst& local) {
    llvm::Type* type = local.getAllocatedType();
    const std::uint64_t was = layout_.getTypeAllocSize(type).getFixedValue();
    const auto size = size_of(*type);
    if (!size || *size == was) return;
    llvm::IRBuilder<> at(&local);
    auto* larger = at.CreateAlloca(llvm::ArrayType::get(at.getInt8Ty(), *size), local.getAddressSpace(),
                                   local.getArraySize());
    larger->setAlignment(local.getAlign());
    larger->takeName(&local);
    local.replaceAllUsesWith(larger);
    // All of it is set, copied and ended.
    for (llvm::User* user : larger->users())
      if (auto* bulk = llvm::dyn_cast<llvm::IntrinsicInst>(user))
        for (llvm::Use& argument : bulk->args())
          if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(argument.get());
              number != nullptr && number->getBitWidth() >= 32 && number->getZExtValue() == was)
            argument.set(llvm::ConstantInt::get(number->getType(), *size));
    local.eraseFromParent();
  }

  /// Room for one of them is as large as it is after.
  void allocate_as_much(llvm::CallBase& call) {
    const llvm::Function* callee = call.getCalledFunction();
    if (callee == nullptr || !callee->getName().contains("alloc")) return;
    for (llvm::Use& argument : call.args()) {
      const auto* bytes = llvm::dyn_cast<llvm::ConstantInt>(argument.get());
      if (bytes == nullptr || bytes->getBitWidth() > 64) continue;
      for (const auto& [name, moved] : relaid_)
        if (bytes->getZExtValue() == moved.size_before && moved.size != moved.size_before) {
          argument.set(llvm::ConstantInt::get(bytes->getType(), moved.size));
          used_.insert(name);
          break;
        }
    }
  }

  llvm::Function& function_;
  const RelaidStructs& relaid_;
  const llvm::DataLayout& layout_;
  std::set<std::string> used_;
};

}  // namespace

std::set<std::string> lay_out(llvm::Function& function, const RelaidStructs& relaid) {
  return LayOut(function, relaid).run();
}

}  // namespace pfncheck::lifting
