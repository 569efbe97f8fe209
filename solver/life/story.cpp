// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/story.hpp"

#include <algorithm>

#include "model/term/evaluate.hpp"
#include "model/term/node.hpp"

namespace pfncheck {

namespace {

using machine::Consultation;
using machine::Step;
using machine::System;

Assignment assignment_of(const System& system, const StateValues& state) {
  Assignment values;
  for (std::size_t v = 0; v < state.size(); ++v) values[system.variables()[v].name] = state[v];
  return values;
}

StoryQuestion question_of(const Consultation& c, const Assignment& values) {
  StoryQuestion q;
  q.rule = c.rule->name;
  q.about = c.about;
  std::uint32_t asked = 0;
  for (std::size_t i = 0; i < c.inputs.size(); ++i) {
    if (evaluate(c.inputs[i], values) == 0) continue;
    asked |= std::uint32_t{1} << i;
    q.inputs.push_back(c.rule->questions[i]);
  }
  const machine::RuleRow& row = c.rule->rows[c.rule->row_for(asked)];
  if (evaluate(c.answer, values) != row.answer) broken_term("tell: a rule answers otherwise than its rows");
  q.row = row.name;
  q.answer = c.rule->answers[row.answer];
  q.source = c.rule->source;
  return q;
}

bool same_question(const StoryQuestion& a, const StoryQuestion& b) {
  return a.rule == b.rule && a.about == b.about && a.inputs == b.inputs;
}

class Teller {
 public:
  Teller(const System& system, const Trace& trace) : system_(system), trace_(trace) {
    for (const machine::Invariant& invariant : system.invariants())
      if (invariant.property == trace.property)
        accounts_.insert(accounts_.end(), invariant.accounts.begin(), invariant.accounts.end());
    parted_.resize(accounts_.size());
  }

  Story tell() {
    if (trace_.states.size() != trace_.steps.size() + 1) broken_term("tell: a trace with a hole");
    Story story;
    story.in_step = trace_.in_step;
    story.breaks = trace_.property;
    start(story);
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) story.steps.push_back(step(i));
    if (!fails()) broken_term("tell: the property does not fail at the end");
    return story;
  }

 private:
  void start(Story& story) const {
    const Assignment values = assignment_of(system_, trace_.states.front());
    if (evaluate(system_.starts(), values) != 1) broken_term("tell: the trace begins in no start state");
    for (std::size_t v = 0; v < system_.variables().size(); ++v) {
      const machine::Variable& variable = system_.variables()[v];
      const std::uint64_t value = trace_.states.front()[v];
      if (!variable.any_at_start && value != variable.at_start) broken_term("tell: a wrong start value");
      if (variable.any_at_start) story.start.push_back({variable.name, "", variable.text_of(value)});
    }
  }

  StoryStep step(std::size_t i) {
    const Step& step = system_.steps()[trace_.steps[i]];
    const StateValues &from = trace_.states[i], &to = trace_.states[i + 1];
    const Assignment before = assignment_of(system_, from);
    if (evaluate(step.guard(), before) != 1) broken_term("tell: a step that cannot be taken");
    StoryStep told{step.operation(), step.name(), {}, {}, {}};
    for (std::size_t v = 0; v < to.size(); ++v) {
      if (evaluate(step.after()[v], before) != to[v]) broken_term("tell: a step leads elsewhere");
      const machine::Variable& variable = system_.variables()[v];
      if (from[v] != to[v])
        told.changes.push_back({variable.name, variable.text_of(from[v]), variable.text_of(to[v])});
    }
    for (const Consultation& c : step.consultations()) {
      if (evaluate(c.asked, before) == 0) continue;
      const StoryQuestion q = question_of(c, before);
      if (std::ranges::none_of(told.questions, [&](const auto& other) { return same_question(other, q); }))
        told.questions.push_back(q);
    }
    account(told, before, assignment_of(system_, to));
    return told;
  }

  void account(StoryStep& told, const Assignment& before, const Assignment& after) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      const machine::Account& a = accounts_[i];
      StoryAccount now{a.label, evaluate(a.actual, after), evaluate(a.expected, after), false};
      if (now.actual == evaluate(a.actual, before) && now.expected == evaluate(a.expected, before)) continue;
      now.parts = !parted_[i] && now.actual != now.expected;
      parted_[i] = parted_[i] || now.parts;
      told.accounts.push_back(now);
    }
  }

  bool fails() const {
    if (trace_.in_step) {
      const Assignment before = assignment_of(system_, trace_.states[trace_.states.size() - 2]);
      return std::ranges::any_of(system_.steps()[trace_.steps.back()].checks(), [&](const auto& check) {
        return check.property == trace_.property && evaluate(check.holds, before) == 0;
      });
    }
    const Assignment end = assignment_of(system_, trace_.states.back());
    return std::ranges::any_of(system_.invariants(), [&](const auto& invariant) {
      return invariant.property == trace_.property && evaluate(invariant.holds, end) == 0;
    });
  }

  const System& system_;
  const Trace& trace_;
  std::vector<machine::Account> accounts_;
  std::vector<bool> parted_;
};

}  // namespace

std::vector<std::string> Story::operations() const {
  std::vector<std::string> names;
  for (const StoryStep& step : steps) names.push_back(step.operation);
  return names;
}

Story tell(const System& system, const Trace& trace) {
  return Teller(system, trace).tell();
}

}  // namespace pfncheck
