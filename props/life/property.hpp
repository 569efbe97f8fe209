// SPDX-License-Identifier: GPL-2.0-or-later
// Properties of whole lives: what must hold in every state and step of a slice. One registered object each;
// beside it what it says in the words of each slice.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "model/machine/slice.hpp"

namespace pfncheck {

struct LifeProperty {
  std::string_view name;      ///< snake_case: the same word everywhere
  std::string_view sentence;  ///< what must hold
  std::string_view because;   ///< what goes wrong otherwise
  std::string_view source;    ///< where the kernel says so
  std::string_view scope;     ///< where it applies, in words
  /// "slice/fault": seeded faults that must refute it; the first is its own.
  std::vector<std::string_view> faults;
  /// Adds it to a slice; false where the slice has nothing that it speaks of.
  std::function<bool(machine::Slice&)> state;
};

/// All of them, in a fixed order.
std::span<const LifeProperty> life_properties();
const LifeProperty* find_life_property(std::string_view name);
/// Adds these properties to a slice; gives those that apply.
std::vector<const LifeProperty*> state_properties(machine::Slice& slice,
                                                  std::span<const LifeProperty* const> wanted);
std::vector<const LifeProperty*> all_life_properties();

/// A `state` that speaks of slices of one type.
template <class S, class F>
std::function<bool(machine::Slice&)> in(F add) {
  return [add](machine::Slice& slice) {
    S* const of_type = dynamic_cast<S*>(&slice);
    if (of_type != nullptr) add(*of_type);
    return of_type != nullptr;
  };
}
/// The first that applies.
std::function<bool(machine::Slice&)> either(std::vector<std::function<bool(machine::Slice&)>> alternatives);

/// Adds a check to every step for each of its events of this name; false if there is none.
bool check_events(machine::Slice& slice, std::string_view property, std::string_view event,
                  const std::function<Term(const machine::Event&)>& holds);
/// The same with a premise beside that the event happens.
bool check_events(machine::Slice& slice, std::string_view property, std::string_view event,
                  const std::function<Term(const machine::Event&)>& premise,
                  const std::function<Term(const machine::Event&)>& holds);

}  // namespace pfncheck
