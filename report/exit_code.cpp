// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/exit_code.hpp"

#include <algorithm>
#include <array>

namespace pfncheck {
namespace {

/// From the one that always wins to the one that never does.
constexpr std::array precedence = {ExitCode::interrupted, ExitCode::fault,     ExitCode::bad_input,
                                   ExitCode::violated,    ExitCode::undecided, ExitCode::decided};

std::size_t rank(ExitCode code) {
  return static_cast<std::size_t>(std::find(precedence.begin(), precedence.end(), code) - precedence.begin());
}

ExitCode of_refuted(const ResultRecord& result, bool is_patch) {
  if (!is_patch || result.delta == Delta::new_) return ExitCode::violated;
  // Refuted after, and nothing is known of before: neither new nor old, so not decided.
  return result.delta == Delta::none ? ExitCode::undecided : ExitCode::decided;
}

bool was_not_looked_at(const LineRecord& lines) {
  return !was_looked_at(lines.line_class);
}

bool asked_nothing(const Report& report) {
  return std::ranges::all_of(report.results,
                             [](const ResultRecord& r) { return r.verdict == Outcome::not_applicable; });
}

}  // namespace

bool is_new_outside(const ResultRecord& result) {
  return result.verdict == Outcome::refuted && result.delta == Delta::new_ && result.side == Side::after &&
         result.built;
}

ExitCode worse(ExitCode a, ExitCode b) {
  return rank(a) <= rank(b) ? a : b;
}

ExitCode exit_code_of(const ResultRecord& result, std::string_view command) {
  const bool is_patch = command == "patch";
  // A row without a build is only a hint; a replay was asked for by name.
  if (!result.built && command != "replay") return ExitCode::decided;
  if (is_patch && result.side == Side::before) return ExitCode::decided;
  switch (result.verdict) {
    case Outcome::holds:
    case Outcome::not_applicable:
      return ExitCode::decided;
    case Outcome::refuted:
      return of_refuted(result, is_patch);
    case Outcome::vacuous:
    case Outcome::unknown:
    case Outcome::unsupported:
      return ExitCode::undecided;
    case Outcome::error:
      return ExitCode::fault;
  }
  return ExitCode::fault;
}

ExitCode exit_code_of(const Report& report) {
  ExitCode code = ExitCode::decided;
  const auto add = [&](ExitCode other) { code = worse(code, other); };
  for (const ResultRecord& result : report.results) add(exit_code_of(result, report.command));
  if (report.command == "check" && !report.not_checked.empty() && asked_nothing(report))
    add(ExitCode::undecided);
  for (const ChangeRecord& change : report.changes)
    if (change.meaning == Meaning::unknown || (change.meaning == Meaning::different && !change.judged))
      add(ExitCode::undecided);
  if (std::ranges::any_of(report.outside, is_new_outside)) add(ExitCode::undecided);
  if (std::any_of(report.lines.begin(), report.lines.end(), was_not_looked_at)) add(ExitCode::undecided);
  for (const NotChecked& item : report.not_checked)
    if (item.counts) add(ExitCode::undecided);
  for (const TableRecord& table : report.tables)
    if (!table.complete) add(ExitCode::undecided);
  for (const CaseRecord& c : report.cases)
    if (!c.as_expected) add(c.undecided ? ExitCode::undecided : ExitCode::violated);
  for (const FunctionCaseRecord& c : report.function_cases)
    if (!c.as_expected) add(c.answer == "undecided" ? ExitCode::undecided : ExitCode::violated);
  for (const PatchRecord& patch : report.patches) add(static_cast<ExitCode>(patch.exit_code));
  if (!report.messages.empty()) add(ExitCode::bad_input);
  return code;
}

}  // namespace pfncheck
