// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <map>
#include <unordered_map>

#include "model/input_error.hpp"
#include "model/term/node.hpp"
#include "model/thread_time.hpp"
#include "solver/explore/lanes.hpp"
#include "solver/explore/start_states.hpp"
#include "solver/explore/states.hpp"

namespace pfncheck {

namespace {

using namespace exploring;
using machine::Check;
using machine::Invariant;
using machine::Step;
using machine::System;

/// More free bits than these at the start are not enumerated.
constexpr unsigned most_start_bits = 26;

/// The roots of one step in the circuit. Counts stand in nodes of maps: they stay where they are.
struct StepRoots {
  std::size_t guard = 0, cut = 0;
  struct Changed {
    std::size_t root;
    Place place;
  };
  std::vector<Changed> changed;
  struct CheckRoots {
    std::size_t holds, premise;
    PremiseCount* count;  ///< in Exploration::premises
  };
  std::vector<CheckRoots> checks;  ///< parallel to Step::checks()
  struct RowRoot {
    std::size_t root;
    std::uint64_t* count;  ///< in Exploration::consulted
  };
  std::vector<RowRoot> rows;
};

struct InvariantRoots {
  std::size_t holds = 0, premise = 0;
  PremiseCount* count = nullptr;  ///< in Exploration::premises
};

struct Roots {
  std::vector<Term> terms;
  std::vector<StepRoots> steps;
  std::vector<InvariantRoots> invariants;

  Roots(const System& system, Exploration& out) {
    const auto add = [&](Term t) {
      terms.push_back(t);
      return terms.size() - 1;
    };
    const std::vector<Place> places = places_of(system);
    for (const Step& step : system.steps()) {
      StepRoots r{add(step.guard()), add(step.cut()), {}, {}, {}};
      for (std::size_t v = 0; v < places.size(); ++v)
        if (!step.after()[v].same(system.variables()[v].now))
          r.changed.push_back({add(step.after()[v]), places[v]});
      for (const Check& check : step.checks())
        r.checks.push_back({add(check.holds), add(check.premise), &out.premises[check.property]});
      for (const machine::Consultation& c : step.consultations()) {
        auto& counts = out.consulted[c.rule->name];
        counts.resize(c.rows.size());
        for (std::size_t row = 0; row < c.rows.size(); ++row)
          if (!c.rows[row].is_false()) r.rows.push_back({add(c.rows[row]), &counts[row]});
      }
      steps.push_back(std::move(r));
    }
    for (const Invariant& invariant : system.invariants())
      invariants.push_back({add(invariant.holds), add(invariant.premise), &out.premises[invariant.property]});
  }
};

template <std::size_t Words>
std::uint64_t value_at(const Key<Words>& key, const Place& place) {
  std::uint64_t value = 0;
  for (unsigned bit = 0; bit < place.count; ++bit) {
    const unsigned at = place.first + bit;
    value |= (key[at / 64] >> (at % 64) & 1) << bit;
  }
  return value;
}

/// Where a property first failed.
struct Failure {
  std::uint64_t state = 0;
  std::optional<std::size_t> step;  ///< absent: the state itself
};

/// The combinations of values that some variables have, numbered as they are met.
template <std::size_t Words>
class Combinations {
 public:
  void add(Place place) {
    places_.push_back(place);
    for (unsigned at = place.first; at < place.first + place.count; ++at)
      mask_[at / 64] |= std::uint64_t{1} << (at % 64);
  }
  const std::vector<Place>& places() const { return places_; }
  const std::vector<StateValues>& combinations() const { return values_; }

  std::uint32_t index_of(const Key<Words>& key) {
    Key<Words> masked;
    for (std::size_t w = 0; w < Words; ++w) masked[w] = key[w] & mask_[w];
    if (!values_.empty() && masked == last_) return last_index_;
    const auto [it, fresh] = index_.try_emplace(masked, static_cast<std::uint32_t>(values_.size()));
    if (fresh) {
      StateValues values;
      for (const Place& place : places_) values.push_back(value_at<Words>(key, place));
      values_.push_back(std::move(values));
    }
    last_ = masked;
    return last_index_ = it->second;
  }

 private:
  std::vector<Place> places_;
  std::vector<StateValues> values_;
  struct Hash {
    std::size_t operator()(const Key<Words>& key) const { return hash_of<Words>(key) >> 16; }
  };
  std::unordered_map<Key<Words>, std::uint32_t, Hash> index_;
  Key<Words> mask_{}, last_{};
  std::uint32_t last_index_ = 0;
};

template <std::size_t Words>
class Search {
 public:
  Search(const System& system, const ExploreOptions& options)
      : system_(system), options_(options), roots_(system, out_), circuit_(system, roots_.terms) {
    out_.steps.resize(system.steps().size());
    const std::vector<Place> places = places_of(system);
    for (unsigned v = 0; v < places.size(); ++v) {
      if (system.variables()[v].configuration) configuration_.add(places[v]);
      if (!is_constant(system, v)) continue;
      constants_.add(places[v]);
      out_.constants.push_back({v});
    }
  }

