// SPDX-License-Identifier: GPL-2.0-or-later
// What one thread of a search works with: states, what leads from them, what was counted. For the inside of
// solver/explore only.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "solver/explore/combinations.hpp"
#include "solver/explore/explore.hpp"
#include "solver/explore/lanes.hpp"
#include "solver/explore/roots.hpp"
#include "solver/explore/states.hpp"

namespace pfncheck::exploring {

/// Where a property first failed.
struct Failure {
  std::uint64_t state = 0;          ///< its place in the list
  std::optional<std::size_t> step;  ///< absent: the state itself
  std::size_t depth = 0;            ///< steps to it, with this one
};

/// What a step changes in 256 states: lanes in which it changes the same bits stand together.
template <std::size_t Words>
class Changes {
 public:
  struct Group {
    Lanes lanes;
    Key<Words> bits;
  };

  void begin(const Lanes& all) {
    size_ = 1;
    groups_[0] = {all, {}};
  }
  /// A bit of the state changes in these lanes.
  void add(const Lanes& flips, unsigned bit) {
    for (std::size_t i = 0, end = size_; i < end; ++i) {
      Group& group = groups_[i];
      const Lanes both = group.lanes & flips;
      if (!any(both)) continue;
      const Lanes others = group.lanes & ~flips;
      // No two groups share a lane, and none is empty but perhaps the first: there is room.
      if (any(others)) groups_[size_++] = {others, group.bits};
      group.lanes = both;
      group.bits[bit / 64] ^= std::uint64_t{1} << (bit % 64);
    }
  }
  std::span<const Group> groups() const { return {groups_.data(), size_}; }

  Key<Words> after(Key<Words> key, std::size_t lane) const {
    for (const Group& group : groups())
      if ((group.lanes[lane / 64] >> (lane % 64) & 1) != 0)
        for (std::size_t w = 0; w < Words; ++w) key[w] ^= group.bits[w];
    return key;
  }

 private:
  std::array<Group, lanes> groups_;
  std::size_t size_ = 0;
};

template <std::size_t Words>
class Expander {
 public:
  /// Counts go to `out`.
  Expander(const machine::System& system, const ExploreOptions& options, Exploration& out)
      : system_(system),
        options_(options),
        out_(out),
        circuit_(system, terms_of(system)),
        roots_(system, circuit_, out),
        taken_(roots_.steps.size()),
        changes_(roots_.steps.size()) {
    const std::vector<Place> places = places_of(system);
    for (unsigned v = 0; v < places.size(); ++v) {
      if (system.variables()[v].configuration) configuration_.add(places[v]);
      if (!is_constant(system, v)) continue;
      constants_.add(places[v]);
      out_.constants.push_back({v});
    }
  }

  /// One that knows the start states and the failures of another, but has no states. It finds states in any
  /// order.
  Expander(const Expander& other, Exploration& out)
      : system_(other.system_),
        options_(other.options_),
        out_(out),
        circuit_(other.circuit_),
        roots_(system_, circuit_, out),
        taken_(other.taken_.size()),
        changes_(other.changes_.size()),
        configuration_(other.configuration_),
        constants_(other.constants_),
        failures_(other.failures_) {
    in_any_order_ = true;
    know_starts();
  }

  StateSet<Words>& set() { return set_; }
  const KeyList<Words>& list() const { return set_.list(); }
  Combinations<Words>& constants() { return constants_; }
  const std::map<std::string, Failure>& failures() const { return failures_; }
  /// By property: parallel to Exploration::starts.
  std::map<std::string, std::vector<bool>>& from() { return from_; }

  void add_start(const Key<Words>& key) {
    set_.insert(key, hash_of<Words>(key));
    constants_.index_of(key);
    configuration_.index_of(key);
  }
  /// After the last start state.
  void know_starts() {
    out_.starts = constants_.combinations();
    out_.configurations = configuration_.combinations();
    for (auto& [property, premise] : out_.premises) premise.on.resize(out_.configurations.size());
  }

  /// Looks at the states from `at` on, and at the steps from them: gives how many. They are `depth` steps
  /// from a start. What the steps lead to is in the list after flush(), if not before.
  std::size_t expand(std::uint64_t at, std::uint64_t end, std::size_t depth) {
    const std::size_t count = load(at, end);
    find_configurations();
    bool fails = look_at_states();
    for (std::size_t s = 0; s < roots_.steps.size(); ++s) fails |= look_at_step(s, depth);
    if (fails) note_failures(at, depth);
    if (in_any_order_) {
      for (std::size_t s = 0; s < roots_.steps.size(); ++s)
        if (any(taken_[s])) take_in_any_order(s, at);
    } else {
      for (std::size_t w = 0; 64 * w < count; ++w)
        for (std::size_t s = 0; s < roots_.steps.size(); ++s)
          if (taken_[s][w] != 0) take(s, at, w);
    }
    return count;
  }

