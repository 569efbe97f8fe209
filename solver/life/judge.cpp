// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/input_error.hpp"
#include "model/machine/history.hpp"
#include "model/term/node.hpp"
#include "solver/life/assumed.hpp"
#include "solver/life/starts.hpp"

namespace pfncheck {

namespace {

using machine::Slice;
using machine::System;
using machine::Var;

/// Words that a variable may be given in a question: those that are open at the start.
std::string open_variables(const System& system) {
  std::vector<std::string> names;
  for (const machine::Variable& v : system.variables())
    if (v.any_at_start) names.push_back(v.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::uint64_t value_of(const machine::Variable& variable, const std::string& text) {
  const auto word = std::ranges::find(variable.words, text);
  if (word != variable.words.end()) return static_cast<std::uint64_t>(word - variable.words.begin());
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const unsigned bits = std::max(1U, variable.now.width());
  if (error != std::errc{} || end != text.data() + text.size() || value >> bits != 0)
    throw InputError(variable.words.empty()
                         ? fmt::format("{} cannot be `{}`: a number of {} bits", variable.name, text, bits)
                         : fmt::format("{} cannot be `{}`; it can be: {}", variable.name, text,
                                       fmt::join(variable.words, ", ")));
  return value;
}

Exploration explore_stated(const StatedSlice& stated, const ExploreOptions& options) {
  Exploration found = explore(stated.slice->system, options);
  if (options.interrupted != nullptr && *options.interrupted) throw Interrupted{};
  return found;
}

/// Positions in `found.configurations` that a row can have.
std::vector<std::size_t> configurations_of(const ArchRow& row, const Slice& slice, const Exploration& found) {
  std::vector<std::size_t> of_row;
  for (std::size_t c = 0; c < found.configurations.size(); ++c)
    if (machine::can_be(row, slice, found.configurations[c])) of_row.push_back(c);
  return of_row;
}

/// The configuration that is part of a start.
machine::Configuration configuration_in(const System& system, const Exploration& found,
                                        const StateValues& start) {
  machine::Configuration values;
  for (std::size_t v = 0; v < found.constants.size(); ++v)
    if (system.variables()[found.constants[v].index].configuration) values.push_back(start[v]);
  return values;
}

machine::Configuration configuration_of_trace(const System& system, const Trace& trace) {
  machine::Configuration values;
  for (const Var v : machine::configuration_variables(system))
    values.push_back(trace.states.front()[v.index]);
  return values;
}

class Judge {
 public:
  explicit Judge(const SliceQuestion& question)
      : question_(question),
        stated_(state_slice(question)),
        found_(explore_stated(stated_, question.options)) {}

  SliceAnswer answer() {
    SliceAnswer a;
    a.slice = question_.slice->name;
    a.complete = found_.complete;
    a.reason = found_.reason;
    a.states = found_.states;
    a.transitions = found_.transitions;
    a.cut = found_.cut;
    a.bytes = found_.bytes;
    a.depth = found_.depth;
    a.bits = system().bits();
    count_operations(a);
    count_rule_rows(a);
    for (const LifeProperty* property : stated_.properties) a.findings.push_back(finding_of(*property));
    return a;
  }

 private:
  const System& system() const { return stated_.slice->system; }

  void count_operations(SliceAnswer& a) const {
    for (std::size_t s = 0; s < system().steps().size(); ++s) {
      const std::string& name = system().steps()[s].operation();
      auto it = std::ranges::find(a.operations, name, &LifeCount::name);
      if (it == a.operations.end()) it = a.operations.insert(it, {name, 0, false});
      it->times += found_.steps[s].taken;
    }
  }

  void count_rule_rows(SliceAnswer& a) const {
    for (const auto& [name, rule] : stated_.slice->rules()) {
      const auto counts = found_.consulted.find(name);
      for (std::size_t row = 0; row < rule.rows.size(); ++row)
        a.rule_rows.push_back({fmt::format("{}: {}", name, rule.rows[row].name),
                               counts == found_.consulted.end() ? 0 : counts->second[row],
                               rule.rows[row].defensive});
    }
  }

  const Trace* failure_of(const LifeProperty& property) const {
    const auto it = std::ranges::find(found_.failures, property.name, &Trace::property);
    return it == found_.failures.end() ? nullptr : &*it;
  }

  bool fails_on(const ArchRow& row, const Trace& failure) const {
    return std::ranges::any_of(failure.from, [&](std::uint32_t start) {
      return machine::can_be(row, *stated_.slice, configuration_in(system(), found_, found_.starts[start]));
    });
  }

  Outcome outcome_of(const ArchRow& row, const LifeProperty& property, const Trace* failure) const {
    if (failure != nullptr && fails_on(row, *failure)) return Outcome::refuted;
    if (!found_.complete) return Outcome::unknown;
    return is_met_on(row, property) ? Outcome::holds : Outcome::not_applicable;
  }

  bool is_met_on(const ArchRow& row, const LifeProperty& property) const {
    const auto premise = found_.premises.find(std::string(property.name));
    return premise != found_.premises.end() &&
           std::ranges::any_of(configurations_of(row, *stated_.slice, found_),
                               [&](std::size_t c) { return premise->second.on[c]; });
  }

  LifeFinding finding_of(const LifeProperty& property) {
    LifeFinding finding;
    finding.property = property.name;
    const Trace* const failure = failure_of(property);
    if (const auto premise = found_.premises.find(finding.property); premise != found_.premises.end())
      finding.premise = premise->second.times;
    std::vector<const ArchRow*> refuted;
    for (const ArchRow* row : question_.rows) {
      const Outcome outcome = outcome_of(*row, property, failure);
      finding.rows.emplace_back(row->name, outcome);
      if (outcome == Outcome::refuted) refuted.push_back(row);
      if (is_met_on(*row, property)) finding.premise_rows.emplace_back(row->name);
    }
    if (failure == nullptr) return finding;
    finding.starts = failing_starts(system(), found_, *failure);
    tell_all(finding, property, *failure, refuted);
    return finding;
  }

  /// Tells a trace for the rows that it can happen on; gives the others.
  std::vector<const ArchRow*> tell_once(LifeFinding& finding, const Slice& slice, const Trace& trace,
                                        const std::vector<const ArchRow*>& rows) {
    const machine::Configuration configuration = configuration_of_trace(slice.system, trace);
    std::vector<const ArchRow*> others;
    ToldStory told{tell(slice.system, trace, telling()), {}};
    for (const ArchRow* row : rows)
      if (machine::can_be(*row, slice, configuration))
        told.rows.emplace_back(row->name);
      else
        others.push_back(row);
    if (!told.rows.empty()) finding.stories.push_back(std::move(told));
    return others;
  }

  /// Rows whose machines cannot be configured as the trace's is get one of their own.
  void tell_all(LifeFinding& finding, const LifeProperty& property, const Trace& trace,
                std::vector<const ArchRow*> rows) {
    rows = tell_once(finding, *stated_.slice, trace, rows);
    while (!rows.empty()) {
      SliceQuestion question = question_;
      question.rows = rows;
      question.properties = {&property};
      question.options.stop_at_first = true;
      const StatedSlice stated = state_slice(question);
      const Exploration found = explore_stated(stated, question.options);
      if (found.failures.empty()) broken_term("judge_slice: a row fails and has no trace");
      rows = tell_once(finding, *stated.slice, found.failures.front(), rows);
    }
  }

  const Telling& telling() {
    if (!telling_) telling_ = telling_of(question_);
    return *telling_;
  }

  const SliceQuestion& question_;
  StatedSlice stated_;
  Exploration found_;
  std::optional<Telling> telling_;  ///< made when something is told
};

}  // namespace

void restrict_start(Slice& slice, const StartValue& start) {
  System& system = slice.system;
  const std::optional<Var> v = system.find(start.variable);
  if (!v || !system.variables()[v->index].any_at_start)
    throw InputError(fmt::format("no variable `{}` is open at the start; there are: {}", start.variable,
                                 open_variables(system)));
  const machine::Variable& variable = system.variables()[v->index];
  system.restrict_starts(
      eq(variable.now, slice.pool.constant(variable.now.width(), value_of(variable, start.value))));
}

void leave_out(Slice& slice, const std::string& operation) {
  auto& steps = slice.system.steps();
  const auto is_it = [&](const machine::Step& step) { return step.operation() == operation; };
  if (std::ranges::none_of(steps, is_it)) {
    std::vector<std::string> names;
    for (const machine::Step& step : steps)
      if (std::ranges::find(names, step.operation()) == names.end()) names.push_back(step.operation());
    throw InputError(fmt::format("no operation `{}`; there are: {}", operation, fmt::join(names, ", ")));
  }
  std::erase_if(steps, is_it);
}

namespace {

std::optional<ToldStory> story_of_part(const SliceQuestion& question, const LifeProperty& property,
                                       const std::vector<std::string>& operations) {
  SliceQuestion guided = question;
  guided.properties = {&property};
  guided.options.path = operations;
  const StatedSlice stated = state_slice(guided);
  const Exploration found = explore_stated(stated, guided.options);
  if (found.failures.empty()) return std::nullopt;
  const Trace& trace = found.failures.front();
  ToldStory told{tell(stated.slice->system, trace, telling_of(question)), {}};
  const machine::Configuration configuration = configuration_of_trace(stated.slice->system, trace);
  for (const ArchRow* row : question.rows)
    if (machine::can_be(*row, *stated.slice, configuration)) told.rows.emplace_back(row->name);
  return told;
}

/// Counts of a name are added up; what may be zero in one part may be zero.
void add_counts(std::vector<LifeCount>& to, const std::vector<LifeCount>& from) {
  for (const LifeCount& count : from) {
    const auto at = std::ranges::find(to, count.name, &LifeCount::name);
    if (at == to.end())
      to.push_back(count);
    else
      at->times += count.times;
  }
}

void add_part(SliceAnswer& to, SliceAnswer from) {
  to.complete = to.complete && from.complete;
  if (to.reason.empty()) to.reason = from.reason;
  to.states += from.states;
  to.transitions += from.transitions;
  to.cut += from.cut;
  to.bytes += from.bytes;
  to.depth = std::max(to.depth, from.depth);
  to.bits = std::max(to.bits, from.bits);
  add_counts(to.operations, from.operations);
  add_counts(to.rule_rows, from.rule_rows);
  for (std::size_t i = 0; i < to.findings.size(); ++i) {
    LifeFinding &all = to.findings[i], &part = from.findings[i];
    all.premise += part.premise;
    std::ranges::move(part.rows, std::back_inserter(all.rows));
    std::ranges::move(part.premise_rows, std::back_inserter(all.premise_rows));
    std::ranges::move(part.stories, std::back_inserter(all.stories));
    std::ranges::move(part.starts, std::back_inserter(all.starts));
  }
}

/// As the question names the rows.
void order_rows(SliceAnswer& answer, const SliceQuestion& question) {
  const auto place = [&](const std::string& name) {
    return std::ranges::find(question.rows, name, &ArchRow::name);
  };
  for (LifeFinding& finding : answer.findings) {
    std::ranges::sort(finding.rows, {}, [&](const auto& row) { return place(row.first); });
    std::ranges::sort(finding.premise_rows, {}, place);
  }
}

}  // namespace

std::optional<ToldStory> story_along(const SliceQuestion& question, const LifeProperty& property,
                                     const std::vector<std::string>& operations) {
  for (const SliceQuestion& part : parts_of(question))
    if (auto told = story_of_part(part, property, operations)) return told;
  return std::nullopt;
}

std::set<std::string> own_faults_on(const ArchRow& row, const SliceQuestion& question) {
  std::set<std::string> own;
  for (const machine::DatedFault* fault : machine::own_faults(*question.slice, question.variant.release, row))
    if (!question.repaired.contains(std::string(fault->fault))) own.emplace(fault->fault);
  return own;
}

std::vector<SliceQuestion> parts_of(const SliceQuestion& question) {
  std::vector<std::pair<std::set<std::string>, SliceQuestion>> parts;
  for (const ArchRow* row : question.rows) {
    const std::set<std::string> own = own_faults_on(*row, question);
    auto at = std::ranges::find(parts, own, [](const auto& part) { return part.first; });
    if (at == parts.end()) {
      at = parts.insert(parts.end(), {own, question});
      at->second.rows.clear();
    }
    at->second.rows.push_back(row);
  }
  std::vector<SliceQuestion> questions;
  for (auto& [own, part] : parts) questions.push_back(std::move(part));
  return questions;
}

StatedSlice state_slice(const SliceQuestion& question) {
  StatedSlice stated;
  stated.pool = std::make_unique<Pool>();
  machine::Variant variant = question.variant;
  variant.own = own_faults_on(*question.rows.front(), question);
  stated.slice = machine::make_slice(*question.slice, *stated.pool, std::move(variant));
  for (const std::string& operation : question.without) leave_out(*stated.slice, operation);
  stated.properties = state_properties(*stated.slice, question.properties);
  machine::restrict_to(*stated.slice, question.rows);
  for (const StartValue& start : question.start) restrict_start(*stated.slice, start);
  return stated;
}

SliceAnswer judge_slice(const SliceQuestion& question) {
  const std::vector<SliceQuestion> parts = parts_of(question);
  SliceAnswer answer = Judge(parts.front()).answer();
  for (std::size_t i = 1; i < parts.size(); ++i) add_part(answer, Judge(parts[i]).answer());
  if (parts.size() > 1) order_rows(answer, question);
  return answer;
}

}  // namespace pfncheck