  Exploration run() {
    const auto begun = std::chrono::steady_clock::now();
    start();
    search();
    out_.states = set_.list().size();
    // The last level is empty if the search came to its end, and not whole if it did not.
    const std::size_t beyond = out_.complete ? 3 : 2;
    out_.depth = levels_.size() < beyond ? 0 : static_cast<unsigned>(levels_.size() - beyond);
    out_.bytes = set_.bytes();
    for (const StepCount& count : out_.steps) {
      out_.transitions += count.taken;
      out_.cut += count.cut;
    }
    for (const auto& [property, failure] : failures_) {
      out_.failures.push_back(trace_to(property, failure));
      const std::vector<bool>& from = from_[property];
      for (std::uint32_t i = 0; i < from.size(); ++i)
        if (from[i]) out_.failures.back().from.push_back(i);
    }
    std::ranges::stable_sort(out_.failures, {}, [](const Trace& t) { return t.steps.size(); });
    out_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return std::move(out_);
  }

 private:
  struct Candidate {
    Key<Words> key;
    std::uint64_t hash;
  };

  static bool is_constant(const System& system, unsigned v) {
    const machine::Variable& variable = system.variables()[v];
    return variable.any_at_start && std::ranges::all_of(system.steps(), [&](const Step& step) {
             return step.after()[v].same(variable.now);
           });
  }

  // ---- start states ----

  void start() {
    Key<Words> fixed{};
    fixed[Words - 1] = in_use;
    std::vector<unsigned> free_places;
    std::vector<bool> fixed_bits;
    for (const machine::Variable& variable : system_.variables()) {
      for (unsigned bit = 0; bit < std::max(1U, variable.now.width()); ++bit) {
        const auto at = static_cast<unsigned>(fixed_bits.size());
        fixed_bits.push_back(!variable.any_at_start && (variable.at_start >> bit & 1) != 0);
        fixed[at / 64] |= std::uint64_t{fixed_bits.back()} << (at % 64);
        if (variable.any_at_start) free_places.push_back(at);
      }
    }
    if (free_places.size() > most_start_bits)
      throw InputError(fmt::format("{} bits are open at the start; at most {} can be", free_places.size(),
                                   most_start_bits));
    std::vector<Key<Words>> starts;
    for (const std::uint64_t choice : allowed_starts(system_, free_places, fixed_bits)) {
      starts.push_back(fixed);
      for (unsigned i = 0; i < free_places.size(); ++i)
        starts.back()[free_places[i] / 64] |= (choice >> i & 1) << (free_places[i] % 64);
    }
    // Traces begin in the first state that will do: those with the fewest bits set come first.
    const auto bits_set = [](const Key<Words>& key) {
      int sum = 0;
      for (const std::uint64_t word : key) sum += std::popcount(word);
      return sum;
    };
    std::ranges::stable_sort(starts, {}, bits_set);
    for (const Key<Words>& key : starts) {
      set_.insert(key, hash_of<Words>(key));
      constants_.index_of(key);
      configuration_.index_of(key);
    }
    out_.starts = constants_.combinations();
    out_.configurations = configuration_.combinations();
    for (auto& [property, premise] : out_.premises) premise.on.resize(out_.configurations.size());
    levels_ = {0, set_.list().size()};
  }

  // ---- the search ----

  void search() {
    for (;;) {
      const std::uint64_t begin = levels_[levels_.size() - 2], end = levels_.back();
      if (begin == end) {
        out_.complete = true;
        break;
      }
      for (std::uint64_t at = begin; at < end;) {
        at += expand(at, end);
        if (stopped()) return;
      }
      flush();
      levels_.push_back(set_.list().size());
    }
  }

  bool stopped() {
    if (options_.interrupted != nullptr && *options_.interrupted) {
      out_.reason = "interrupted";
    } else if (set_.list().size() > options_.most_states) {
      out_.reason = fmt::format("more than {} states", options_.most_states);
    } else if ((options_.until != 0 && thread_seconds() > options_.until) ||
               (options_.late != nullptr && *options_.late)) {
      out_.reason = out_of_time;
    } else if (options_.stop_at_first && !failures_.empty()) {
      out_.reason = "stopped at the first failure";
    } else {
      return false;
    }
    return true;
  }

  /// Loads the states from `at` on; gives how many.
  std::size_t load(std::uint64_t at, std::uint64_t end) {
    const auto count = static_cast<std::size_t>(
        std::min({end - at, set_.list().run_at(at), static_cast<std::uint64_t>(lanes)}));
    circuit_.load(set_.list()[at].data(), Words, count);
    circuit_.run();
    return count;
  }

