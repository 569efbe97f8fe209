// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/relaid.hpp"

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "lift/exec/debug_types.hpp"

namespace pfncheck {

namespace {

constexpr std::string_view prefix = "struct.", without_a_name = "struct.anon";

struct Member {
  std::string name;
  std::uint64_t offset = 0, size = 0;  ///< bits
  std::string of;  ///< the structure that it is one or more of, as LLVM names it; else empty
};

std::map<std::string, const llvm::StructType*> named_structs(const llvm::Module& module) {
  std::map<std::string, const llvm::StructType*> all;
  for (const llvm::StructType* type : module.getIdentifiedStructTypes())
    if (type->hasName() && type->getName().starts_with(prefix) && type->isSized() &&
        !type->getName().starts_with(without_a_name))
      all.emplace(type->getName().str(), type);
  return all;
}

bool is_laid_out_alike(const llvm::StructType& a, const llvm::DataLayout& layout_of_a,
                       const llvm::StructType& b, const llvm::DataLayout& layout_of_b) {
  if (a.getNumElements() != b.getNumElements()) return false;
  const llvm::StructLayout *x = layout_of_a.getStructLayout(const_cast<llvm::StructType*>(&a)),
                           *y = layout_of_b.getStructLayout(const_cast<llvm::StructType*>(&b));
  if (x->getSizeInBytes() != y->getSizeInBytes()) return false;
  for (unsigned k = 0; k < a.getNumElements(); ++k)
    if (x->getElementOffset(k) != y->getElementOffset(k)) return false;
  return true;
}

/// Past names and qualifiers, and arrays.
const llvm::DIType* element_of(const llvm::DIType* type) {
  for (;;) {
    type = lifting::underlying(type);
    const auto* array = llvm::dyn_cast_or_null<llvm::DICompositeType>(type);
    if (array == nullptr || array->getTag() != llvm::dwarf::DW_TAG_array_type) return type;
    type = array->getBaseType();
  }
}

std::uint64_t size_of(const llvm::DIType* type) {
  while (type != nullptr && type->getSizeInBits() == 0) {
    const auto* derived = llvm::dyn_cast<llvm::DIDerivedType>(type);
    if (derived == nullptr) break;
    type = derived->getBaseType();
  }
  return type == nullptr ? 0 : type->getSizeInBits();
}

std::vector<Member> members_of(const llvm::DICompositeType& type) {
  std::vector<Member> all;
  unsigned unnamed = 0;
  for (const llvm::DINode* element : type.getElements()) {
    const auto* member = llvm::dyn_cast<llvm::DIDerivedType>(element);
    if (member == nullptr || member->getTag() != llvm::dwarf::DW_TAG_member) continue;
    Member one;
    one.name = member->getName().empty() ? "unnamed " + std::to_string(++unnamed) : member->getName().str();
    one.offset = member->getOffsetInBits();
    one.size = size_of(member);
    const auto* inner = llvm::dyn_cast_or_null<llvm::DICompositeType>(element_of(member->getBaseType()));
    if (inner != nullptr && !inner->getName().empty()) one.of = std::string(prefix) + inner->getName().str();
    all.push_back(std::move(one));
  }
  return all;
}

/// Members of the structures of these names; none of a name that stands for several.
std::map<std::string, std::vector<Member>> members_of(const llvm::Module& module,
                                                      const std::set<std::string>& names) {
  llvm::DebugInfoFinder finder;
  finder.processModule(module);
  std::map<std::string, std::vector<Member>> all;
  std::set<std::string> several;
  for (const llvm::DIType* type : finder.types()) {
    const auto* composite = llvm::dyn_cast<llvm::DICompositeType>(type);
    if (composite == nullptr || composite->getTag() != llvm::dwarf::DW_TAG_structure_type ||
        composite->isForwardDecl())
      continue;
    const std::string name = std::string(prefix) + composite->getName().str();
    if (!names.contains(name)) continue;
    if (!all.emplace(name, members_of(*composite)).second) several.insert(name);
  }
  for (const std::string& name : several) all.erase(name);
  return all;
}

/// By how many bytes what stands there moved; nothing if its parts did not move together.
std::optional<std::int64_t> moved_by(const std::vector<Member>& before, const std::vector<Member>& after,
                                     std::uint64_t first_bit, std::uint64_t bits) {
  std::optional<std::int64_t> moved;
  for (const Member& member : before) {
    if (member.offset < first_bit || member.offset >= first_bit + bits) continue;
    const auto other = std::ranges::find(after, member.name, &Member::name);
    const auto by = static_cast<std::int64_t>(other->offset) - static_cast<std::int64_t>(member.offset);
    if (by % 8 != 0 || (moved && *moved != by / 8)) return std::nullopt;
    moved = by / 8;
  }
  return moved;
}

class Finder {
 public:
  Finder(const llvm::Module& before, const llvm::Module& after)
      : before_(before), after_(after), old_(named_structs(before)), new_(named_structs(after)) {}

