// SPDX-License-Identifier: GPL-2.0-or-later
// What pfncheck knows, as pages: `list` and `explain` print them, docs/generated is made of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// One thing with a name. Facts are shown in this order.
struct Entry {
  std::string name;
  std::string kind;  ///< "property", "rule", "origin", "architecture", "case", "verdict" ...
  std::string sentence;
  std::vector<std::pair<std::string, std::string>> facts;  ///< "because" -> text; empty texts are left out
};

/// What `list` takes: props, rules, origins, arches, slices, operations, faults, cases, discussions, matrix.
std::vector<std::string> catalogue_names();
/// Entries of one of them. Throws InputError for another name.
std::vector<Entry> catalogue(std::string_view name);
/// Faults of rules and of the machine, and which properties of whole lives each one refutes: explores every
/// faulty slice, so it takes a minute.
std::vector<Entry> fault_matrix();
/// Words that reports use: verdicts, deltas, meanings, classes of lines, headings.
std::vector<Entry> report_words();
/// Everything that goes by this name, in any case of letters. Throws InputError with a near miss if nothing
/// does.
std::vector<Entry> explain(std::string_view name);

/// Which entries of a list are wanted.
struct Wanted {
  std::vector<std::string> words;  ///< each in the name, the sentence or a fact, in any case of letters
  std::string thread;              ///< of this discussion: "004"; empty: of any or none
  std::string suite;               ///< cases of this folder; empty: of any
};
/// Throws InputError for a discussion or a suite that there is not, and if nothing is left.
std::vector<Entry> wanted(std::vector<Entry> entries, const Wanted& which);

/// "NAME  sentence" lines; of a property "NAME (kind of slices)" and the sentence below it.
std::string list_text(const std::vector<Entry>& entries);
/// Whole pages.
std::string explain_text(const std::vector<Entry>& entries);
/// A page of Markdown: a heading, then a section per entry.
std::string markdown(const std::vector<Entry>& entries, std::string_view title);
std::string json(const std::vector<Entry>& entries);

}  // namespace pfncheck
