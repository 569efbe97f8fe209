// SPDX-License-Identifier: GPL-2.0-or-later
// The trace is run again in 64 lanes: the first one as it was, each other one with one value changed.
#include "solver/life/relevance.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "model/term/aig.hpp"
#include "model/term/evaluate.hpp"
#include "solver/life/decisive.hpp"

namespace pfncheck {

namespace {

using machine::Step;
using machine::System;

constexpr unsigned lanes = 64;
/// Numbers beyond these are not tried: slices have few values of everything.
constexpr std::uint64_t most_values = 16;

struct Change {
  std::size_t variable;
  std::uint64_t value;
};

std::vector<Change> changes_of(const System& system, const StateValues& start) {
  std::vector<Change> changes;
  for (std::size_t v = 0; v < system.variables().size(); ++v) {
    const machine::Variable& variable = system.variables()[v];
    if (!variable.any_at_start) continue;
    const std::uint64_t values = variable.words.empty()
                                     ? std::uint64_t{1} << std::clamp(variable.now.width(), 1U, 4U)
                                     : variable.words.size();
    for (std::uint64_t value = 0; value < std::min(values, most_values); ++value)
      if (value != start[v]) changes.push_back({v, value});
  }
  return changes;
}

Assignment assignment_of(const System& system, const StateValues& state) {
  Assignment values;
  for (std::size_t v = 0; v < state.size(); ++v) values[system.variables()[v].name] = state[v];
  return values;
}

class Lanes {
 public:
  Lanes(const System& system, const Trace& trace) : system_(system), trace_(trace) {
    for (std::size_t v = 0; v < system.variables().size(); ++v) place_[system.variables()[v].name] = v;
  }

  /// Lanes that differ from the first one in what can be seen; all begin at the start with one change each.
  std::vector<bool> differing(std::span<const Change> changes) {
    states_.assign(lanes, trace_.states.front());
    for (std::size_t i = 0; i < changes.size(); ++i) states_[i + 1][changes[i].variable] = changes[i].value;
    differs_.assign(lanes, false);
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) take(i);
    if (!trace_.in_step) look(failing_invariants());
    return differs_;
  }

 private:
  void run(Aig& aig) {
    for (std::size_t input = 0; input < aig.inputs().size(); ++input) {
      const std::size_t v = place_.at(std::string(aig.inputs()[input].name()));
      for (unsigned lane = 0; lane < lanes; ++lane) aig.set(input, lane, states_[lane][v]);
    }
    aig.run();
  }

  void look(const std::vector<Term>& roots) {
    if (roots.empty()) return;
    Aig aig(roots);
    run(aig);
    compare(aig, roots.size());
  }
  void compare(const Aig& aig, std::size_t roots) {
    for (std::size_t root = 0; root < roots; ++root)
      for (unsigned lane = 1; lane < lanes; ++lane)
        if (aig.get(root, lane) != aig.get(root, 0)) differs_[lane] = true;
  }

  void take(std::size_t i) {
    const Step& step = system_.steps()[trace_.steps[i]];
    const Assignment before = assignment_of(system_, trace_.states[i]);
    std::vector<Term> roots{step.guard()};
    for (const machine::Consultation& c : step.consultations()) {
      if (evaluate(c.asked, before) == 0) continue;
      roots.push_back(c.asked);
      for (const std::size_t question : decisive_questions(c, before)) roots.push_back(c.inputs[question]);
    }
    if (trace_.in_step && i + 1 == trace_.steps.size())
      for (const machine::Check& check : step.checks())
        if (check.property == trace_.property && evaluate(check.holds, before) == 0)
          roots.push_back(check.holds);
    add_told(i, step, before, roots);
    const std::size_t seen = roots.size();
    roots.insert(roots.end(), step.after().begin(), step.after().end());
    Aig aig(roots);
    run(aig);
    compare(aig, seen);
    for (unsigned lane = 0; lane < lanes; ++lane)
      for (std::size_t v = 0; v < step.after().size(); ++v) states_[lane][v] = aig.get(seen + v, lane);
  }

  /// Values that the trace tells of this step.
  void add_told(std::size_t i, const Step& step, const Assignment& before, std::vector<Term>& roots) const {
    const Assignment after = assignment_of(system_, trace_.states[i + 1]);
    const auto is_there = [](const machine::Variable& variable, const Assignment& values) {
      return variable.exists.empty() || evaluate(variable.exists, values) != 0;
    };
    for (std::size_t v = 0; v < system_.variables().size(); ++v) {
      const machine::Variable& variable = system_.variables()[v];
      const bool changes = trace_.states[i][v] != trace_.states[i + 1][v] || !is_there(variable, before);
      if (variable.told && changes && is_there(variable, after)) roots.push_back(step.after()[v]);
    }
  }

  std::vector<Term> failing_invariants() const {
    const Assignment end = assignment_of(system_, trace_.states.back());
    std::vector<Term> roots;
    for (const machine::Invariant& invariant : system_.invariants()) {
      if (invariant.property != trace_.property || evaluate(invariant.holds, end) != 0) continue;
      roots.push_back(invariant.holds);
      for (const machine::Account& account : invariant.accounts) {
        roots.push_back(account.actual);
        roots.push_back(account.expected);
      }
    }
    return roots;
  }

  const System& system_;
  const Trace& trace_;
  std::map<std::string, std::size_t> place_;
  std::vector<StateValues> states_;
  std::vector<bool> differs_;
};

}  // namespace

std::vector<bool> starts_that_matter(const System& system, const Trace& trace) {
  std::vector<bool> matters(system.variables().size(), false);
  const std::vector<Change> changes = changes_of(system, trace.states.front());
  Lanes runs(system, trace);
  for (std::size_t first = 0; first < changes.size(); first += lanes - 1) {
    const std::span<const Change> some =
        std::span(changes).subspan(first, std::min<std::size_t>(lanes - 1, changes.size() - first));
    const std::vector<bool> differs = runs.differing(some);
    for (std::size_t i = 0; i < some.size(); ++i)
      if (differs[i + 1]) matters[some[i].variable] = true;
  }
  return matters;
}

}  // namespace pfncheck
