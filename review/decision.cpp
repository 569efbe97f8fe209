// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "review/row.hpp"
#include "solver/trace/congruence.hpp"

namespace pfncheck {

Decision decision_of(const LiftedFunction& function, const std::string& rule, const Assignment& values) {
  std::vector<Term> guards;
  for (const TraceStep& step : function.trace) guards.push_back(step.guard);
  const std::vector<std::uint64_t> taken =
      guards.empty() ? std::vector<std::uint64_t>{} : evaluate(guards, values);
  Decision decision;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (taken[i] == 0) continue;
    for (const SourceLine& line : function.trace[i].lines) {
      if (line.function != rule || line.line == 0) continue;
      decision.place = {line.file, line.line};
      std::string text = fmt::format("{}:{}", line.file, line.line);
      if (decision.path.empty() || decision.path.back() != text) decision.path.push_back(std::move(text));
    }
  }
  return decision;
}

namespace {

std::string one_answer(const normal_page::Rule& rule, const Assignment& values) {
  std::uint64_t parts = 0;
  unsigned bit = 0;
  for (Term part : normal_page::parts_of(rule.out)) parts |= evaluate(part, values) << bit++;
  return normal_page::text_of_answer(parts);
}

}  // namespace

std::string answer_text(const normal_page::Rule& rule, const Assignment& values) {
  const std::string first = one_answer(rule, values);
  const Assignment later = second_copy(values);
  const std::string second = later.empty() ? first : one_answer(rule, later);
  return first == second ? first : fmt::format("{}, later {}", first, second);
}

}  // namespace pfncheck
