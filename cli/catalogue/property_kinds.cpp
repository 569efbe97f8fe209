// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/property_kinds.hpp"

#include <algorithm>

#include "props/life/property.hpp"

namespace pfncheck {

namespace {

bool has_check(const machine::Slice& slice, std::string_view property) {
  return std::ranges::any_of(slice.system.steps(), [&](const machine::Step& step) {
    return std::ranges::find(step.checks(), property, &machine::Check::property) != step.checks().end();
  });
}

}  // namespace

std::string PropertyKind::words() const {
  return std::string("whole lives: ") + (invariant && step ? "invariant and step"
                                         : invariant       ? "invariant"
                                                           : "step");
}

std::map<std::string, PropertyKind> life_property_kinds() {
  std::map<std::string, PropertyKind> kinds;
  for (const machine::SliceInfo& info : machine::slices()) {
    Pool pool;
    const auto slice = machine::make_slice(info, pool, {});
    for (const LifeProperty* property : state_properties(*slice, all_life_properties())) {
      const std::string name(property->name);
      PropertyKind& kind = kinds[name];
      kind.slices.emplace_back(info.name);
      const auto& invariants = slice->system.invariants();
      kind.invariant = kind.invariant ||
                       std::ranges::find(invariants, name, &machine::Invariant::property) != invariants.end();
      kind.step = kind.step || has_check(*slice, name);
    }
  }
  return kinds;
}

}  // namespace pfncheck
