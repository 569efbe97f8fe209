// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/departure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pfncheck {
namespace {

using machine::Step;
using machine::System;
using machine::Variable;

/// Of many differences the first few say enough.
constexpr std::size_t most_differences = 3;

bool is_there(const Variable& variable, const Assignment& values) {
  return variable.exists.empty() || evaluate(variable.exists, values) != 0;
}

/// A state of one system as another one sees it, which may have variables of its own.
Assignment seen_by(const System& system, Assignment values) {
  for (const Variable& v : system.variables()) values.try_emplace(v.name, v.at_start);
  return values;
}

Assignment after_step(const System& system, const Step& step, const Assignment& before) {
  const std::vector<std::uint64_t> values = evaluate(step.after(), before);
  Assignment after;
  for (std::size_t v = 0; v < values.size(); ++v) after[system.variables()[v].name] = values[v];
  return after;
}

std::vector<std::string> events_of(const Step& step, const Assignment& before) {
  std::vector<std::string> events;
  for (const machine::Event& event : step.events())
    if (evaluate(event.when, before) != 0) events.push_back(words_of(event, before));
  return events;
}

std::vector<std::string> without_those_of(std::vector<std::string> all,
                                          const std::vector<std::string>& others) {
  std::erase_if(all, [&](const std::string& one) { return std::ranges::find(others, one) != others.end(); });
  return all;
}

/// What is otherwise after a step of the other system, in words: "A.references=2", "no p1.pte0".
struct Otherwise {
  bool differs = false;
  std::vector<std::string> words;
  void say(const std::string& word) {
    if (std::ranges::find(words, word) == words.end()) words.push_back(word);
  }
};

void compare_states(const System& system, const Assignment& here, const Assignment& there, Otherwise& other) {
  for (const Variable& v : system.variables()) {
    const auto value = there.find(v.name);
    if (value == there.end() || value->second == here.at(v.name)) continue;
    other.differs = true;
    const bool is_here = is_there(v, here), is_other = is_there(v, there);
    if (!v.told || (!is_here && !is_other)) continue;
    if (is_other)
      other.say(fmt::format("{}={}", v.name, v.text_of(value->second)));
    else
      other.say(fmt::format("no {}", v.name.substr(0, v.name.rfind('.'))));
  }
}

void compare_events(const std::vector<std::string>& here, const std::vector<std::string>& there,
                    Otherwise& other) {
  // Of counts that are otherwise the account is told already.
  if (other.words.empty()) {
    for (const std::string& event : without_those_of(there, here)) other.say(event);
    for (const std::string& event : without_those_of(here, there)) other.say("no " + event);
  }
  other.differs = other.differs || here != there;
}

/// Steps of another system that are the same call.
std::vector<const Step*> same_calls(const System& system, const Step& step) {
  std::vector<const Step*> found, by_words;
  for (const Step& one : system.steps())
    if (one.operation() == step.operation() && one.arguments() == step.arguments()) found.push_back(&one);
  std::ranges::copy_if(found, std::back_inserter(by_words),
                       [&](const Step* one) { return one->name() == step.name(); });
  return by_words.empty() ? found : by_words;
}

/// What a system does instead of the step; nothing if it does the same.
struct Departure {
  bool departs = true;
  std::string instead = "this step cannot be taken";
};

Departure departure_of(const System& system, const Step& step, const Assignment& before,
                       const Assignment& after, const System& other_system) {
  const Assignment seen = seen_by(other_system, before);
  Departure departure;
  for (const Step* other : same_calls(other_system, step)) {
    if (evaluate(other->guard(), seen) == 0) continue;
    Otherwise otherwise;
    compare_states(system, after, after_step(other_system, *other, seen), otherwise);
    compare_events(events_of(step, before), events_of(*other, seen), otherwise);
    if (!otherwise.differs) return {false, ""};
    otherwise.words.resize(std::min(otherwise.words.size(), most_differences));
    departure.instead =
        otherwise.words.empty() ? std::string() : fmt::format("{}", fmt::join(otherwise.words, ", "));
  }
  return departure;
}

template <class Departs>
std::string who_departs(const std::vector<Unassumed>& without, const Departs& departs) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i < without.size(); ++i)
    if (departs(without[i].slice->system))
      names.insert(names.end(), without[i].names.begin(), without[i].names.end());
  return fmt::format("{}", fmt::join(names.empty() ? without.front().names : names, ", "));
}

}  // namespace

std::string words_of(const machine::Event& event, const Assignment& values) {
  std::string text = event.name;
  std::ranges::replace(text, '_', ' ');
  const std::size_t which = event.which.empty() ? 0 : evaluate(event.which, values);
  if (which < event.names.size()) text += fmt::format(" of {}", event.names[which]);
  std::vector<std::string> parts;
  for (const auto& [label, term] : event.values)
    parts.push_back(fmt::format("{}={}", label, evaluate(term, values)));
  return parts.empty() ? text : fmt::format("{}: {}", text, fmt::join(parts, ", "));
}

bool answer_departs(const machine::Invariant& invariant, const std::string& answer, const Assignment& state,
                    const std::vector<Unassumed>& without) {
  if (without.empty()) return false;
  const System& system = without.front().slice->system;
  const Assignment seen = seen_by(system, state);
  return std::ranges::any_of(system.invariants(), [&](const machine::Invariant& other) {
    return other.property == invariant.property && other.about == invariant.about && other.asks &&
           evaluate(other.asks->asked, seen) != 0 &&
           other.asks->rule->answers[evaluate(other.asks->answer, seen)] != answer;
  });
}

std::string start_departs(const Assignment& start, const std::vector<Unassumed>& without) {
  const auto is_none = [&](const System& system) {
    return evaluate(system.starts(), seen_by(system, start)) == 0;
  };
  if (without.empty() || !is_none(without.front().slice->system)) return {};
  return fmt::format("{}; without it there is no such start", who_departs(without, is_none));
}

std::string step_departs(const System& system, const Step& step, const Assignment& before,
                         const Assignment& after, const std::vector<Unassumed>& without) {
  if (without.empty()) return {};
  const Departure all = departure_of(system, step, before, after, without.front().slice->system);
  if (!all.departs) return {};
  const std::string who = who_departs(
      without, [&](const System& one) { return departure_of(system, step, before, after, one).departs; });
  return all.instead.empty() ? who : fmt::format("{}; without it: {}", who, all.instead);
}

}  // namespace pfncheck
