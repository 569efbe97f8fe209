// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/taken_for.hpp"

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/Function.h>

#include <vector>

#include "lift/exec/debug_types.hpp"

namespace pfncheck::lifting {
namespace {

/// Of a pointer to a structure its name as LLVM has it.
std::string pointed_to(const llvm::DIType* type) {
  const auto* pointer = llvm::dyn_cast_or_null<llvm::DIDerivedType>(underlying(type));
  if (pointer == nullptr || pointer->getTag() != llvm::dwarf::DW_TAG_pointer_type) return {};
  const llvm::DIType* whole = underlying(pointer->getBaseType());
  if (whole == nullptr || whole->getTag() != llvm::dwarf::DW_TAG_structure_type) return {};
  return "struct." + whole->getName().str();
}

std::string returned(const llvm::Function& function) {
  const llvm::DISubprogram* program = function.getSubprogram();
  if (program == nullptr || program->getType() == nullptr || program->getType()->getTypeArray().size() == 0)
    return {};
  return pointed_to(program->getType()->getTypeArray()[0]);
}

}  // namespace

std::set<std::string> taken_for(const llvm::Instruction& pointer) {
  std::set<std::string> names;
  std::set<const llvm::Value*> seen = {&pointer};
  std::vector<const llvm::Value*> open = {&pointer};
  const auto follow = [&](const llvm::Value* value) {
    if (seen.insert(value).second) open.push_back(value);
  };
  while (!open.empty()) {
    const llvm::Value* value = open.back();
    open.pop_back();
    for (const llvm::User* user : value->users()) {
      if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(user)) {
        // Of a local that holds it.
        if (llvm::isa<llvm::AllocaInst>(value)) follow(load);
      } else if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(user)) {
        const auto* local = llvm::dyn_cast<llvm::AllocaInst>(store->getPointerOperand());
        if (store->getValueOperand() != value || local == nullptr) continue;
        follow(local);
        names.insert(pointed_to(type_of_local(*local)));
      } else if (llvm::isa<llvm::ReturnInst>(user)) {
        names.insert(returned(*pointer.getFunction()));
      } else if (const auto* field = llvm::dyn_cast<llvm::GetElementPtrInst>(user);
                 field != nullptr && field->getPointerOperand() == value &&
                 !llvm::isa<llvm::AllocaInst>(value)) {
        if (const auto* whole = llvm::dyn_cast<llvm::StructType>(field->getSourceElementType());
            whole != nullptr && whole->hasName())
          names.insert(whole->getName().str());
      }
    }
  }
  names.erase("");
  return names;
}

}  // namespace pfncheck::lifting
