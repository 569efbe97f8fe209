// SPDX-License-Identifier: GPL-2.0-or-later
// What a patch changed, decision tables, and what was not looked at.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "report/text_parts.hpp"

namespace pfncheck::text {
namespace {

/// Rows of a table that are shown without -v.
constexpr std::size_t most_difference_rows = 8;

bool same_table(const TableRecord& a, const TableRecord& b) {
  const auto same_row = [](const TableRecord::Row& x, const TableRecord::Row& y) {
    return x.values == y.values && x.before == y.before && x.after == y.after;
  };
  return a.atoms == b.atoms &&
         std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(), same_row);
}

/// Architectures on which one function changed in the same way.
struct ChangeGroup {
  const ChangeRecord* first;
  std::vector<std::string> archs;
};

std::vector<ChangeGroup> groups_of(const std::vector<const ChangeRecord*>& changes) {
  std::vector<ChangeGroup> groups;
  for (const ChangeRecord* c : changes) {
    const auto like = [&](const ChangeGroup& g) {
      return g.first->meaning == c->meaning && g.first->reason == c->reason &&
             same_table(g.first->table, c->table);
    };
    const auto found = std::find_if(groups.begin(), groups.end(), like);
    if (found == groups.end())
      groups.push_back({c, {c->arch}});
    else
      found->archs.push_back(c->arch);
  }
  return groups;
}

const char* sentence_of(Meaning meaning) {
  if (meaning == Meaning::different) return "changed meaning";
  return meaning == Meaning::same ? "means the same" : "may have changed meaning";
}

std::string block_of(const std::vector<const ChangeRecord*>& changes, const Paint& paint, bool verbose) {
  std::string out;
  for (const ChangeGroup& group : groups_of(changes)) {
    const ChangeRecord& c = *group.first;
    const std::string says = sentence_of(c.meaning);
    out += fmt::format("{}{}() {}  {}\n", prefix_of(c.place), paint.bold(c.function),
                       c.meaning == Meaning::same ? says : paint.yellow(says), joined(group.archs, " "));
    if (!c.reason.empty())
      out += fmt::format("    {:<7} {}\n", c.meaning == Meaning::different ? "note" : "why", c.reason);
    if (c.meaning == Meaning::different)
      out += table_text(c.table, 4, verbose ? c.table.rows.size() : most_difference_rows);
    for (const std::string& approximation : c.approximations)
      if (verbose) out += fmt::format("    stand-in {}\n", approximation);
  }
  return out;
}

std::string cell_of(const std::optional<bool>& value) {
  return !value ? "." : *value ? "1" : "0";
}

std::string line_range(const LineRecord& l) {
  const std::string numbers =
      l.first == l.last ? fmt::format("{}", l.first) : fmt::format("{}-{}", l.first, l.last);
  return l.added ? numbers : numbers + " (removed)";
}

const char* sentence_of(LineClass line_class) {
  switch (line_class) {
    case LineClass::lifted:
      return "compared by meaning";
    case LineClass::same_text:
      return "in a checked unit, no meaning changes";
    case LineClass::text_only:
      return "comments, blanks or documentation";
    case LineClass::unlifted_function:
      return "code that no rule covers";
    case LineClass::not_compiled:
      return "not compiled in any checked configuration";
    case LineClass::not_modelled:
      return "in a unit that is not modelled";
    case LineClass::build_system:
      return "Kconfig, Makefile, assembly or input of generated headers";
  }
  return "";
}

std::string lines_text(const std::vector<LineRecord>& lines, bool verbose) {
  std::map<std::tuple<std::string, LineClass, std::string>, std::vector<std::string>> ranges;
  for (const LineRecord& l : lines)
    if (verbose || !was_looked_at(l.line_class))
      ranges[{l.file, l.line_class, l.function}].push_back(line_range(l));
  std::string out;
  for (const auto& [key, numbers] : ranges) {
    const auto& [file, line_class, function] = key;
    const std::string in = function.empty() ? "" : fmt::format(" in {}()", function);
    out += fmt::format("  {}: lines {}{}: {}\n", file, fmt::join(numbers, ", "), in, sentence_of(line_class));
  }
  return out;
}

}  // namespace

std::string change_blocks(const std::vector<ChangeRecord>& changes, const Paint& paint, bool verbose) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, std::vector<const ChangeRecord*>> by_function;
  for (const ChangeRecord& c : changes) {
    auto& list = by_function[{c.place.file, c.function}];
    if (list.empty()) order.emplace_back(c.place.file, c.function);
    list.push_back(&c);
  }
  std::string out;
  for (const auto& key : order) {
    const auto& list = by_function.at(key);
    const bool all_same = std::all_of(list.begin(), list.end(),
                                      [](const ChangeRecord* c) { return c->meaning == Meaning::same; });
    if (!all_same || verbose) out += block_of(list, paint, verbose);
  }
  return out;
}

std::string table_text(const TableRecord& table, unsigned indent, std::size_t most_rows) {
  const bool differences =
      std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) { return !row.after.empty(); });
  std::vector<std::vector<Cell>> rows(1);
  for (const std::string& atom : table.atoms) rows[0].emplace_back(atom);
  rows[0].emplace_back(differences ? "before" : "answer");
  if (differences) rows[0].emplace_back("after");
  for (std::size_t i = 0; i < std::min(most_rows, table.rows.size()); ++i) {
    const TableRecord::Row& from = table.rows[i];
    auto& row = rows.emplace_back();
    for (const std::optional<bool>& value : from.values) row.emplace_back(cell_of(value));
    row.emplace_back(from.before);
    if (differences) row.emplace_back(from.after);
  }
  std::string out = table.rows.empty() ? "" : columns(rows, indent);
  const std::string blanks(indent, ' ');
  if (table.rows.size() > most_rows)
    out += fmt::format("{}and {} more; -v shows them\n", blanks,
                       count_of(table.rows.size() - most_rows, "row", "rows"));
  if (!table.complete) out += fmt::format("{}sampled, not complete: {}\n", blanks, table.reason);
  return out;
}

std::string not_looked_at(const Report& report, const Paint& paint, bool verbose) {
  std::string out = lines_text(report.lines, verbose);
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> items;
  for (const NotChecked& n : report.not_checked) items[{prefix_of(n.place), n.what, n.why}].push_back(n.arch);
  for (const auto& [key, archs] : items) {
    const auto& [prefix, what, why] = key;
    const std::string names = joined(archs, " ");
    out += fmt::format("  {}{}: {}{}\n", prefix, what, why, names.empty() ? "" : "  " + names);
  }
  return out.empty() ? out
                     : paint.bold(verbose ? "changed lines, and what was not looked at:" : "not looked at:") +
                           "\n" + out;
}

}  // namespace pfncheck::text