  RelaidStructs run() {
    std::set<std::string> names;
    for (const auto& [name, type] : old_)
      if (const auto other = new_.find(name);
          other != new_.end() &&
          !is_laid_out_alike(*type, before_.getDataLayout(), *other->second, after_.getDataLayout()))
        names.insert(name);
    if (names.empty()) return {};
    old_members_ = members_of(before_, names);
    new_members_ = members_of(after_, names);
    std::erase_if(names, [&](const std::string& name) { return !has_all(name); });
    // One that holds another which cannot be matched cannot be either.
    for (bool is_done = false; !is_done;)
      is_done = std::erase_if(names, [&](const std::string& name) { return !keeps_sizes(name, names); }) == 0;
    RelaidStructs found;
    for (const std::string& name : names) found.emplace(name, relaid(name));
    return found;
  }

 private:
  bool has_all(const std::string& name) const {
    const auto old_ones = old_members_.find(name), new_ones = new_members_.find(name);
    if (old_ones == old_members_.end() || new_ones == new_members_.end()) return false;
    const auto &before = old_ones->second, &after = new_ones->second;
    if (before.empty() || after.empty() || before.front().name != after.front().name) return false;
    return std::ranges::all_of(before, [&](const Member& member) {
      return std::ranges::count(before, member.name, &Member::name) == 1 &&
             std::ranges::count(after, member.name, &Member::name) == 1;
    });
  }

  bool keeps_sizes(const std::string& name, const std::set<std::string>& names) const {
    const std::vector<Member>& after = new_members_.at(name);
    return std::ranges::all_of(old_members_.at(name), [&](const Member& member) {
      const auto other = std::ranges::find(after, member.name, &Member::name);
      return other->of == member.of && (other->size == member.size || names.contains(member.of));
    });
  }

  Relaid relaid(const std::string& name) const {
    auto* type = const_cast<llvm::StructType*>(old_.at(name));
    const llvm::DataLayout& layout = before_.getDataLayout();
    const llvm::StructLayout* places = layout.getStructLayout(type);
    Relaid out;
    out.size_before = layout.getTypeAllocSize(type);
    out.size = after_.getDataLayout().getTypeAllocSize(const_cast<llvm::StructType*>(new_.at(name)));
    for (unsigned k = 0; k < type->getNumElements(); ++k) {
      const std::uint64_t at = places->getElementOffset(k);
      const std::uint64_t bits = layout.getTypeAllocSizeInBits(type->getElementType(k)).getFixedValue();
      if (const auto moved = moved_by(old_members_.at(name), new_members_.at(name), 8 * at, bits))
        out.places[at] = at + static_cast<std::uint64_t>(*moved);
    }
    return out;
  }

  const llvm::Module &before_, &after_;
  std::map<std::string, const llvm::StructType*> old_, new_;
  std::map<std::string, std::vector<Member>> old_members_, new_members_;
};

}  // namespace

RelaidStructs relaid_structs(const Module& before, const Module& after) {
  return Finder(before.whole(), after.whole()).run();
}

}  // namespace pfncheck
