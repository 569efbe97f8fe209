// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/debug_types.hpp"

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DebugInfo.h>

namespace pfncheck::lifting {

const llvm::DIType* underlying(const llvm::DIType* type) {
  while (const auto* derived = llvm::dyn_cast_or_null<llvm::DIDerivedType>(type)) {
    if (derived->getTag() == llvm::dwarf::DW_TAG_pointer_type) return derived;
    type = derived->getBaseType();
  }
  return type;
}

const llvm::DIType* type_of_local(const llvm::AllocaInst& local) {
  auto* value = const_cast<llvm::AllocaInst*>(&local);  // the finders do not change it
  for (llvm::DbgVariableRecord* record : llvm::findDVRDeclares(value))
    return record->getVariable()->getType();
  for (llvm::DbgDeclareInst* declare : llvm::findDbgDeclares(value)) return declare->getVariable()->getType();
  return nullptr;
}

}  // namespace pfncheck::lifting
