// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/signature.hpp"

#include <fmt/format.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/Attributes.h>
#include <llvm/IR/DebugInfoMetadata.h>

#include "lift/exec/constant_text.hpp"

namespace pfncheck::lifting {
namespace {

/// What a type of C says beyond what LLVM keeps of it: whether it is signed.
std::string c_type_text(const llvm::DIType* type) {
  while (const auto* derived = llvm::dyn_cast_or_null<llvm::DIDerivedType>(type)) {
    if (derived->getTag() == llvm::dwarf::DW_TAG_pointer_type) return "pointer";
    type = derived->getBaseType();
  }
  if (const auto* basic = llvm::dyn_cast_or_null<llvm::DIBasicType>(type))
    return fmt::format("{} of {}", basic->getEncoding(), basic->getSizeInBits());
  if (const auto* composite = llvm::dyn_cast_or_null<llvm::DICompositeType>(type);
      composite != nullptr && composite->getTag() == llvm::dwarf::DW_TAG_enumeration_type)
    return c_type_text(composite->getBaseType());
  return type == nullptr ? "none" : "object";
}

/// Structures that are handed over by value have a type in their attribute, with a number in its name.
std::string type_free(const llvm::Attribute& attribute) {
  return without_attribute_number(attribute.getAsString());
}

std::string convention(const llvm::AttributeList& attributes, unsigned arguments, unsigned calling) {
  std::string text = fmt::format("{}", calling);
  const auto add = [&](const llvm::AttributeSet& set) {
    for (const auto kind : {llvm::Attribute::ZExt, llvm::Attribute::SExt, llvm::Attribute::InReg,
                            llvm::Attribute::ByVal, llvm::Attribute::StructRet, llvm::Attribute::InAlloca,
                            llvm::Attribute::Nest, llvm::Attribute::Preallocated})
      if (set.hasAttribute(kind)) text += " " + type_free(set.getAttribute(kind));
    text += ";";
  };
  add(attributes.getRetAttrs());
  for (unsigned i = 0; i < arguments; ++i) add(attributes.getParamAttrs(i));
  return text;
}

}  // namespace

std::string convention(const llvm::CallBase& call) {
  return convention(call.getAttributes(), call.arg_size(), call.getCallingConv());
}

std::string convention(const llvm::Function& function) {
  return convention(function.getAttributes(), static_cast<unsigned>(function.arg_size()),
                    function.getCallingConv());
}

std::vector<std::string> c_types(const llvm::Function& function) {
  std::vector<std::string> all;
  if (const llvm::DISubprogram* described = function.getSubprogram())
    for (const llvm::DIType* type : described->getType()->getTypeArray()) all.push_back(c_type_text(type));
  return all;
}

bool are_called_alike(const llvm::Function& a, const llvm::Function& b) {
  if (a.arg_size() != b.arg_size()) return false;
  if (type_text(*a.getReturnType()) != type_text(*b.getReturnType())) return false;
  for (unsigned i = 0; i < a.arg_size(); ++i)
    if (type_text(*a.getArg(i)->getType()) != type_text(*b.getArg(i)->getType())) return false;
  return a.isVarArg() == b.isVarArg() && convention(a) == convention(b) && c_types(a) == c_types(b);
}

}  // namespace pfncheck::lifting
