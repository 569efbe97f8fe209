// SPDX-License-Identifier: GPL-2.0-or-later
// Function cases: a line each, and why where it is not as expected.
#include <fmt/format.h>

#include <algorithm>

#include "report/text_parts.hpp"

namespace pfncheck::text {
namespace {

/// Answers that are alike but for the target.
struct Group {
  const FunctionAnswer* first;
  std::vector<std::string> archs;
};

std::vector<Group> groups_of(const std::vector<FunctionAnswer>& answers) {
  std::vector<Group> groups;
  for (const FunctionAnswer& a : answers) {
    const auto like = [&](const Group& g) {
      const FunctionAnswer& f = *g.first;
      return f.function == a.function && f.answer == a.answer && f.clause == a.clause &&
             f.reason == a.reason && f.witness.has_value() == a.witness.has_value() &&
             (!f.witness || f.witness->when == a.witness->when);
    };
    const auto found = std::ranges::find_if(groups, like);
    if (found == groups.end())
      groups.push_back({&a, {a.arch}});
    else
      found->archs.push_back(a.arch);
  }
  return groups;
}

std::string block_of(const Group& group) {
  const FunctionAnswer& a = *group.first;
  const std::string what = a.clause.empty() ? a.function + "()" : a.clause;
  std::string out =
      fmt::format("  {}{}: {}  {}\n", prefix_of(a.place), what, a.answer, joined(group.archs, " "));
  if (!a.reason.empty()) out += fmt::format("    {:<7} {}\n", "why", a.reason);
  if (!a.witness) return out;
  const WitnessRecord& w = *a.witness;
  if (!w.when.empty()) out += fmt::format("    {:<7} {}\n", "when", joined(w.when, ", "));
  if (!w.before.empty() && a.answer == "different")
    out += fmt::format("    {:<7} {}\n    {:<7} {}\n", "before", w.before, "after", w.after);
  if (!w.path.empty()) out += fmt::format("    {:<7} {}\n", "path", joined(w.path, ", "));
  for (const std::string& step : w.then) out += fmt::format("    {:<7} {}\n", "then", step);
  return out;
}

}  // namespace

std::string function_case_lines(const std::vector<FunctionCaseRecord>& cases, const Paint& paint, bool quiet,
                                bool verbose) {
  std::string out;
  for (const FunctionCaseRecord& c : cases) {
    const bool wrong = !c.as_expected;
    if (quiet && !wrong) continue;
    const std::string expected = c.expected.empty() ? ""
                                 : wrong            ? ", expected " + c.expected
                                                    : ", as expected";
    const std::string line = fmt::format("{}: {}{}", c.name, c.answer, expected);
    const std::string bound = c.bound == 0 ? "" : fmt::format("  (loops: {} turns)", c.bound);
    out += (wrong ? paint.red(line) : line) + bound + "\n";
    if (!wrong && !verbose && cases.size() > 1) continue;
    if (!c.because.empty() && !quiet) out += fmt::format("  {}\n", c.because);
    for (const Group& group : groups_of(c.answers)) out += block_of(group);
  }
  return out;
}

}  // namespace pfncheck::text
