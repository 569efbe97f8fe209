// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace pfncheck {
namespace {

std::string value_text(Term term, const Assignment& values) {
  return number_text(evaluate(term, values), std::max(term.width(), 1U));
}

/// "folio_put 5, 1 (mm/memory.c:12)".
std::string effect_text(const Effect& effect, const Assignment& values) {
  std::string text =
      effect.name.starts_with(event_effect) ? effect.name.substr(event_effect.size()) : effect.name;
  const bool is_counted = effect.where.file.ends_with("ledger.h");  // and its other parts
  if (is_counted && effect.name.starts_with(event_effect) && effect.args.size() == 2) {
    const auto count = static_cast<std::int64_t>(evaluate(effect.args[1], values));
    // What is resident is counted for the whole process, and so are its tables.
    const bool is_of_process = text == "rss" || text == "tables_deposited" || text == "huge_zero_holds";
    const std::string page = is_of_process ? "" : " of page " + value_text(effect.args[0], values);
    return fmt::format("{}{} {:+}", text, page, count);
  }
  for (std::size_t i = 0; i < effect.args.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? " " : ", ", value_text(effect.args[i], values));
  return effect.where.line == 0 ? text
                                : fmt::format("{} ({}:{})", text, effect.where.file, effect.where.line);
}

/// Lines that follow each other, or nearly: "mm/memory.c:12-15".
struct Stretch {
  std::string file;
  unsigned first, last;
};
constexpr unsigned most_lines_between = 3;

std::vector<std::string> path_of(const LiftedFunction& function, const Assignment& values,
                                 const std::string& file) {
  std::vector<Stretch> stretches;
  for (const TraceStep& step : function.trace) {
    if (evaluate(step.guard, values) == 0) continue;
    for (const SourceLine& line : step.lines) {
      if (line.line == 0 || (!file.empty() && line.file != file)) continue;
      const bool goes_on = !stretches.empty() && stretches.back().file == line.file &&
                           line.line >= stretches.back().last &&
                           line.line <= stretches.back().last + most_lines_between;
      if (goes_on)
        stretches.back().last = line.line;
      else
        stretches.push_back({line.file, line.line, line.line});
    }
  }
  std::vector<std::string> path;
  for (const Stretch& s : stretches)
    path.push_back(s.first == s.last ? fmt::format("{}:{}", s.file, s.first)
                                     : fmt::format("{}:{}-{}", s.file, s.first, s.last));
  return path;
}

/// Adapters have globals of their own.
bool is_told(const std::string& global) {
  return !global.starts_with("pfncheck_");
}

/// What globals hold: of those that are read piece by piece the pieces that are not zero.
void add_globals(const LiftedFunction& function, const Assignment& values, const std::set<std::string>& free,
                 std::vector<std::string>& when) {
  for (const auto& [name, value] : function.globals) {
    if (!is_told(name) || !values.contains(value.name()) || free.contains(value.name())) continue;
    const bool is_piece = name.find('+') != std::string::npos;
    if (!is_piece || evaluate(value, values) != 0)
      when.push_back(fmt::format("{} = {}", name, value_text(value, values)));
  }
}

/// Arguments that have no name of their own, by the values that they have: "f(#0123456789abcdef)" is "f(5)".
class ArgumentValues {
 public:
  ArgumentValues(const LiftedFunction& function, const Assignment& values) : values_(values) {
    for (const Assertion& a : function.assertions) roots_.insert(roots_.end(), {a.reached, a.holds});
  }

  std::string in(std::string text) {
    for (std::size_t at = text.find('#'); at != std::string::npos; at = text.find('#', at + 1)) {
      const std::string digest = text.substr(at + 1, digits);
      if (const auto known = find(digest); known != terms_.end())
        text.replace(at, 1 + digits, value_text(known->second, values_));
    }
    return text;
  }

 private:
  static constexpr std::size_t digits = 16;

