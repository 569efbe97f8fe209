// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/life/property.hpp"

#include <algorithm>

#include "props/life/families.hpp"

namespace pfncheck {

std::span<const LifeProperty> life_properties() {
  static const std::vector<LifeProperty> all = [] {
    std::vector<LifeProperty> list;
    for (const auto family :
         {reference_properties, entry_properties, mapping_properties, huge_entry_properties, type_properties,
          guest_properties, translation_properties, driver_properties})
      for (LifeProperty& property : family()) list.push_back(std::move(property));
    return list;
  }();
  return all;
}

const LifeProperty* find_life_property(std::string_view name) {
  const auto all = life_properties();
  const auto it = std::ranges::find(all, name, &LifeProperty::name);
  return it == all.end() ? nullptr : &*it;
}

std::vector<const LifeProperty*> all_life_properties() {
  std::vector<const LifeProperty*> all;
  for (const LifeProperty& property : life_properties()) all.push_back(&property);
  return all;
}

std::vector<const LifeProperty*> state_properties(machine::Slice& slice,
                                                  std::span<const LifeProperty* const> wanted) {
  std::vector<const LifeProperty*> stated;
  for (const LifeProperty* property : wanted)
    if (property->state(slice)) stated.push_back(property);
  return stated;
}

std::function<bool(machine::Slice&)> either(std::vector<std::function<bool(machine::Slice&)>> alternatives) {
  return [alternatives](machine::Slice& slice) {
    return std::ranges::any_of(alternatives, [&](const auto& one) { return one(slice); });
  };
}

bool check_events(machine::Slice& slice, std::string_view property, std::string_view event,
                  const std::function<Term(const machine::Event&)>& premise,
                  const std::function<Term(const machine::Event&)>& holds) {
  bool found = false;
  for (machine::Step& step : slice.system.steps()) {
    const std::vector<machine::Event> events = step.events();
    for (std::size_t i = 0; i < events.size(); ++i) {
      const machine::Event& e = events[i];
      if (e.name != event) continue;
      step.check(std::string(property), i, e.when & premise(e), holds(e));
      found = true;
    }
  }
  return found;
}

bool check_events(machine::Slice& slice, std::string_view property, std::string_view event,
                  const std::function<Term(const machine::Event&)>& holds) {
  return check_events(slice, property, event, [&](const machine::Event&) { return slice.yes(); }, holds);
}

}  // namespace pfncheck
