// SPDX-License-Identifier: GPL-2.0-or-later
// The table of verdicts: properties down, architectures across.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/text_parts.hpp"
#include "report/wrap.hpp"

namespace pfncheck::text {
namespace {

/// Columns beyond this many, or beyond the width of the page, are put together when they say the same.
constexpr std::size_t most_columns = 6;

struct Matrix {
  std::vector<std::string> properties, archs;  ///< in order of appearance
  /// arch -> property -> outcome, and whether it holds only with what is excluded by default
  std::map<std::string, std::map<std::string, std::pair<Outcome, bool>>> cells;
};

void note_name(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::string column_name(const ResultRecord& r) {
  return r.built ? r.arch : r.arch + "*";
}

Matrix matrix_of(const std::vector<const ResultRecord*>& results) {
  Matrix m;
  for (const ResultRecord* r : results) {
    const std::string arch = column_name(*r);
    note_name(m.properties, r->property);
    note_name(m.archs, arch);
    auto& [outcome, not_today] = m.cells[arch].try_emplace(r->property, r->verdict, false).first->second;
    if (severity(r->verdict) > severity(outcome)) outcome = r->verdict;
    not_today |= !r->today.empty();
  }
  // Results are ordered by property first: an architecture that lacks the first property would move
  // otherwise.
  return m;
}

using Groups = std::vector<std::vector<std::string>>;

/// Architectures, each by itself or those whose columns say the same together.
Groups groups_of(const Matrix& m, bool together) {
  Groups groups;
  for (const std::string& arch : m.archs) {
    const auto same = [&](const auto& group) { return m.cells.at(group.front()) == m.cells.at(arch); };
    const auto found = together ? std::find_if(groups.begin(), groups.end(), same) : groups.end();
    if (found == groups.end())
      groups.push_back({arch});
    else
      found->push_back(arch);
  }
  return groups;
}

std::string letter(std::size_t i) {
  return fmt::format("[{}]", i + 1);
}

/// The rows of a table over some of the groups, `first` being the number of the first one.
std::vector<std::vector<Cell>> rows_of(const Matrix& m, const Groups& groups, bool lettered,
                                       std::size_t first, const Paint& paint) {
  std::vector<std::vector<Cell>> rows(1);
  rows[0].emplace_back("property");
  for (std::size_t i = 0; i < groups.size(); ++i)
    rows[0].emplace_back(lettered ? letter(first + i) : groups[i].front());
  const Paint plain(false);
  for (const std::string& property : m.properties) {
    auto& row = rows.emplace_back();
    row.emplace_back(property);
    for (const auto& group : groups) {
      const auto& column = m.cells.at(group.front());
      const auto cell = column.find(property);
      const auto [outcome, not_today] =
          cell == column.end() ? std::pair(Outcome::not_applicable, false) : cell->second;
      const char* const mark = not_today ? "!" : "";
      row.emplace_back(plain.verdict(outcome) + mark, paint.verdict(outcome) + mark);
    }
  }
  return rows;
}

/// One table, or several below each other if the page is too narrow.
std::string table_of(const Matrix& m, const Paint& paint) {
  constexpr unsigned indent = 2;
  const Groups single = groups_of(m, false);
  const bool lettered =
      single.size() > most_columns || width_of(rows_of(m, single, false, 0, paint), indent) > paint.width();
  const Groups groups = lettered ? groups_of(m, true) : single;
  std::string out;
  for (std::size_t first = 0; first < groups.size();) {
    const auto part = [&](std::size_t count) {
      const auto begin = groups.begin() + static_cast<std::ptrdiff_t>(first);
      return rows_of(m, Groups(begin, begin + static_cast<std::ptrdiff_t>(count)), lettered, first, paint);
    };
    std::size_t count = groups.size() - first;
    while (count > 1 && width_of(part(count), indent) > paint.width()) --count;
    out += columns(part(count), indent);
    first += count;
  }
  for (std::size_t i = 0; lettered && i < groups.size(); ++i)
    out += fmt::format("  {} {}\n", letter(i), wrapped(fmt::format("{}", fmt::join(groups[i], " ")), 6));
  return out;
}

}  // namespace

std::string verdict_tables(const std::vector<ResultRecord>& results, const Paint& paint) {
  std::vector<std::string> releases;
  for (const ResultRecord& r : results) note_name(releases, r.release);
  std::string out;
  bool reference_only = false;
  for (const std::string& release : releases) {
    std::vector<const ResultRecord*> of_release;
    for (const ResultRecord& r : results) {
      if (r.release != release) continue;
      of_release.push_back(&r);
      reference_only |= !r.built;
    }
    if (releases.size() > 1) out += paint.bold(release) + "\n";
    out += table_of(matrix_of(of_release), paint);
  }
  if (!out.empty()) out = paint.bold("verdict of each property, by architecture:") + "\n" + out;
  if (reference_only) out += "  * reference model only, no build: never part of the exit code\n";
  return out;
}

std::string broken_today(const std::vector<ResultRecord>& results, bool alone) {
  std::vector<std::string> lines;
  for (const ResultRecord& r : results)
    if (!r.today.empty())
      note_name(lines, fmt::format("    {} ({}): {}\n", r.property, r.rule, fmt::join(r.today, ", ")));
  if (lines.empty()) return {};
  const char* const head =
      alone ? "  holds! (-v: on which architectures): not on today's kernels, with today's drivers and "
              "programs; what is excluded by default breaks it"
            : "  ! not on today's kernels, with today's drivers and programs: what is excluded by default "
              "breaks it";
  return fmt::format("{}\n{}", head, fmt::join(lines, ""));
}

}  // namespace pfncheck::text