  std::map<std::string, Term>::const_iterator find(const std::string& digest) {
    if (terms_.empty())
      for (const Term term : nodes(roots_)) terms_.emplace(term.digest().hex().substr(0, digits), term);
    return terms_.find(digest);
  }

  const Assignment& values_;
  std::vector<Term> roots_;
  std::map<std::string, Term> terms_;  ///< by what their names have of the digest
};

}  // namespace

std::string number_text(std::uint64_t value, unsigned width) {
  constexpr std::uint64_t small = 1U << 16;
  if (value < small) return fmt::format("{}", value);
  const std::uint64_t all = width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
  const std::uint64_t negated = (all - value + 1) & all;
  if (width >= 32 && negated < small) return fmt::format("-{}", negated);
  return fmt::format("{:#x}", value);
}

bool is_of_memory(const Effect& effect) {
  return effect.name.starts_with("write ") || effect.name.starts_with("fill ") ||
         effect.name.starts_with("copy to ");
}

std::vector<Claim> claims_of(const LiftedFunction& function) {
  std::vector<Claim> claims;
  for (const Assertion& a : function.assertions) {
    const Term fails = a.reached & !a.holds;
    const auto known = std::ranges::find(claims, a.name, &Claim::name);
    if (known == claims.end()) {
      claims.push_back({a.name, a.reached, fails, a.after_unknown, a.unknown});
    } else {
      known->after_unknown = known->after_unknown | a.after_unknown;
      if (known->unknown.empty()) known->unknown = a.unknown;
      known->reached = known->reached | a.reached;
      known->fails = known->fails | fails;
    }
  }
  return claims;
}

SourceLine place_of_claim(const LiftedFunction& function, const std::string& name) {
  const auto found = std::ranges::find(function.assertions, name, &Assertion::name);
  return found == function.assertions.end() ? SourceLine{} : found->where;
}

std::vector<Term> inputs_of(const LiftedFunction& function) {
  std::vector<Term> inputs;
  for (const auto* list : {&function.inputs, &function.parameters})
    for (const Parameter& p : *list) inputs.push_back(p.value);
  for (const auto& [name, value] : function.globals)
    if (is_told(name)) inputs.push_back(value);
  for (const Approximation& a : function.approximations)
    if (a.kind == ApproximationKind::stand_in) inputs.push_back(a.variable);
  return inputs;
}

WitnessRecord witness_of(const LiftedFunction& function, const Assignment& values,
                         const std::set<std::string>& free, const std::string& file) {
  WitnessRecord witness;
  const auto matters = [&](Term input) {
    return values.contains(input.name()) && !free.contains(input.name());
  };
  for (const auto* list : {&function.parameters, &function.inputs})
    for (const Parameter& p : *list)
      if (matters(p.value))
        witness.when.push_back(fmt::format("{} = {}", p.name, value_text(p.value, values)));
  add_globals(function, values, free, witness.when);
  ArgumentValues arguments(function, values);
  for (const Approximation& a : function.approximations) {
    if (a.kind != ApproximationKind::stand_in || !matters(a.variable)) continue;
    std::string answer = fmt::format("{} = {}", arguments.in(a.what), value_text(a.variable, values));
    if (std::ranges::find(witness.when, answer) == witness.when.end())
      witness.when.push_back(std::move(answer));
  }
  witness.path = path_of(function, values, file);
  for (const Effect& effect : function.effects)
    if (!is_of_memory(effect) && !effect.name.starts_with(quiet_effect) &&
        evaluate(effect.guard, values) == 1)
      witness.then.push_back(effect_text(effect, values));
  if (!function.result.empty() && evaluate(function.returns, values) == 1)
    witness.before = fmt::format("returns {}", value_text(function.result, values));
  else if (evaluate(function.returns, values) == 0)
    witness.before = "does not return";
  witness.values = values;
  return witness;
}

}  // namespace pfncheck
