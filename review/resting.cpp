// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/resting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "props/origins.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

/// Functions whose own code the patch changes, and not to the same.
std::set<std::string> changed_functions(const std::vector<RowLines>& units) {
  std::set<std::string> names;
  for (const RowLines& unit : units)
    for (const accounting::ComparedFunction& f : unit.compared) {
      if (f.meaning == Meaning::same || find_rule(f.name) != nullptr) continue;
      const auto digest = [&](const std::vector<FunctionText>& functions) {
        const auto found = std::ranges::find(functions, f.name, &FunctionText::name);
        return found == functions.end() ? std::string() : found->digest;
      };
      // Others differ by what they call: the entry is made by the tree's own constructors on either side.
      if (digest(unit.before.functions) != digest(unit.after.functions)) names.insert(f.name);
    }
  return names;
}

void leave_open(std::vector<ResultRecord>& results, const std::set<std::string>& changed) {
  for (ResultRecord& record : results) {
    if (record.delta != Delta::new_ || record.origin.empty()) continue;
    const Origin* origin = find_origin(record.origin);
    if (origin == nullptr) continue;
    const std::vector<std::string> functions = functions_of_source(origin->source);
    const auto found = std::ranges::find_if(functions, [&](const auto& f) { return changed.contains(f); });
    if (found == functions.end()) continue;
    record.verdict = Outcome::unknown;
    record.delta = Delta::none;
    record.reason =
        fmt::format("the patch changes {}(), on which what is known of {} rests", *found, record.origin);
    record.story.reset();
    record.no_trace.clear();
  }
}

}  // namespace

std::vector<std::string> functions_of_source(std::string_view source) {
  std::vector<std::string> functions;
  while (!source.empty()) {
    const std::string_view part = source.substr(0, source.find(';'));
    source.remove_prefix(std::min(part.size() + 1, source.size()));
    const std::size_t colon = part.find(": ");
    if (colon == std::string_view::npos) continue;
    std::string_view names = part.substr(colon + 2);
    names = names.substr(0, names.find(" ("));
    while (!names.empty()) {
      std::string_view name = names.substr(0, names.find(','));
      names.remove_prefix(std::min(name.size() + 1, names.size()));
      while (name.starts_with(' ')) name.remove_prefix(1);
      if (!name.empty()) functions.emplace_back(name);
    }
  }
  return functions;
}

void leave_open_what_rests_on_changes(const std::vector<RowLines>& units, RowReport& report) {
  const std::set<std::string> changed = changed_functions(units);
  if (changed.empty()) return;
  leave_open(report.results, changed);
  leave_open(report.outside, changed);
}

}  // namespace pfncheck
