// SPDX-License-Identifier: GPL-2.0-or-later
// Explicit breadth-first search of a System: every state that its steps reach, shortest traces to whatever
// fails. Steps are evaluated on 256 states at once by the and-inverter graph of their Terms; a state is a few
// machine words.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/machine/system.hpp"

namespace pfncheck {

/// Exploration::reason of a search that had no time.
inline constexpr const char* out_of_time = "out of time";

struct ExploreOptions {
  std::uint64_t most_states = 8'000'000;  ///< the search ends, incomplete, where it would keep more
  bool stop_at_first = false;             ///< end at the first failing state or step
  /// The search ends, incomplete, when thread_seconds() is past it; 0: it takes its time.
  double until = 0;
  /// If not empty: only these operations are taken, the first one in the start states, and so on.
  std::vector<std::string> path = {};
  const std::atomic<bool>* interrupted = nullptr;
  const std::atomic<bool>* late = nullptr;  ///< once true, it ends as if `until` were past
  /// Answers depend on neither of these two. At most so many threads work on a large search:
  unsigned threads = 1;
  /// From so many states on, those that no step connects are searched apart (solver/explore/parts.hpp):
  std::uint64_t apart_from = std::uint64_t{1} << 14;
};

/// Values of System::variables(), in their order.
using StateValues = std::vector<std::uint64_t>;

/// A shortest way from a start state to a failure.
struct Trace {
  std::string property;
  std::vector<std::size_t> steps;  ///< positions in System::steps()
  std::vector<StateValues>
      states;            ///< one more than steps; if `in_step`, the last step begins in the last but one
  bool in_step = false;  ///< the last step fails a check; otherwise the last state fails an invariant
  /// Positions in Exploration::starts: from which the property fails somewhere, not only on this way.
  std::vector<std::uint32_t> from;
};

/// How often the premise of a property was true, in states and in steps that were taken.
struct PremiseCount {
  std::uint64_t times = 0;
  std::vector<bool> on;  ///< parallel to Exploration::configurations
};

struct StepCount {
  std::uint64_t taken = 0;  ///< transitions
  std::uint64_t cut = 0;    ///< states in which only a bound kept it from being taken
};

struct Exploration {
  bool complete = false;  ///< the fixpoint was reached
  std::string reason;     ///< if not
  std::uint64_t states = 0, transitions = 0, cut = 0;
  unsigned depth = 0;            ///< steps to the farthest state
  std::vector<StepCount> steps;  ///< parallel to System::steps()
  /// Variables that are open at the start and that no step changes, and all combinations of their values at
  /// the start.
  std::vector<machine::Var> constants;
  std::vector<StateValues> starts;
  /// Combinations of the configuration variables, in the order of the system's variables.
  std::vector<StateValues> configurations;
  std::map<std::string, PremiseCount> premises;  ///< by property
  /// By rule: how often each of its rows decided in a step that was taken.
  std::map<std::string, std::vector<std::uint64_t>> consulted;
  std::vector<Trace> failures;  ///< one per property that fails, in order of depth, then of name
  std::uint64_t bytes = 0;      ///< that states and their index take at most at a time
  double seconds = 0;           ///< machine fact
};

Exploration explore(const machine::System& system, const ExploreOptions& options);

}  // namespace pfncheck
