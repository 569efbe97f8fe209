// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/machine/slice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/input_error.hpp"
#include "model/slices/slices.hpp"

namespace pfncheck::machine {

Slice::Slice(Pool& p, Variant v) : pool(p), system(p), variant(std::move(v)) {}

const DecisionRule& Slice::rule(DecisionRule reference) {
  const std::string name = reference.name;
  const auto other = variant.rules.find(name);
  if (other != variant.rules.end()) {
    if (other->second.questions != reference.questions || other->second.answers != reference.answers)
      throw InputError(fmt::format("rule {}: it must ask {} and answer {}", name,
                                   fmt::join(reference.questions, ", "), fmt::join(reference.answers, ", ")));
    reference = other->second;
  }
  return rules_.try_emplace(name, std::move(reference)).first->second;
}

std::span<const SliceInfo> slices() {
  static const std::vector<SliceInfo> all = [] {
    std::vector<SliceInfo> made = {own_slice(), linear_slice(), huge_slice(), type_slice(),
                                   kvm_slice(), vfio_slice(),   life_slice()};
    for (SliceInfo& slice : made)
      for (OperationInfo& operation : slice.operations)
        if (operation.chain.empty()) operation.chain = call_chain(slice.name, operation.name);
    return made;
  }();
  return all;
}

const SliceInfo* find_slice(std::string_view name) {
  const auto all = slices();
  const auto it = std::ranges::find(all, name, &SliceInfo::name);
  return it == all.end() ? nullptr : &*it;
}

std::unique_ptr<Slice> make_slice(const SliceInfo& info, Pool& pool, Variant variant) {
  for (const std::string& fault : variant.faults)
    if (std::ranges::find(info.faults, fault, &FaultInfo::name) == info.faults.end()) {
      std::vector<std::string_view> names;
      for (const FaultInfo& f : info.faults) names.push_back(f.name);
      throw InputError(
          fmt::format("slice {} has no fault `{}`; it has: {}", info.name, fault, fmt::join(names, ", ")));
    }
  auto slice = info.make(pool, std::move(variant));
  for (const auto& [name, rule] : slice->variant.rules)
    if (!slice->rules().contains(name))
      throw InputError(fmt::format("slice {} asks no rule `{}`", info.name, name));
  return slice;
}

}  // namespace pfncheck::machine
