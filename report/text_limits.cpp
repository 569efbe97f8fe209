// SPDX-License-Identifier: GPL-2.0-or-later
// What a verdict does not say, which stays in the shortest report too.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/text_parts.hpp"

namespace pfncheck::text {
namespace {

std::string undecided_lines(const Report& report) {
  std::string out = short_lines("not decided", undecided_results(report));
  std::map<std::string, std::vector<std::string>> functions;
  for (const ChangeRecord& c : report.changes)
    if (c.meaning == Meaning::unknown)
      functions[fmt::format("{}{}()", prefix_of(c.place), c.function)].push_back(c.arch);
  for (const auto& [function, archs] : functions)
    out += fmt::format("not decided: {}: may be a functional change  {}\n", function, joined(archs, " "));
  for (const SliceRecord& s : report.slices)
    if (!s.complete) out += fmt::format("not decided: slice {}: search incomplete: {}\n", s.slice, s.reason);
  for (const TableRecord& t : report.tables)
    if (!t.complete) out += fmt::format("not decided: {} {}: not complete: {}\n", t.rule, t.arch, t.reason);
  for (const OptionRecord& o : report.options)
    if (!o.complete) out += fmt::format("not decided: {}, {}: search incomplete\n", o.variant, o.machine);
  return out;
}

/// What holds only because something is excluded that today's kernels, drivers or programs do.
std::string exclusion_lines(const Report& report) {
  std::map<std::string, std::vector<std::string>> properties;
  for (const ResultRecord& r : report.results)
    for (const std::string& fault : r.today)
      properties[fmt::format("{}/{}", r.rule, fault)].push_back(r.property);
  std::string out;
  for (const auto& [fault, names] : properties)
    out += fmt::format("not today: {} breaks {}\n", fault, joined(names, ", "));
  for (const CaseRecord& c : report.cases)
    for (const StoryAssumption& exclusion : c.today)
      if (c.as_expected)
        out += fmt::format("not today: {}: {}/{} breaks {}\n", c.name, c.slice, exclusion.name, c.property);
  return out;
}

/// By reason: a thing, where it stands, and the architectures.
std::string gap_lines(const Report& report) {
  std::map<std::pair<std::string, std::string>, std::vector<std::string>> gaps;
  for (const NotChecked& n : report.not_checked) {
    if (!n.counts) continue;
    const bool is_file = n.what == n.place.file;  // its name stands there already
    gaps[{(is_file ? n.what : prefix_of({n.place.file, 0}) + n.what), n.why}].push_back(n.arch);
  }
  std::string out;
  for (const auto& [gap, archs] : gaps) {
    const std::string on = joined(archs, " ");
    out += fmt::format("not looked at: {}: {}{}{}\n", gap.first, gap.second, on.empty() ? "" : "  ", on);
  }
  return out;
}

}  // namespace

std::vector<const ResultRecord*> undecided_results(const Report& report) {
  std::vector<const ResultRecord*> found;
  for (const ResultRecord& r : report.results) {
    const bool is_undecided = r.verdict == Outcome::unknown || r.verdict == Outcome::unsupported ||
                              r.verdict == Outcome::vacuous || r.verdict == Outcome::error;
    if (is_undecided && (report.command != "patch" || r.side == Side::after)) found.push_back(&r);
  }
  return found;
}

std::string note_lines(const Report& report, const Paint& paint) {
  std::string out;
  std::set<std::string> by_name;
  for (const ChangeRecord& c : report.changes) by_name.insert(c.by_name.begin(), c.by_name.end());
  for (const std::string& name : by_name)
    out += fmt::format(
        "{}: fields of {} are matched by name; what takes its memory for something else is not seen\n",
        paint.yellow("note"), name);
  for (const std::string& note : report.notes) out += fmt::format("{}: {}\n", paint.yellow("note"), note);
  return out;
}

std::string limit_lines(const Report& report, const Paint& paint) {
  return note_lines(report, paint) + undecided_lines(report) + exclusion_lines(report) + gap_lines(report);
}

}  // namespace pfncheck::text