  void flush() {
    for (std::size_t i = 0; i < waiting_; ++i) set_.insert(candidates_[i].key, candidates_[i].hash);
    waiting_ = 0;
  }

  struct Origin {
    std::uint64_t state;
    std::size_t step;
  };

  /// The first state of these from which a step leads to the key.
  std::optional<Origin> origin_of(const Key<Words>& key, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t at = begin; at < end;) {
      const std::size_t count = load(at, end);
      for (std::size_t s = 0; s < roots_.steps.size(); ++s) {
        const Lanes taken = circuit_.lanes_of(roots_.steps[s].guard) & loaded_;
        if (!any(taken)) continue;
        find_changes(s, taken);
        for (std::size_t lane = 0; lane < count; ++lane)
          if ((taken[lane / 64] >> (lane % 64) & 1) != 0 && changes_[s].after(list()[at + lane], lane) == key)
            return Origin{at + lane, s};
      }
      at += count;
    }
    return std::nullopt;
  }

  Key<Words> key_after(std::uint64_t state, std::size_t s) {
    load(state, state + 1);
    find_changes(s, loaded_);
    return changes_[s].after(list()[state], 0);
  }

 private:
  static bool is_constant(const machine::System& system, unsigned v) {
    const machine::Variable& variable = system.variables()[v];
    return variable.any_at_start && std::ranges::all_of(system.steps(), [&](const machine::Step& step) {
             return step.after()[v].same(variable.now);
           });
  }

