// SPDX-License-Identifier: GPL-2.0-or-later
// What a patch changed, decision tables, and what was not looked at.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <tuple>

#include "model/functions/functions.hpp"
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
  bool has_other_calls = false;  ///< the call that was found is not the same on all of them
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
    else {
      found->archs.push_back(c->arch);
      const ChangeRecord& first = *found->first;
      found->has_other_calls |= first.when != c->when || first.before != c->before || first.after != c->after;
    }
  }
  return groups;
}

const char* sentence_of(const ChangeRecord& change) {
  const Meaning meaning = change.meaning;
  if (meaning == Meaning::different)
    return change.judged ? "functional change"
           : find_contract(change.function) != nullptr
               ? "functional change, not judged"
               : "functional change, not judged: no property is about it";
  return meaning == Meaning::same ? "no functional change" : "undecided: may be a functional change";
}

/// A call on which the sides part.
std::string call_lines(const ChangeRecord& change, bool is_of_one_row) {
  if (change.before.empty() && change.after.empty()) return {};
  const auto all = [](const std::vector<std::string>& words) {
    return words.empty() ? std::string("does nothing that is seen") : joined(words, "; ");
  };
  std::string out = one_call_line("on which they part", is_of_one_row ? change.arch : "");
  if (!change.when.empty()) out += fmt::format("    {:<7} {}\n", "when", joined(change.when, ", "));
  out += fmt::format("    {:<7} {}\n", "before", all(change.before));
  return out + fmt::format("    {:<7} {}\n", "after", all(change.after));
}

std::string block_of(const std::vector<const ChangeRecord*>& changes, const Paint& paint, bool verbose) {
  std::string out;
  for (const ChangeGroup& group : groups_of(changes)) {
    const ChangeRecord& c = *group.first;
    const std::string says = sentence_of(c);
    out += fmt::format("{}{}(): {}  {}\n", prefix_of(c.place), paint.bold(c.function),
                       c.meaning == Meaning::same ? says : paint.yellow(says), joined(group.archs, " "));
    if (!c.reason.empty())
      out += fmt::format("    {:<7} {}\n", c.meaning == Meaning::different ? "note" : "why", c.reason);
    if (!c.modelled_as.empty())
      out += fmt::format(
          "    {:<7} modelled as {}, which does not change with the patch; see pfncheck explain {}\n", "note",
          joined(c.modelled_as, ", "), c.modelled_as.front());
    out += call_lines(c, group.has_other_calls);
    if (c.meaning == Meaning::different)
      out += table_text(c.table, 4, verbose ? c.table.rows.size() : most_difference_rows, paint.width());
    for (const std::string& approximation : c.approximations)
      if (verbose) out += fmt::format("    {}\n", approximation);
  }
  return out;
}

std::string cell_of(const std::optional<bool>& value) {
  return !value ? "." : *value ? "1" : "0";
}