  /// Which of the loaded states have which configuration.
  void find_configurations() {
    const auto& all = out_.configurations;
    lanes_on_.assign(all.size(), Lanes{});
    for (std::size_t c = 0; c < all.size(); ++c) {
      for (std::size_t w = 0; w < lane_words; ++w) {
        std::uint64_t same = ~std::uint64_t{0};
        for (std::size_t v = 0; v < all[c].size(); ++v)
          for (unsigned bit = 0; bit < configuration_.places()[v].count; ++bit)
            same &=
                circuit_.state_bit(configuration_.places()[v].first + bit)[w] ^ ((all[c][v] >> bit & 1) - 1);
        lanes_on_[c][w] = same;
      }
    }
  }

  void count(PremiseCount& premise, std::uint64_t met, std::size_t w) {
    if (met == 0) return;
    premise.times += static_cast<std::uint64_t>(std::popcount(met));
    for (std::size_t c = 0; c < lanes_on_.size(); ++c)
      if (!premise.on[c] && (lanes_on_[c][w] & met) != 0) premise.on[c] = true;
  }

  std::size_t expand(std::uint64_t at, std::uint64_t end) {
    const std::size_t count = load(at, end);
    find_configurations();
    for (std::size_t w = 0; w < lane_words && 64 * w < count; ++w) {
      const std::size_t in_word = std::min<std::size_t>(count - 64 * w, 64);
      const std::uint64_t valid = in_word == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << in_word) - 1;
      look_at_states(at + 64 * w, w, valid);
      for (std::size_t s = 0; s < roots_.steps.size(); ++s)
        if (is_on_path(s)) take(s, at + 64 * w, w, valid);
    }
    return count;
  }

  bool is_on_path(std::size_t s) const {
    if (options_.path.empty()) return true;
    const std::size_t level = levels_.size() - 2;
    return level < options_.path.size() && system_.steps()[s].operation() == options_.path[level];
  }

  void look_at_states(std::uint64_t first, std::size_t w, std::uint64_t valid) {
    for (std::size_t i = 0; i < roots_.invariants.size(); ++i) {
      const InvariantRoots& r = roots_.invariants[i];
      count(*r.count, circuit_.word(r.premise, 0, w) & valid, w);
      const std::uint64_t bad = ~circuit_.word(r.holds, 0, w) & valid;
      if (bad != 0) note(system_.invariants()[i].property, first, bad, std::nullopt);
    }
  }

  void note(const std::string& property, std::uint64_t first, std::uint64_t bad,
            std::optional<std::size_t> step) {
    std::vector<bool>& from = from_[property];
    from.resize(out_.starts.size());
    for (std::uint64_t rest = bad; rest != 0; rest &= rest - 1)
      from[constants_.index_of(set_.list()[first + static_cast<unsigned>(std::countr_zero(rest))])] = true;
    const Failure failure{first + static_cast<unsigned>(std::countr_zero(bad)), step};
    const auto [known, is_new] = failures_.try_emplace(property, failure);
    // A step's failure lies one step farther than its state.
    const auto depth_of = [&](const Failure& f) { return level_of(f.state) + (f.step ? 1 : 0); };
    if (!is_new && depth_of(failure) < depth_of(known->second)) known->second = failure;
  }

