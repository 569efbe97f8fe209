// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "model/arch/rows.hpp"
#include "model/broken_invariant.hpp"
#include "props/life/property.hpp"
#include "props/origins.hpp"
#include "report/exit_code.hpp"

namespace pfncheck {

const char* to_string(Side s) {
  return s == Side::before ? "before" : "after";
}

const char* to_string(Delta d) {
  switch (d) {
    case Delta::none:
      return "";
    case Delta::new_:
      return "new";
    case Delta::fixed:
      return "fixed";
    case Delta::pre_existing:
      return "pre-existing";
    case Delta::unchanged:
      return "unchanged";
  }
  broken_invariant("a Delta without a word");
}

namespace {

/// Position in a table of registered names; names that are not in it come last, in order of name.
template <class Table>
std::size_t position(const Table& table, const std::string& name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.name == name; });
  return static_cast<std::size_t>(found - table.begin());
}

std::pair<std::size_t, std::string> arch_order(const std::string& name) {
  return {position(arch_rows(), name), name};
}

std::pair<std::size_t, std::string> property_order(const std::string& name) {
  const std::size_t of_rules = position(properties(), name);
  return {of_rules < properties().size() ? of_rules : of_rules + position(life_properties(), name), name};
}

std::pair<unsigned, unsigned> release_order(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return {0, 0};
  return {static_cast<unsigned>(std::strtoul(text.c_str(), nullptr, 10)),
          static_cast<unsigned>(std::strtoul(text.c_str() + dot + 1, nullptr, 10))};
}

auto order_of(const ResultRecord& r) {
  return std::tuple(release_order(r.release), property_order(r.property), r.rule, arch_order(r.arch),
                    r.config, r.side, r.origin, r.reason);
}

auto order_of(const ChangeRecord& c) {
  return std::tuple(c.place.file, c.function, arch_order(c.arch), c.config);
}

auto order_of(const LineRecord& l) {
  return std::tuple(l.file, l.first, l.added, l.last);
}

auto order_of(const NotChecked& n) {
  return std::tuple(n.place.file, n.place.line, n.what, n.why, arch_order(n.arch));
}

auto order_of(const Message& m) {
  return std::tuple(m.place.file, m.place.line, m.text, arch_order(m.arch));
}

auto order_of(const TableRecord& t) {
  return std::tuple(t.rule, arch_order(t.arch), t.config, t.title);
}

template <class Record>
void put_in_order(std::vector<Record>& records) {
  std::sort(records.begin(), records.end(),
            [](const Record& a, const Record& b) { return order_of(a) < order_of(b); });
}

void count_verdict(Summary& s, const ResultRecord& r) {
  switch (r.verdict) {
    case Outcome::holds:
      ++s.holds;
      break;
    case Outcome::refuted:
      ++s.refuted;
      break;
    case Outcome::vacuous:
      ++s.vacuous;
      break;
    case Outcome::unknown:
      ++s.unknown;
      break;
    case Outcome::unsupported:
      ++s.unsupported;
      break;
    case Outcome::not_applicable:
      ++s.not_applicable;
      break;
    case Outcome::error:
      ++s.error;
      break;
  }
  if (r.delta == Delta::new_) ++s.new_violations;
  if (r.delta == Delta::fixed) ++s.fixed;
  if (r.delta == Delta::pre_existing) ++s.pre_existing;
}

void count_results(Summary& s, const Report& report) {
  std::set<std::string> property_names, arch_names;
  for (const ResultRecord& r : report.results) {
    property_names.insert(r.property);
    arch_names.insert(r.arch);
    const bool other_side = report.command == "patch" && r.side == Side::before;
    if (!other_side) count_verdict(s, r);
  }
  for (const ChangeRecord& c : report.changes) arch_names.insert(c.arch);
  s.properties = static_cast<unsigned>(property_names.size());
  s.architectures = static_cast<unsigned>(arch_names.size());
}

/// A function counts once: unknown if it is so on any architecture, else different if it is so on any.
void count_functions(Summary& s, const std::vector<ChangeRecord>& changes) {
  std::set<std::pair<std::string, std::string>> all, different, unknown;
  for (const ChangeRecord& c : changes) {
    const std::pair key(c.place.file, c.function);
    all.insert(key);
    if (c.meaning == Meaning::different) different.insert(key);
    if (c.meaning == Meaning::unknown) unknown.insert(key);
  }
  for (const auto& key : unknown) different.erase(key);
  s.functions_unknown = static_cast<unsigned>(unknown.size());
  s.functions_different = static_cast<unsigned>(different.size());
  s.functions_same = static_cast<unsigned>(all.size() - unknown.size() - different.size());
}

void count_lines(Summary& s, const std::vector<LineRecord>& lines) {
  for (const LineRecord& l : lines) {
    const unsigned count = l.last - l.first + 1;
    s.lines += count;
    if (!was_looked_at(l.line_class)) s.lines_not_looked_at += count;
  }
}

/// Of an entry outside the contracts: what follows of it, or else what it is; and where to look.
std::string note_outside(const Verdict& verdict) {
  const Origin* const origin = find_origin(verdict.origin);
  if (origin == nullptr) return verdict.note;
  return fmt::format("{} ({})", verdict.note.empty() ? std::string(origin->sentence) : verdict.note,
                     origin->source);
}

}  // namespace

void finish(Report& report) {
  put_in_order(report.results);
  put_in_order(report.outside);
  put_in_order(report.changes);
  put_in_order(report.lines);
  put_in_order(report.not_checked);
  put_in_order(report.messages);
  put_in_order(report.warnings);
  put_in_order(report.tables);
  report.summary = {};
  count_results(report.summary, report);
  count_functions(report.summary, report.changes);
  count_lines(report.summary, report.lines);
  report.exit_code = static_cast<int>(exit_code_of(report));
}

std::string known_hole_of(const Verdict& verdict) {
  const bool is_known = verdict.outcome == Outcome::refuted && !verdict.outside && !verdict.note.empty() &&
                        !verdict.note_explains;
  return is_known ? verdict.origin : "";
}

void set_verdict(ResultRecord& record, const Verdict& verdict) {
  record.verdict = verdict.outcome;
  record.origin = verdict.origin;
  record.note = verdict.note;
  record.known_hole = known_hole_of(verdict);
  if (verdict.outcome == Outcome::refuted && verdict.outside) record.note = note_outside(verdict);
  record.reason = verdict.reason;
  record.witness.reset();
  if (!verdict.witness) return;
  WitnessRecord& witness = record.witness.emplace();
  witness.when = verdict.witness->when;
  witness.values = verdict.witness->values;
  witness.meaningless = verdict.witness->meaningless;
  witness.unique = verdict.witness->unique;
}

TableRecord record_of(const Table& table) {
  TableRecord record;
  record.atoms = table.atoms;
  record.complete = table.complete;
  record.reason = table.reason;
  for (const Cube& cube : table.cubes) record.rows.push_back({cube.values, cube.before, cube.after, {}});
  return record;
}

unsigned severity(Outcome outcome) {
  switch (outcome) {
    case Outcome::error:
      return 6;
    case Outcome::refuted:
      return 5;
    case Outcome::unknown:
      return 4;
    case Outcome::unsupported:
      return 3;
    case Outcome::vacuous:
      return 2;
    case Outcome::holds:
      return 1;
    case Outcome::not_applicable:
      return 0;
  }
  broken_invariant("an Outcome without a rank");
}

}  // namespace pfncheck