/// A heading in lines of at most so many columns, if its words allow.
std::vector<std::string> stacked(const std::string& heading, std::size_t most) {
  std::vector<std::string> lines(1);
  std::istringstream words(heading);
  for (std::string word; words >> word;) {
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > most) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

/// Breaks the headings of a table that is too wide, as little as is needed. They end in one line.
void stack_headings(std::vector<std::vector<Cell>>& rows, unsigned indent, std::size_t width) {
  const std::vector<std::vector<Cell>> body(rows.begin() + 1, rows.end());
  const std::vector<Cell> headings = rows.front();
  std::size_t most = 0;
  for (const Cell& heading : headings) most = std::max(most, heading.plain.size());
  for (; most > 0; --most) {
    std::vector<std::vector<std::string>> columns;
    std::size_t height = 0;
    for (const Cell& heading : headings) {
      columns.push_back(stacked(heading.plain, most));
      height = std::max(height, columns.back().size());
    }
    rows.assign(height, {});
    for (const auto& column : columns)
      for (std::size_t line = 0; line < height; ++line) {
        const std::size_t above = height - column.size();
        rows[line].emplace_back(line < above ? std::string() : column[line - above]);
      }
    rows.insert(rows.end(), body.begin(), body.end());
    if (width_of(rows, indent) <= width) return;
  }
}

/// "1, 3": places in the list, to which new ones are added.
std::string numbers_of(const std::vector<Cause>& because, std::vector<Cause>& causes) {
  std::vector<std::string> numbers;
  for (const Cause& cause : because) {
    const auto found = std::ranges::find(causes, cause);
    numbers.push_back(std::to_string(found - causes.begin() + 1));
    if (found == causes.end()) causes.push_back(cause);
  }
  return joined(numbers, ", ");
}

std::string line_range(const LineRecord& l) {
  const std::string numbers =
      l.first == l.last ? fmt::format("{}", l.first) : fmt::format("{}-{}", l.first, l.last);
  return l.added ? numbers : numbers + " (removed)";
}

const char* sentence_of(LineClass line_class) {
  switch (line_class) {
    case LineClass::lifted:
      return "behaviour compared";
    case LineClass::same_text:
      return "in a checked file, compiles to the same code";
    case LineClass::text_only:
      return "comments, blanks or documentation";
    case LineClass::unlifted_function:
      return "no rule covers it";
    case LineClass::not_compiled:
      return "not compiled in any checked configuration";
    case LineClass::not_modelled:
      return "no checked unit includes it";
    case LineClass::build_system:
      return "Kconfig, Makefile, assembly or input of generated headers";
  }
  return "";
}

/// Lines of one file of which the same is said.
struct LineGroup {
  std::vector<std::string> ranges, functions, refused;
  unsigned lines = 0;
  std::vector<const NotChecked*> said;  ///< about them, in other words
};

using LineKey = std::tuple<std::string, LineClass, std::string>;  ///< file, class, what they are in

/// A file that is not modelled is one thing, whatever its functions.
LineKey key_of(const LineRecord& l) {
  if (l.line_class == LineClass::not_modelled) return {l.file, l.line_class, ""};
  std::string in;
  if (!l.function.empty()) in += fmt::format(" in {}()", l.function);
  if (!l.macro.empty()) in += fmt::format(": macro {}", l.macro);
  if (!l.affects.empty() && l.affects != l.macro)
    in += fmt::format("{}{}", l.macro.empty() ? ": " : " changes ", l.affects);
  return {l.file, l.line_class, in};
}

bool is_about(const NotChecked& item, const LineRecord& l) {
  return !was_looked_at(l.line_class) && item.place.file == l.file && item.place.line == l.first;
}

std::map<LineKey, LineGroup> line_groups(const Report& report, bool verbose) {
  std::map<LineKey, LineGroup> groups;
  for (const LineRecord& l : report.lines) {
    if (!verbose && was_looked_at(l.line_class)) continue;
    LineGroup& group = groups[key_of(l)];
    group.ranges.push_back(line_range(l));
    group.lines += l.last - l.first + 1;
    group.refused.insert(group.refused.end(), l.refused.begin(), l.refused.end());
    const std::string function = l.function + "()";
    if (!l.function.empty() && std::ranges::find(group.functions, function) == group.functions.end())
      group.functions.push_back(function);
    for (const NotChecked& item : report.not_checked)
      if (is_about(item, l) && std::ranges::find(group.said, &item) == group.said.end())
        group.said.push_back(&item);
  }
  return groups;
}

/// "in do_swap_page(), do_fault() and 3 more"
std::string in_functions(const std::vector<std::string>& functions) {
  constexpr std::size_t most = 3;
  if (functions.empty()) return "";
  const std::vector<std::string> shown(
      functions.begin(), functions.begin() + static_cast<std::ptrdiff_t>(std::min(most, functions.size())));
  const std::string more =
      functions.size() > most ? fmt::format(" and {} more", functions.size() - most) : "";
  return fmt::format(" in {}{}", fmt::join(shown, ", "), more);
}

std::string modelled_text(const NotChecked& item) {
  if (item.modelled_as.empty()) return "";
  return fmt::format("    {}: modelled as {}; see pfncheck explain {}\n", item.what,
                     fmt::join(item.modelled_as, ", "), item.modelled_as.front());
}

std::string lines_text(const Report& report, bool verbose) {
  std::string out;
  for (const auto& [key, group] : line_groups(report, verbose)) {
    const auto& [file, line_class, in] = key;
    const bool is_file = line_class == LineClass::not_modelled && !verbose;
    const std::string where = is_file ? count_of(group.lines, "line", "lines") + in_functions(group.functions)
                                      : fmt::format("{} {}{}", group.lines == 1 ? "line" : "lines",
                                                    fmt::join(group.ranges, ", "), in);
    const std::string why = !group.said.empty()     ? group.said.front()->why
                            : group.refused.empty() ? std::string(sentence_of(line_class))
                                                    : "not compared on " + joined(group.refused, ", ");
    out += fmt::format("  {}: {}: {}\n", file, where, why);
    for (const NotChecked* item : group.said) out += modelled_text(*item);
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

std::string table_text(const TableRecord& table, unsigned indent, std::size_t most_rows, std::size_t width,
                       std::vector<Cause>* causes) {
  const bool differences =
      std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) { return !row.after.empty(); });
  const bool has_causes = causes != nullptr && std::ranges::any_of(table.rows, [](const auto& row) {
                            return !row.because.empty();
                          });
  std::vector<std::vector<Cell>> rows(1);
  for (const std::string& atom : table.atoms) rows[0].emplace_back(atom);
  rows[0].emplace_back(differences ? "before" : "answer");
  if (differences) rows[0].emplace_back("after");
  if (has_causes) rows[0].emplace_back("why");
  for (std::size_t i = 0; i < std::min(most_rows, table.rows.size()); ++i) {
    const TableRecord::Row& from = table.rows[i];
    auto& row = rows.emplace_back();
    for (const std::optional<bool>& value : from.values) row.emplace_back(cell_of(value));
    row.emplace_back(from.before);
    if (differences) row.emplace_back(from.after);
    if (has_causes) row.emplace_back(numbers_of(from.because, *causes));
  }
  if (width_of(rows, indent) > width) stack_headings(rows, indent, width);
  const std::string blanks(indent, ' ');
  std::string out =
      table.rows.empty() ? "" : blanks + "a case a line: 1 yes, 0 no, . either\n" + columns(rows, indent);
  if (table.rows.size() > most_rows)
    out += fmt::format("{}and {} more; -v shows them\n", blanks,
                       count_of(table.rows.size() - most_rows, "row", "rows"));
  if (!table.complete) out += fmt::format("{}sampled, not complete: {}\n", blanks, table.reason);
  return out;
}

std::string not_looked_at(const Report& report, const Paint& paint, bool verbose) {
  std::string out = lines_text(report, verbose);
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> items;
  for (const NotChecked& n : report.not_checked)
    if (std::ranges::none_of(report.lines, [&](const LineRecord& l) { return is_about(n, l); }))
      items[{prefix_of(n.place), n.what, n.why}].push_back(n.arch);
  for (const auto& [key, archs] : items) {
    const auto& [prefix, what, why] = key;
    const std::string names = joined(archs, " ");
    const bool is_file = prefix.starts_with(what + ":");  // its name stands there already
    out += fmt::format("  {}{}{}{}\n", prefix, is_file ? "" : what + ": ", why,
                       names.empty() ? "" : "  " + names);
  }
  return out.empty() ? out
                     : paint.bold(verbose ? "changed lines, and what was not looked at:" : "not looked at:") +
                           "\n" + out;
}

}  // namespace pfncheck::text