  std::size_t level_of(std::uint64_t state) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(levels_, state) - levels_.begin()) - 1;
  }

  void take(std::size_t s, std::uint64_t first, std::size_t w, std::uint64_t valid) {
    const StepRoots& r = roots_.steps[s];
    StepCount& counts = out_.steps[s];
    const std::uint64_t cut = circuit_.word(r.cut, 0, w) & valid;
    if (cut != 0) counts.cut += static_cast<std::uint64_t>(std::popcount(cut));
    const std::uint64_t taken = circuit_.word(r.guard, 0, w) & valid;
    if (taken == 0) return;
    counts.taken += static_cast<std::uint64_t>(std::popcount(taken));
    for (std::size_t c = 0; c < r.checks.size(); ++c) {
      count(*r.checks[c].count, taken & circuit_.word(r.checks[c].premise, 0, w), w);
      const std::uint64_t bad = taken & ~circuit_.word(r.checks[c].holds, 0, w);
      if (bad != 0) note(system_.steps()[s].checks()[c].property, first, bad, s);
    }
    for (const StepRoots::RowRoot& row : r.rows)
      *row.count += static_cast<std::uint64_t>(std::popcount(taken & circuit_.word(row.root, 0, w)));
    find_changes(r, w, taken);
    for (std::uint64_t rest = taken; rest != 0; rest &= rest - 1) {
      const auto lane = static_cast<unsigned>(std::countr_zero(rest));
      const Key<Words> key = after(set_.list()[first + lane], lane);
      const std::uint64_t hash = hash_of<Words>(key);
      set_.prefetch(hash);
      waiting_.push_back({key, hash});
    }
    if (waiting_.size() >= most_waiting) flush();
  }

  /// Which bits of the states in `taken` a step changes.
  void find_changes(const StepRoots& r, std::size_t w, std::uint64_t taken) {
    flips_.clear();
    for (const StepRoots::Changed& c : r.changed) {
      for (unsigned bit = 0; bit < c.place.count; ++bit) {
        const unsigned at = c.place.first + bit;
        const std::uint64_t flips = (circuit_.word(c.root, bit, w) ^ circuit_.state_bit(at)[w]) & taken;
        if (flips != 0) flips_.push_back({flips, at});
      }
    }
  }

  Key<Words> after(Key<Words> key, unsigned lane) const {
    for (const Flip& f : flips_) key[f.bit / 64] ^= (f.lanes >> lane & 1) << (f.bit % 64);
    return key;
  }

  void flush() {
    for (const Candidate& c : waiting_) set_.insert(c.key, c.hash);
    waiting_.clear();
  }

  // ---- traces ----

  StateValues values_of(const Key<Words>& key) const {
    StateValues values;
    for (const Place& place : places_of(system_)) values.push_back(value_at<Words>(key, place));
    return values;
  }

  struct Origin {
    std::uint64_t state;
    std::size_t step;
  };

  /// A state of the level before from which a step leads to the key.
  Origin origin_of(const Key<Words>& key, std::size_t level) {
    for (std::uint64_t at = levels_[level - 1]; at < levels_[level];) {
      const std::size_t count = load(at, levels_[level]);
      for (std::size_t s = 0; s < roots_.steps.size(); ++s) {
        for (std::size_t w = 0; w < lane_words && 64 * w < count; ++w) {
          std::uint64_t taken = circuit_.word(roots_.steps[s].guard, 0, w);
          if (count - 64 * w < 64) taken &= (std::uint64_t{1} << (count - 64 * w)) - 1;
          if (taken == 0) continue;
          find_changes(roots_.steps[s], w, taken);
          for (; taken != 0; taken &= taken - 1) {
            const auto lane = static_cast<unsigned>(std::countr_zero(taken));
            if (after(set_.list()[at + 64 * w + lane], lane) == key) return {at + 64 * w + lane, s};
          }
        }
      }
      at += count;
    }
    broken_term("explore: no step leads to a state that was reached");
  }

  Key<Words> key_after(std::uint64_t state, std::size_t s) {
    load(state, state + 1);
    find_changes(roots_.steps[s], 0, 1);
    return after(set_.list()[state], 0);
  }

  Trace trace_to(const std::string& property, const Failure& failure) {
    Trace trace;
    trace.property = property;
    trace.in_step = failure.step.has_value();
    if (failure.step) {
      trace.states.push_back(values_of(key_after(failure.state, *failure.step)));
      trace.steps.push_back(*failure.step);
    }
    std::uint64_t state = failure.state;
    trace.states.push_back(values_of(set_.list()[state]));
    for (std::size_t level = level_of(state); level > 0; --level) {
      const Origin origin = origin_of(set_.list()[state], level);
      trace.steps.push_back(origin.step);
      state = origin.state;
      trace.states.push_back(values_of(set_.list()[state]));
    }
    std::ranges::reverse(trace.steps);
    std::ranges::reverse(trace.states);
    return trace;
  }

  static constexpr std::size_t most_waiting = 2048;

  struct Flip {
    std::uint64_t lanes;
    unsigned bit;
  };

  Exploration out_;
  const System& system_;
  const ExploreOptions& options_;
  Roots roots_;
  WideCircuit circuit_;
  StateSet<Words> set_;
  std::vector<std::uint64_t> levels_;  ///< first state of each level, and the end
  std::vector<Candidate> waiting_;     ///< successors whose place in the table is on its way into the cache
  std::vector<Flip> flips_;
  Combinations<Words> configuration_, constants_;
  std::vector<Lanes> lanes_on_;  ///< by configuration
  std::map<std::string, Failure> failures_;
  std::map<std::string, std::vector<bool>> from_;  ///< by property: parallel to Exploration::starts
};

}  // namespace

Exploration explore(const System& system, const ExploreOptions& options) {
  const unsigned words = system.bits() / 64 + 1;  // one bit is ours
  switch (words) {
    case 1:
      return Search<1>(system, options).run();
    case 2:
      return Search<2>(system, options).run();
    case 3:
      return Search<3>(system, options).run();
    case 4:
      return Search<4>(system, options).run();
    default:
      throw InputError(fmt::format("a state of {} bits; at most 255 fit", system.bits()));
  }
}

}  // namespace pfncheck
