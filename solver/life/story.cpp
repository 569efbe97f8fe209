// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/story.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/machine/configuration.hpp"
#include "model/term/evaluate.hpp"
#include "model/term/node.hpp"
#include "solver/life/decisive.hpp"
#include "solver/life/departure.hpp"
#include "solver/life/relevance.hpp"

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

/// A row that the release's rule does not have, or that decides only because another one is missing, is no
/// sentence of the kernel's.
void mark_planted(StoryQuestion& q, const machine::DecisionRule& rule, std::uint32_t asked,
                  const Telling& telling) {
  const auto found = telling.own_rules.find(rule.name);
  if (found == telling.own_rules.end() || found->second.questions != rule.questions) return;
  const machine::DecisionRule& own = found->second;
  const machine::RuleRow& row = own.rows[own.row_for(asked)];
  q.planted = row.name != q.row || own.answers[row.answer] != q.answer;
  if (!q.planted) return;
  if (own.answers[row.answer] != q.answer)
    q.instead = fmt::format("{}: {}", own.answers[row.answer], row.name);
  if (rule.source != own.source) return;  // another rule, which has an author of its own
  std::vector<std::string> faults;
  for (const StoryAssumption& a : telling.assumed)
    if (a.kind == "fault" || a.kind.starts_with("exclusion lifted")) faults.push_back(a.name);
  q.source = fmt::format("planted by {}", fmt::join(faults, ", "));
}

StoryQuestion question_of(const Consultation& c, const Assignment& values, const Telling& telling) {
  StoryQuestion q;
  q.rule = c.rule->name;
  q.about = c.about;
  const std::uint32_t asked = asked_in(c, values);
  for (std::size_t i = 0; i < c.inputs.size(); ++i)
    if ((asked >> i & 1) != 0) q.inputs.push_back(c.rule->questions[i]);
  const machine::RuleRow& row = c.rule->rows[c.rule->row_for(asked)];
  if (evaluate(c.answer, values) != row.answer) broken_term("tell: a rule answers otherwise than its rows");
  q.row = row.name;
  q.answer = c.rule->answers[row.answer];
  q.source = c.rule->source;
  for (const std::size_t i : decisive_questions(*c.rule, asked))
    q.decided_by.push_back(fmt::format("{}={}", c.rule->questions[i], asked >> i & 1));
  mark_planted(q, *c.rule, asked, telling);
  return q;
}

bool is_there(const machine::Variable& variable, const Assignment& values) {
  return variable.exists.empty() || evaluate(variable.exists, values) != 0;
}

bool same_question(const StoryQuestion& a, const StoryQuestion& b) {
  return a.rule == b.rule && a.about == b.about && a.inputs == b.inputs;
}

class Teller {
 public:
  Teller(const System& system, const Trace& trace, const Telling& telling)
      : system_(system), trace_(trace), telling_(telling) {
    for (const machine::Invariant& invariant : system.invariants())
      if (invariant.property == trace.property)
        accounts_.insert(accounts_.end(), invariant.accounts.begin(), invariant.accounts.end());
    parted_.resize(accounts_.size());
  }

