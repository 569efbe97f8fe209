// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "cli/names.hpp"
#include "model/input_error.hpp"
#include "props/origins.hpp"

namespace pfncheck {
namespace {

constexpr std::array lists = {"props", "rules", "origins", "arches", "cases"};

std::vector<Entry> property_entries() {
  std::vector<Entry> entries;
  for (const Property& p : properties()) {
    Entry& e = entries.emplace_back(Entry{std::string(p.name), "property", std::string(p.sentence), {}});
    e.facts = {{"because", std::string(p.because)},
               {"source", std::string(p.source)},
               {"applies", std::string(p.scope)}};
    for (const SeededFault& fault : p.faults)
      e.facts.emplace_back("must catch", std::string(fault.description));
  }
  return entries;
}

std::vector<Entry> rule_entries() {
  std::vector<Entry> entries;
  for (const RuleName& r : rule_names())
    entries.push_back({std::string(r.name),
                       "rule",
                       std::string(r.sentence),
                       {{"level", to_string(r.level)}, {"source", std::string(r.source)}}});
  return entries;
}

std::vector<Entry> origin_entries() {
  std::vector<Entry> entries;
  for (const Origin& o : origins())
    entries.push_back(
        {std::string(o.name),
         "origin",
         std::string(o.sentence),
         {{"level", to_string(o.level)},
          {"counted", o.counted == Counted::yes ? "yes: reference, map count and rss were taken" : "no"},
          {"raw", o.raw ? "yes" : "no"},
          {"outside", o.outside ? "yes: reported apart, never refuted" : ""},
          {"known", std::string(o.note)},
          {"source", std::string(o.source)}}});
  return entries;
}

std::string cell(const Cell<bool>& c) {
  return fmt::format("{} ({})", c.value ? "yes" : "no", c.source);
}
std::string cell(const Cell<unsigned>& c) {
  return fmt::format("{} ({})", c.value, c.source);
}

std::string sentence_of(const ArchRow& row) {
  if (!row.buildable) return "reference model only, no build: never part of the exit code";
  return fmt::format("{} ({}), special bit at {}{}{}{}", row.config,
                     row.big_endian ? "big endian" : "little endian",
                     row.pte_special.value ? "PTE" : "no level", row.pmd_special.value ? " PMD" : "",
                     row.pud_special.value ? " PUD" : "", row.devmap.value ? ", devmap bit" : "");
}

std::vector<Entry> arch_entries() {
  std::vector<Entry> entries;
  for (const ArchRow& row : arch_rows())
    entries.push_back({std::string(row.name),
                       "architecture",
                       sentence_of(row),
                       {{"ARCH", std::string(row.kbuild_arch)},
                        {"defconfig", std::string(row.defconfig)},
                        {"enabled", std::string(row.enable)},
                        {"bits of a word", cell(row.word_bits)},
                        {"page shift", cell(row.page_shift)},
                        {"PMD shift", cell(row.pmd_shift)},
                        {"PUD shift", cell(row.pud_shift)},
                        {"PTE special", cell(row.pte_special)},
                        {"PMD special", cell(row.pmd_special)},
                        {"PUD special", cell(row.pud_special)},
                        {"devmap", cell(row.devmap)},
                        {"zero page range", cell(row.colour_zero)},
                        {"PMD rule", cell(row.pmd_level)},
                        {"PUD rule", cell(row.pud_level)}}});
  return entries;
}

/// The seeded faults: each is a change of a rule that its property must catch.
std::vector<Entry> case_entries() {
  std::vector<Entry> entries;
  for (const Property& p : properties())
    for (std::size_t i = 0; i < p.faults.size(); ++i)
      entries.push_back({fmt::format("{}/{}", p.name, i + 1),
                         "case",
                         std::string(p.faults[i].description),
                         {{"caught by", std::string(p.name)}}});
  return entries;
}

/// Reports print REFUTED and NEW, and `not looked at` is typed with blanks or without.
std::string plain(std::string_view name) {
  std::string text;
  for (const unsigned char c : name) text += c == ' ' ? '-' : static_cast<char>(std::tolower(c));
  return text;
}

void take_named(std::vector<Entry>& found, const std::vector<Entry>& from, std::string_view name) {
  std::copy_if(from.begin(), from.end(), std::back_inserter(found),
               [&](const Entry& e) { return plain(e.name) == plain(name); });
}

}  // namespace

std::vector<std::string> catalogue_names() {
  return {lists.begin(), lists.end()};
}

std::vector<Entry> catalogue(std::string_view name) {
  if (name == "props") return property_entries();
  if (name == "rules") return rule_entries();
  if (name == "origins") return origin_entries();
  if (name == "arches") return arch_entries();
  if (name == "cases") return case_entries();
  refuse_name("list", name, catalogue_names(), "list --help");
}

std::vector<Entry> explain(std::string_view name) {
  std::vector<Entry> found;
  std::vector<std::string> known;
  const auto look = [&](const std::vector<Entry>& entries) {
    take_named(found, entries, name);
    for (const Entry& e : entries) known.push_back(e.name);
  };
  for (const char* list : lists) look(catalogue(list));
  look(report_words());
  if (found.empty())
    refuse_name("property, rule, origin, architecture or word of a report", name, known,
                "list props|rules|origins|arches");
  return found;
}

}  // namespace pfncheck
