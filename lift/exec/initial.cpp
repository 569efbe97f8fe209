// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/initial.hpp"

#include <fmt/format.h>
#include <llvm/Analysis/ConstantFolding.h>
#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/IR/Instructions.h>

#include <bit>

#include "lift/exec/debug_types.hpp"

namespace pfncheck::lifting {

namespace {

constexpr std::uint64_t most_table_entries = 1024;

std::string beyond(std::uint64_t offset) {
  return offset == 0 ? "" : fmt::format("+{}", offset);
}

/// ".field" path to the `size` bytes at `offset`, through anonymous members. Two pieces never have one path.
std::string field_path(const llvm::DIType* type, std::uint64_t offset, std::uint64_t size) {
  type = underlying(type);
  const auto* composite = llvm::dyn_cast_or_null<llvm::DICompositeType>(type);
  const bool is_scalar = composite == nullptr || composite->getTag() == llvm::dwarf::DW_TAG_enumeration_type;
  if (is_scalar) {
    const std::uint64_t bits = type == nullptr ? 0 : type->getSizeInBits();
    return beyond(offset) + (bits == 8 * size ? "" : fmt::format(":{}", size));
  }
  if (composite->getTag() == llvm::dwarf::DW_TAG_array_type) {
    const llvm::DIType* element = underlying(composite->getBaseType());
    const std::uint64_t bytes = element != nullptr ? element->getSizeInBits() / 8 : 0;
    if (bytes == 0) return beyond(offset) + fmt::format(":{}", size);
    return fmt::format("[{}]", offset / bytes) + field_path(element, offset % bytes, size);
  }
  for (const llvm::DINode* node : composite->getElements()) {
    const auto* member = llvm::dyn_cast<llvm::DIDerivedType>(node);
    if (member == nullptr || member->getTag() != llvm::dwarf::DW_TAG_member) continue;
    const std::uint64_t start = member->getOffsetInBits() / 8;
    const std::uint64_t bytes = (member->getSizeInBits() + 7) / 8;
    if (offset < start || offset >= start + std::max<std::uint64_t>(bytes, 1)) continue;
    const std::string name = member->getName().empty() ? "" : "." + member->getName().str();
    return name + field_path(member->getBaseType(), offset - start, size);
  }
  return beyond(offset) + fmt::format(":{}", size);
}

/// The scalar of an LLVM type that covers the byte at `offset`.
Extent scalar_at(const llvm::DataLayout& layout, llvm::Type* type, std::uint64_t offset) {
  std::uint64_t start = 0;
  while (true) {
    if (auto* structure = llvm::dyn_cast<llvm::StructType>(type)) {
      const llvm::StructLayout* fields = layout.getStructLayout(structure);
      if (structure->getNumElements() == 0 || offset - start >= fields->getSizeInBytes()) return {0, 0};
      const unsigned i = fields->getElementContainingOffset(offset - start);
      start += fields->getElementOffset(i).getFixedValue();
      type = structure->getElementType(i);
    } else if (auto* array = llvm::dyn_cast<llvm::ArrayType>(type)) {
      const std::uint64_t bytes = layout.getTypeAllocSize(array->getElementType()).getFixedValue();
      if (bytes == 0 || (offset - start) / bytes >= array->getNumElements()) return {0, 0};
      start += (offset - start) / bytes * bytes;
      type = array->getElementType();
    } else {
      if (!type->isSized()) return {0, 0};
      const std::uint64_t bytes = layout.getTypeStoreSize(type).getFixedValue();
      if (bytes > 8 || offset - start >= bytes) return {0, 0};
      return {static_cast<std::int64_t>(start), bytes};
    }
  }
}

}  // namespace

const llvm::DIType* debug_type(const Object& object) {
  if (const auto* global = llvm::dyn_cast_or_null<llvm::GlobalVariable>(object.origin)) {
    llvm::SmallVector<llvm::DIGlobalVariableExpression*, 1> found;
    global->getDebugInfo(found);
    return found.empty() ? nullptr : found[0]->getVariable()->getType();
  }
  const auto* local = llvm::dyn_cast_or_null<llvm::AllocaInst>(object.origin);
  return local == nullptr ? nullptr : type_of_local(*local);
}

std::string InitialMemory::name_of(const Object& object, std::int64_t offset, std::uint64_t size) const {
  const llvm::DIType* type = debug_type(object);
  if (type != nullptr && offset >= 0)
    return object.name + field_path(type, static_cast<std::uint64_t>(offset), size);
  const bool whole = offset == 0 && size == object.size;
  return whole ? object.name : fmt::format("{}{:+d}:{}", object.name, offset, size);
}

/// Variables of the house's own C text start as they are written.
constexpr std::string_view ours = "pfncheck_";

const llvm::GlobalVariable* InitialMemory::value_of(const Object& object) const {
  const auto* global = llvm::dyn_cast_or_null<llvm::GlobalVariable>(object.origin);
  if (global == nullptr) return nullptr;
  const auto* said = global->getParent()->getNamedGlobal(fmt::format("pfncheck_value_{}", object.name));
  if (said != nullptr) global = said;
  const bool is_known = global->isConstant() || (object.kind == Object::Kind::global &&
                                                 (starts_initialised_ || object.name.starts_with(ours)));
  return is_known && global->hasInitializer() ? global : nullptr;
}

bool InitialMemory::is_constant(const Object& object) const {
  return value_of(object) != nullptr;
}

Value InitialMemory::constant_at(const Object& object, std::int64_t offset, std::uint64_t size) {
  const llvm::GlobalVariable* global = value_of(object);
  auto* initializer = const_cast<llvm::Constant*>(global->getInitializer());  // folding does not change it
  llvm::LLVMContext& context = global->getContext();
  const llvm::APInt at(layout_.getIndexSizeInBits(0), static_cast<std::uint64_t>(offset), true);
  if (8 * size == objects_.pointer_bits()) {
    llvm::Constant* as_pointer =
        llvm::ConstantFoldLoadFromConst(initializer, llvm::PointerType::get(context, 0), at, layout_);
    if (as_pointer != nullptr && !llvm::isa<llvm::ConstantExpr>(as_pointer))
      return read_constant_(as_pointer);
  }
  llvm::Constant* found = llvm::ConstantFoldLoadFromConst(
      initializer, llvm::IntegerType::get(context, static_cast<unsigned>(8 * size)), at, layout_);
  if (found == nullptr) throw NotLifted("a read of the constant " + object.name + " that cannot be resolved");
  return read_constant_(found);
}

std::vector<Extent> InitialMemory::pieces(const Object& object, std::int64_t offset, std::uint64_t size) {
  std::vector<Extent> out;
  const std::int64_t end = offset + static_cast<std::int64_t>(size);
  for (std::int64_t at = offset; at < end;) {
    Extent piece{0, 0};
    if (object.type != nullptr && at >= 0)
      piece = scalar_at(layout_, object.type, static_cast<std::uint64_t>(at));
    if (piece.size == 0) {  // padding, or nothing is known of the type
      out.push_back(environment_.cut(object.name, at, 1).front());
    } else {
      out.push_back(piece);
    }
    at = out.back().offset + static_cast<std::int64_t>(out.back().size);
  }
  return out;
}

Term InitialMemory::one_variable(const Object& object, const Extent& extent) {
  const auto width = static_cast<unsigned>(8 * extent.size);
  std::string name = name_of(object, extent.offset, extent.size);
  if (object.kind == Object::Kind::local) {
    const Term variable = environment_.apply("never set: " + name, {}, width);
    record_(ApproximationKind::unknown, variable, name + " was never set");
    return variable;
  }
  if (reserved_.contains(name)) name += " (global)";
  const Term variable = environment_.apply(name, {}, width);
  globals_.emplace(name, variable);
  return variable;
}

Term InitialMemory::variable_at(const Object& object, Term index, Term root, const Extent& extent) {
  if (object.kind == Object::Kind::local || object.kind == Object::Kind::global)
    return one_variable(object, extent);
  std::vector<Term> arguments;
  for (const Term& t : {index, root})
    if (!t.empty()) arguments.push_back(t);
  const std::string name = fmt::format("{}[{:#x}:{}]", object.name, extent.offset, extent.size);
  Term variable;
  const Term value = environment_.apply(name, arguments, static_cast<unsigned>(8 * extent.size), &variable);
  // s390 keeps the processor's low-core area, set at boot, at fixed addresses from 0 on;
  // arch/s390/include/asm/lowcore.h.
  const bool lowcore = low_memory_is_known_ && root.empty() && object.kind == Object::Kind::absolute;
  const bool trusted = lowcore || (!root.empty() && trusted_.contains(root.node()));
  record_(trusted ? ApproximationKind::stand_in : ApproximationKind::unknown, variable,
          "contents of " + brief_call(name, arguments));
  return value;
}

Value InitialMemory::composed(const Object& object, Term index, Term root, std::int64_t offset,
                              std::uint64_t size) {
  const bool typed = object.kind == Object::Kind::local || object.kind == Object::Kind::global;
  const std::vector<Extent> extents =
      typed ? pieces(object, offset, size) : environment_.cut(object.name, offset, size);
  const bool big = layout_.isBigEndian();
  const std::int64_t end = offset + static_cast<std::int64_t>(size);
  Term out;
  for (const Extent& e : extents) {
    const std::int64_t from = std::max(offset, e.offset),
                       to = std::min(end, e.offset + static_cast<std::int64_t>(e.size));
    Term piece = variable_at(object, index, root, e);
    if (from != e.offset || to != e.offset + static_cast<std::int64_t>(e.size)) {
      const auto at = static_cast<unsigned>(from - e.offset), count = static_cast<unsigned>(to - from);
      piece = extract(piece, 8 * (big ? static_cast<unsigned>(e.size) - at - count : at), 8 * count);
    }
    out = out.empty() ? piece : (big ? concat(out, piece) : concat(piece, out));
  }
  return Value::integer(out);
}

Value InitialMemory::at(const Object& object, Term index, std::int64_t offset, std::uint64_t size) {
  if (object.kind == Object::Kind::function) throw NotLifted("code of " + object.name + " read as data");
  if (is_constant(object)) {
    if (offset < 0 || static_cast<std::uint64_t>(offset) + size > object.size)
      throw NotLifted("a read beyond the end of " + object.name);
    return constant_at(object, offset, size);
  }
  return composed(object, index, Term(), offset, size);
}

Value InitialMemory::at_symbolic(const Object& object, Term index, Term offset, std::uint64_t size) {
  if (is_constant(object)) {
    const std::uint64_t step =
        trailing_zeros(offset) >= static_cast<unsigned>(std::countr_zero(size)) ? size : 1;
    if (object.size < size || object.size / step > most_table_entries)
      throw NotLifted("a symbolic index into the large table " + object.name);
    Value out = constant_at(object, 0, size);
    for (std::uint64_t at = step; at + size <= object.size; at += step)
      out = choose(objects_, eq(offset, objects_.word(at)),
                   constant_at(object, static_cast<std::int64_t>(at), size), out);
    return out;
  }
  if (object.kind == Object::Kind::local || object.kind == Object::Kind::global) {
    const std::string name = (object.kind == Object::Kind::local ? "never set: " : "") + object.name + "[]";
    Term variable;
    const Term value = environment_.apply(fmt::format("{}:{}", name, size), {offset},
                                          static_cast<unsigned>(8 * size), &variable);
    record_(ApproximationKind::unknown, variable,
            object.kind == Object::Kind::local ? object.name + " was never set"
                                               : "contents of " + brief_call(name, {offset}));
    return Value::integer(value);
  }
  const Split where = split(offset);
  const auto constant = static_cast<std::int64_t>(
      offset.width() < 64 ? static_cast<std::int64_t>(static_cast<std::int32_t>(where.constant))
                          : static_cast<std::int64_t>(where.constant));
  return composed(object, index, where.root, constant, size);
}

}  // namespace pfncheck::lifting