  /// Loads the states from `at` on; gives how many.
  std::size_t load(std::uint64_t at, std::uint64_t end) {
    const auto count =
        static_cast<std::size_t>(std::min({end - at, list().run_at(at), static_cast<std::uint64_t>(lanes)}));
    circuit_.load(list()[at].data(), Words, count);
    circuit_.run();
    for (std::size_t w = 0; w < lane_words; ++w) {
      const std::size_t in_word = count < 64 * w ? 0 : std::min<std::size_t>(count - 64 * w, 64);
      loaded_[w] = in_word == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << in_word) - 1;
    }
    return count;
  }

  /// Which of the loaded states have which configuration.
  void find_configurations() {
    const auto& all = out_.configurations;
    lanes_on_.assign(all.size(), loaded_);
    for (std::size_t c = 0; c < all.size(); ++c) {
      for (std::size_t v = 0; v < all[c].size(); ++v) {
        const Place& place = configuration_.places()[v];
        for (unsigned bit = 0; bit < place.count; ++bit) {
          const Lanes& ones = circuit_.state_bit(place.first + bit);
          lanes_on_[c] = lanes_on_[c] & ((all[c][v] >> bit & 1) != 0 ? ones : ~ones);
        }
      }
    }
  }

  void count(PremiseCount& premise, const Lanes& met) {
    if (!any(met)) return;
    premise.times += number_of(met);
    for (std::size_t c = 0; c < lanes_on_.size(); ++c)
      if (!premise.on[c] && any(lanes_on_[c] & met)) premise.on[c] = true;
  }

  bool is_on_path(std::size_t s, std::size_t depth) const {
    if (options_.path.empty()) return true;
    return depth < options_.path.size() && system_.steps()[s].operation() == options_.path[depth];
  }

  /// Whether an invariant fails.
  bool look_at_states() {
    Lanes bad{};
    for (const InvariantRoots& r : roots_.invariants) {
      count(*r.count, circuit_.lanes_of(r.premise) & loaded_);
      bad = bad | ~circuit_.lanes_of(r.holds);
    }
    return any(bad & loaded_);
  }

  /// Finds where the step is taken and what it changes there. Whether a check fails.
  bool look_at_step(std::size_t s, std::size_t depth) {
    taken_[s] = {};
    if (!is_on_path(s, depth)) return false;
    const StepRoots& r = roots_.steps[s];
    const Lanes cut = circuit_.lanes_of(r.cut) & loaded_;
    if (any(cut)) out_.steps[s].cut += number_of(cut);
    const Lanes taken = taken_[s] = circuit_.lanes_of(r.guard) & loaded_;
    if (!any(taken)) return false;
    out_.steps[s].taken += number_of(taken);
    Lanes bad{};
    for (const StepRoots::CheckRoots& check : r.checks) {
      count(*check.count, taken & circuit_.lanes_of(check.premise));
      bad = bad | ~circuit_.lanes_of(check.holds);
    }
    for (const StepRoots::RowRoot& row : r.rows) *row.count += number_of(taken & circuit_.lanes_of(row.met));
    find_changes(s, taken);
    return any(bad & taken);
  }

  /// In the order in which states are found: 64 states, then one step after the other from them.
  void note_failures(std::uint64_t at, std::size_t depth) {
    for (std::size_t w = 0; w < lane_words; ++w) {
      for (std::size_t i = 0; i < roots_.invariants.size(); ++i)
        note(system_.invariants()[i].property, loaded_[w] & ~circuit_.lanes_of(roots_.invariants[i].holds)[w],
             {at + 64 * w, std::nullopt, depth});
      for (std::size_t s = 0; s < roots_.steps.size(); ++s)
        for (std::size_t c = 0; c < roots_.steps[s].checks.size(); ++c)
          note(system_.steps()[s].checks()[c].property,
               taken_[s][w] & ~circuit_.lanes_of(roots_.steps[s].checks[c].holds)[w],
               {at + 64 * w, s, depth + 1});
    }
  }

  /// `failure` names the state of the first lane.
  void note(const std::string& property, std::uint64_t bad, Failure failure) {
    if (bad == 0) return;
    std::vector<bool>& from = from_[property];
    from.resize(out_.starts.size());
    for (std::uint64_t rest = bad; rest != 0; rest &= rest - 1)
      from[constants_.index_of(list()[failure.state + static_cast<unsigned>(std::countr_zero(rest))])] = true;
    failure.state += static_cast<unsigned>(std::countr_zero(bad));
    const auto [known, is_new] = failures_.try_emplace(property, failure);
    // A step's failure lies one step farther than its state.
    if (!is_new && failure.depth < known->second.depth) known->second = failure;
  }

  /// Which bits of the states in `taken` a step changes.
  void find_changes(std::size_t s, const Lanes& taken) {
    changes_[s].begin(taken);
    for (const StepRoots::Changed& bit : roots_.steps[s].changed) {
      const Lanes flips = (circuit_.lanes_of(bit.after) ^ circuit_.state_bit(bit.place)) & taken;
      if (any(flips)) changes_[s].add(flips, bit.place);
    }
  }

  /// What the step leads to from one word of the states from `at` on, in the order of the lanes.
  void take(std::size_t s, std::uint64_t at, std::size_t w) {
    std::array<Key<Words>, 64> bits;
    for (const auto& group : changes_[s].groups())
      for (std::uint64_t rest = group.lanes[w]; rest != 0; rest &= rest - 1)
        bits[static_cast<unsigned>(std::countr_zero(rest))] = group.bits;
    const Key<Words>* states = &list()[at + 64 * w];
    for (std::uint64_t rest = taken_[s][w]; rest != 0; rest &= rest - 1) {
      const auto lane = static_cast<unsigned>(std::countr_zero(rest));
      look_up_later(states[lane], bits[lane]);
    }
    if (waiting_ >= most_waiting) flush();
  }

  void take_in_any_order(std::size_t s, std::uint64_t at) {
    const Key<Words>* states = &list()[at];
    for (const auto& group : changes_[s].groups())
      for (std::size_t w = 0; w < lane_words; ++w)
        for (std::uint64_t rest = group.lanes[w]; rest != 0; rest &= rest - 1)
          look_up_later(states[64 * w + static_cast<unsigned>(std::countr_zero(rest))], group.bits);
    if (waiting_ >= most_waiting) flush();
  }

  void look_up_later(Key<Words> key, const Key<Words>& changes) {
    for (std::size_t word = 0; word < Words; ++word) key[word] ^= changes[word];
    const std::uint64_t hash = hash_of<Words>(key);
    set_.prefetch(hash);
    candidates_[waiting_++] = {key, hash};
  }

  /// So many are looked up together: their slots in the table are on their way into the cache meanwhile.
  static constexpr std::size_t most_waiting = 2048;

  struct Candidate {
    Key<Words> key;
    std::uint64_t hash;
  };

  const machine::System& system_;
  const ExploreOptions& options_;
  Exploration& out_;
  WideCircuit circuit_;
  Roots roots_;
  StateSet<Words> set_;
  std::array<Candidate, most_waiting + lanes> candidates_;
  std::size_t waiting_ = 0;              ///< of candidates_
  bool in_any_order_ = false;            ///< new states are found in any order
  Lanes loaded_{};                       ///< those that hold a state
  std::vector<Lanes> taken_;             ///< by step
  std::vector<Changes<Words>> changes_;  ///< by step
  Combinations<Words> configuration_, constants_;
  std::vector<Lanes> lanes_on_;  ///< by configuration
  std::map<std::string, Failure> failures_;
  std::map<std::string, std::vector<bool>> from_;  ///< by property
};

}  // namespace pfncheck::exploring