  Story tell() {
    if (trace_.states.size() != trace_.steps.size() + 1) broken_term("tell: a trace with a hole");
    Story story;
    story.assumed = telling_.assumed;
    story.in_step = trace_.in_step;
    story.breaks = trace_.property;
    story.against = telling_.against;
    start(story);
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) story.steps.push_back(step(i));
    if (!fails(story)) broken_term("tell: the property does not fail at the end");
    if (is_wrong_) story.wrong_start.clear();  // what is assumed says it
    return story;
  }

 private:
  void start(Story& story) {
    const Assignment values = assignment_of(system_, trace_.states.front());
    const std::vector<bool> matters = starts_that_matter(system_, trace_);
    if (evaluate(system_.starts(), values) != 1) broken_term("tell: the trace begins in no start state");
    for (std::size_t v = 0; v < system_.variables().size(); ++v) {
      const machine::Variable& variable = system_.variables()[v];
      const std::uint64_t value = trace_.states.front()[v];
      if (!variable.any_at_start && value != variable.at_start) broken_term("tell: a wrong start value");
      const std::string text = variable.text_of(value);
      const bool is_fixed = std::ranges::find(telling_.fixed, variable.name) != telling_.fixed.end();
      if (variable.any_at_start && text != machine::not_asked &&
          (is_fixed || (matters[v] && is_there(variable, values))))
        story.start.push_back({variable.name, "", text});
    }
    story.wrong_start = start_departs(values, telling_.without);
  }

  StoryStep step(std::size_t i) {
    const Step& step = system_.steps()[trace_.steps[i]];
    const StateValues &from = trace_.states[i], &to = trace_.states[i + 1];
    const Assignment before = assignment_of(system_, from);
    if (evaluate(step.guard(), before) != 1) broken_term("tell: a step that cannot be taken");
    const Assignment after = assignment_of(system_, to);
    const auto chain = telling_.chains.find(step.operation());
    StoryStep told{
        step.operation(), step.name(), chain == telling_.chains.end() ? "" : chain->second, {}, {}, {}};
    for (std::size_t v = 0; v < to.size(); ++v) {
      if (evaluate(step.after()[v], before) != to[v]) broken_term("tell: a step leads elsewhere");
      const machine::Variable& variable = system_.variables()[v];
      if (!variable.told) continue;
      const bool was = is_there(variable, before), is = is_there(variable, after);
      if ((was || is) && (from[v] != to[v] || was != is))
        told.changes.push_back(
            {variable.name, was ? variable.text_of(from[v]) : "", is ? variable.text_of(to[v]) : ""});
    }
    for (const Consultation& c : step.consultations()) {
      if (evaluate(c.asked, before) == 0) continue;
      const StoryQuestion q = question_of(c, before, telling_);
      if (std::ranges::none_of(told.questions, [&](const auto& other) { return same_question(other, q); }))
        told.questions.push_back(q);
    }
    account(told, before, after);
    mark_wrong(told.questions);
    if (!is_wrong_) told.wrong = step_departs(system_, step, before, after, telling_.without);
    is_wrong_ = is_wrong_ || !told.wrong.empty();
    return told;
  }

  /// The first answer that the kernel does not give: what follows of it is no mistake of its own.
  void mark_wrong(std::vector<StoryQuestion>& questions) {
    for (StoryQuestion& q : questions) {
      if (is_wrong_ || q.instead.empty()) continue;
      q.wrong = is_wrong_ = true;
    }
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

  /// What fails at the end, by name; false if nothing does.
  bool fails(Story& story) {
    const Assignment end = assignment_of(system_, trace_.states.back());
    bool found = false;
    const auto say = [&](const std::string& what) {
      if (!what.empty() && std::ranges::find(story.fails_at, what) == story.fails_at.end())
        story.fails_at.push_back(what);
    };
    if (trace_.in_step) {
      const Assignment before = assignment_of(system_, trace_.states[trace_.states.size() - 2]);
      const Step& last = system_.steps()[trace_.steps.back()];
      for (const machine::Check& check : last.checks()) {
        if (check.property != trace_.property || evaluate(check.holds, before) != 0) continue;
        found = true;
        if (check.event) say(words_of(last.events()[*check.event], before));
      }
      return found;
    }
    for (const machine::Invariant& invariant : system_.invariants()) {
      if (invariant.property != trace_.property || evaluate(invariant.holds, end) != 0) continue;
      found = true;
      say(invariant.about);
      if (!invariant.asks || evaluate(invariant.asks->asked, end) == 0) continue;
      story.asked_at_end.push_back(question_of(*invariant.asks, end, telling_));
      StoryQuestion& asked = story.asked_at_end.back();
      if (is_wrong_ || !asked.instead.empty()) continue;
      // A rule that asks other questions is no rule that the answer could be held against by its rows.
      asked.wrong = is_wrong_ = answer_departs(invariant, asked.answer, end, telling_.without);
    }
    mark_wrong(story.asked_at_end);
    return found;
  }

  const System& system_;
  const Trace& trace_;
  const Telling& telling_;
  std::vector<machine::Account> accounts_;
  std::vector<bool> parted_;
  bool is_wrong_ = false;  ///< something went another way than without what is assumed, and was told
};

}  // namespace

std::vector<std::string> Story::operations() const {
  std::vector<std::string> names;
  for (const StoryStep& step : steps) names.push_back(step.operation);
  return names;
}

Story tell(const System& system, const Trace& trace, const Telling& telling) {
  return Teller(system, trace, telling).tell();
}

}  // namespace pfncheck
