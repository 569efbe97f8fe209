// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/explore/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>

#include "model/input_error.hpp"
#include "model/term/node.hpp"
#include "solver/explore/expander.hpp"
#include "solver/explore/lanes.hpp"
#include "solver/explore/parts.hpp"
#include "solver/explore/start_states.hpp"

namespace pfncheck {

namespace {

using namespace exploring;
using machine::System;

/// More free bits than these at the start are not enumerated.
constexpr unsigned most_start_bits = 26;

template <std::size_t Words>
class Search {
 public:
  Search(const System& system, const ExploreOptions& options)
      : system_(system), options_(options), expander_(system, options, out_) {}

  Exploration run() {
    const auto begun = std::chrono::steady_clock::now();
    start();
    search();
    for (const StepCount& count : out_.steps) {
      out_.transitions += count.taken;
      out_.cut += count.cut;
    }
    for (const auto& [property, failure] : expander_.failures()) {
      out_.failures.push_back(trace_to(property, failure));
      const std::vector<bool>& from = expander_.from()[property];
      for (std::uint32_t i = 0; i < from.size(); ++i)
        if (from[i]) out_.failures.back().from.push_back(i);
    }
    std::ranges::stable_sort(out_.failures, {}, [](const Trace& t) { return t.steps.size(); });
    out_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return std::move(out_);
  }

 private:
  // ---- start states ----

  void start() {
    Key<Words> fixed{};
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
    for (const Key<Words>& key : starts) expander_.add_start(key);
    expander_.know_starts();
    levels_ = {0, expander_.list().size()};
  }

  // ---- the search ----

  void search() {
    bool in_parts = false;
    for (;;) {
      const std::uint64_t begin = levels_[levels_.size() - 2], end = levels_.back();
      if (begin == end) {
        out_.complete = true;
        break;
      }
      if (!in_parts && is_worth_parts()) {
        in_parts = true;
        if (search_parts()) return;
      }
      for (std::uint64_t at = begin; at < end;) {
        at += expander_.expand(at, end, level());
        if (stopped()) return say_sizes();
      }
      expander_.flush();
      levels_.push_back(expander_.list().size());
    }
    say_sizes();
  }

  /// The level that is looked at.
  std::size_t level() const { return levels_.size() - 2; }

  void say_sizes() {
    out_.states = expander_.list().size();
    // The last level is empty if the search came to its end, and not whole if it did not.
    out_.depth = static_cast<unsigned>(level() - (out_.complete && level() > 0 ? 1 : 0));
    out_.bytes = expander_.set().bytes();
  }

  bool stopped() {
    if (const char* why = why_to_stop(options_, options_.until)) {
      out_.reason = why;
    } else if (expander_.list().size() > options_.most_states) {
      out_.reason = fmt::format("more than {} states", options_.most_states);
    } else if (options_.stop_at_first && !expander_.failures().empty()) {
      out_.reason = "stopped at the first failure";
    } else {
      return false;
    }
    return true;
  }

  bool is_worth_parts() const {
    return !options_.stop_at_first && out_.starts.size() > 1 &&
           expander_.list().size() >= options_.apart_from;
  }

  /// Whether the search is at its end; if not, the parts change nothing.
  bool search_parts() {
    Parts<Words> parts(expander_, options_, levels_[level()], level());
    if (!parts.search()) return false;
    parts.add_to(out_);
    out_.complete = parts.reason() == nullptr;
    if (!out_.complete) out_.reason = parts.reason();
    out_.states = parts.states();
    out_.depth = static_cast<unsigned>(out_.complete ? parts.depth() : level());
    out_.bytes = expander_.set().bytes() + parts.bytes();
    return true;
  }

  // ---- traces ----

  StateValues values_of(const Key<Words>& key) const {
    StateValues values;
    for (const Place& place : places_of(system_)) values.push_back(value_at<Words>(key, place));
    return values;
  }

  std::size_t level_of(std::uint64_t state) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(levels_, state) - levels_.begin()) - 1;
  }

  Trace trace_to(const std::string& property, const Failure& failure) {
    Trace trace;
    trace.property = property;
    trace.in_step = failure.step.has_value();
    if (failure.step) {
      trace.states.push_back(values_of(expander_.key_after(failure.state, *failure.step)));
      trace.steps.push_back(*failure.step);
    }
    std::uint64_t state = failure.state;
    trace.states.push_back(values_of(expander_.list()[state]));
    for (std::size_t level = level_of(state); level > 0; --level) {
      const auto origin = expander_.origin_of(expander_.list()[state], levels_[level - 1], levels_[level]);
      if (!origin) broken_term("explore: no step leads to a state that was reached");
      trace.steps.push_back(origin->step);
      state = origin->state;
      trace.states.push_back(values_of(expander_.list()[state]));
    }
    std::ranges::reverse(trace.steps);
    std::ranges::reverse(trace.states);
    return trace;
  }

  Exploration out_;
  const System& system_;
  const ExploreOptions& options_;
  Expander<Words> expander_;
  std::vector<std::uint64_t> levels_;  ///< first state of each level, and the end
};

}  // namespace

Exploration explore(const System& system, const ExploreOptions& options) {
  switch ((system.bits() + 63) / 64) {
    case 0:
    case 1:
      return Search<1>(system, options).run();
    case 2:
      return Search<2>(system, options).run();
    case 3:
      return Search<3>(system, options).run();
    case 4:
      return Search<4>(system, options).run();
    default:
      throw InputError(fmt::format("a state of {} bits; at most 256 fit", system.bits()));
  }
}

}  // namespace pfncheck
