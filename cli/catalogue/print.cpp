// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "cli/catalogue/catalogue.hpp"
#include "report/json.hpp"
#include "report/wrap.hpp"

namespace pfncheck {
namespace {

std::string escaped_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return text;
}

std::string fact_of(const Entry& entry, std::string_view label) {
  const auto it = std::ranges::find(entry.facts, label, &std::pair<std::string, std::string>::first);
  return it == entry.facts.end() ? "" : it->second;
}

}  // namespace

std::string list_text(const std::vector<Entry>& entries, bool quiet) {
  std::size_t width = 0;
  for (const Entry& e : entries) width = std::max(width, e.name.size());
  // Beside long names no sentence has room: it stands below its name.
  constexpr std::size_t widest_column = 44;
  const bool below = width > widest_column;
  std::string out;
  for (const Entry& e : entries) {
    const std::string slices = fact_of(e, "slices");
    if (quiet || e.sentence.empty())
      out += e.name + "\n";
    else if (e.kind == "property")
      out += fmt::format("{} ({}{})\n    {}\n", e.name, fact_of(e, "kind"),
                         slices.empty() ? "" : " of " + slices, wrapped(e.sentence, 4));
    else if (below)
      out += fmt::format("{}\n    {}\n", e.name, wrapped(e.sentence, 4));
    else
      out += fmt::format("{:<{}}  {}\n", e.name, width, wrapped(e.sentence, width + 2));
  }
  return out;
}

std::string explain_text(const std::vector<Entry>& entries, bool quiet) {
  std::string out;
  for (const Entry& e : entries) {
    if (!out.empty()) out += "\n";
    out += fmt::format("{} ({})\n  {}\n", e.name, e.kind, wrapped(e.sentence, 2));
    for (const auto& [label, text] : e.facts)
      if (!text.empty() && !quiet) out += fmt::format("  {:<15} {}\n", label, wrapped(text, 18));
  }
  return out;
}

/// Short entries as rows of one table: name, sentence, and what the facts say.
std::string markdown_table(const std::vector<Entry>& entries) {
  // Columns are the labels in the order of appearance; one that no entry uses is left out.
  std::vector<std::string> labels;
  for (const Entry& e : entries)
    for (const auto& [label, text] : e.facts)
      if (!text.empty() && std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  const std::string& kind = entries.front().kind;
  std::string out = kind == "matrix" ? "\n| fault | refutes |" : fmt::format("\n| {} | meaning |", kind);
  for (const std::string& label : labels) out += fmt::format(" {} |", label);
  out += "\n|---|---|";
  for (std::size_t i = 0; i < labels.size(); ++i) out += "---|";
  out += "\n";
  for (const Entry& e : entries) {
    out += fmt::format("| {} | {} |", e.name, escaped_cell(e.sentence));
    for (const std::string& wanted : labels) {
      std::string cell;
      for (const auto& [label, text] : e.facts)
        if (label == wanted) cell += (cell.empty() || text.empty() ? "" : "; ") + escaped_cell(text);
      out += fmt::format(" {} |", cell);
    }
    out += "\n";
  }
  return out;
}

bool fits_in_a_table(const std::vector<Entry>& entries) {
  constexpr std::array kinds = {"matrix", "operation", "case", "fault", "rule", "origin"};
  return !entries.empty() && std::ranges::find(kinds, entries.front().kind) != kinds.end();
}

std::string markdown(const std::vector<Entry>& entries, std::string_view title) {
  std::string out = fmt::format(
      "<!-- SPDX-License-Identifier: GPL-2.0-or-later -->\n<!-- Made by scripts/docs; do not edit. -->\n\n# "
      "{}\n",
      title);
  if (fits_in_a_table(entries)) return out + markdown_table(entries);
  for (const Entry& e : entries) {
    out += fmt::format("\n## {}\n\n{}\n", e.name, e.sentence);
    if (!e.facts.empty()) out += "\n| | |\n|---|---|\n";
    for (const auto& [label, text] : e.facts)
      if (!text.empty()) out += fmt::format("| {} | {} |\n", label, escaped_cell(text));
  }
  return out;
}

std::string json(const std::vector<Entry>& entries, std::string_view command, std::string_view name) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Entry& e : entries) {
    nlohmann::ordered_json facts = nlohmann::ordered_json::array();
    for (const auto& [label, text] : e.facts)
      if (!text.empty()) facts.push_back({{"label", label}, {"text", text}});
    list.push_back(
        {{"name", e.name}, {"kind", e.kind}, {"sentence", e.sentence}, {"facts", std::move(facts)}});
  }
  const nlohmann::ordered_json document = {{"schema", json_schema_version},
                                           {"command", command},
                                           {"name", name},
                                           {"entries", std::move(list)},
                                           {"exit_code", 0}};
  return document.dump(2) + "\n";
}

}  // namespace pfncheck
