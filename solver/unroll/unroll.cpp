// SPDX-License-Identifier: GPL-2.0-or-later
// The state after i steps is a Term over the start state and i choices of a step: no variables stand between.
#include "solver/unroll/unroll.hpp"

#include <fmt/format.h>

#include <bit>

#include "model/term/evaluate.hpp"

namespace pfncheck {

namespace {

using machine::Step;
using machine::System;

class Unroller {
 public:
  Unroller(const System& system, const std::string& property, Engine& engine, const Budget& budget)
      : system_(system), property_(property), engine_(engine), budget_(budget) {
    for (const machine::Variable& v : system.variables())
      state_.push_back(v.any_at_start ? v.now : pool().constant(v.now.width(), v.at_start));
    possible_ = at(state_, system.starts());
  }

  Unrolled run(unsigned most_steps) {
    Unrolled out;
    for (;; ++out.depth) {
      if (!ask(failing_state(), false, out) || out.trace) return out;
      if (out.depth == most_steps) return out;
      const Term failing = take_step(out.depth);
      if (!ask(failing, true, out) || out.trace) return out;
    }
  }

 private:
  Pool& pool() const { return system_.pool(); }

  /// A term over the system's variables, in a state.
  Term at(const std::vector<Term>& state, Term t) const {
    std::vector<std::pair<Term, Term>> values;
    for (std::size_t v = 0; v < state.size(); ++v)
      if (!state[v].same(system_.variables()[v].now))
        values.emplace_back(system_.variables()[v].now, state[v]);
    return substitute(t, values);
  }

  Term failing_state() const {
    Term fails = pool().boolean(false);
    for (const machine::Invariant& i : system_.invariants())
      if (i.property == property_) fails = fails | !at(state_, i.holds);
    return fails;
  }

  /// Goes one step on; gives whether it failed a check.
  Term take_step(unsigned depth) {
    const auto width = static_cast<unsigned>(std::bit_width(system_.steps().size()));
    const Term choice = pool().var(fmt::format("choice {}", depth), width);
    Term possible = pool().boolean(false), fails = pool().boolean(false);
    std::vector<Term> next = state_;
    for (std::size_t s = 0; s < system_.steps().size(); ++s) {
      const Step& step = system_.steps()[s];
      const Term chosen = eq(choice, pool().constant(width, s));
      possible = possible | (chosen & at(state_, step.guard()));
      for (const machine::Check& check : step.checks())
        if (check.property == property_) fails = fails | (chosen & !at(state_, check.holds));
      for (std::size_t v = 0; v < next.size(); ++v)
        if (!step.after()[v].same(system_.variables()[v].now))
          next[v] = ite(chosen, at(state_, step.after()[v]), next[v]);
    }
    state_ = std::move(next);
    possible_ = possible_ & possible;
    ++taken_;
    return fails;
  }

  /// Whether to go on.
  bool ask(Term failing, bool in_step, Unrolled& out) {
    if (failing.is_false()) return true;
    const Reply reply =
        engine_.ask({fmt::format("{} in {} steps", property_, taken_), possible_ & failing}, budget_);
    if (reply.status == Status::unsat) return true;
    if (reply.status == Status::sat)
      out.trace = trace_of(reply.model, in_step);
    else
      out.reason = fmt::format("{} at {} step{}", to_string(reply.status), taken_, taken_ == 1 ? "" : "s");
    return false;
  }

  /// Runs the choices of a model by the evaluator.
  Trace trace_of(const Assignment& model, bool in_step) const {
    Trace trace;
    trace.property = property_;
    trace.in_step = in_step;
    Assignment now;
    for (const machine::Variable& v : system_.variables()) {
      const auto free = model.find(v.name);
      now[v.name] = !v.any_at_start ? v.at_start : free == model.end() ? 0 : free->second;
    }
    trace.states.push_back(values_of(now));
    for (unsigned i = 0; i < taken_; ++i) {
      const std::size_t s = static_cast<std::size_t>(model.at(fmt::format("choice {}", i)));
      Assignment next;
      for (std::size_t v = 0; v < state_.size(); ++v)
        next[system_.variables()[v].name] = evaluate(system_.steps()[s].after()[v], now);
      trace.steps.push_back(s);
      now = std::move(next);
      trace.states.push_back(values_of(now));
    }
    return trace;
  }

  StateValues values_of(const Assignment& values) const {
    StateValues state;
    for (const machine::Variable& v : system_.variables()) state.push_back(values.at(v.name));
    return state;
  }

  const System& system_;
  const std::string& property_;
  Engine& engine_;
  const Budget& budget_;
  std::vector<Term> state_;
  Term possible_;
  unsigned taken_ = 0;
};

}  // namespace

Unrolled unroll(const System& system, const std::string& property, unsigned most_steps, Engine& engine,
                const Budget& budget) {
  return Unroller(system, property, engine, budget).run(most_steps);
}

}  // namespace pfncheck
