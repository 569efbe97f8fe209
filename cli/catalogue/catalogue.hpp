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
/// Of them those of patches: of lines, of functions that are compared, of what exits leave.
std::vector<Entry> patch_words();
/// Of witnesses of contracts.
std::vector<Entry> contract_words();
/// Words of traces: variables of slices, their values, what they belong to, rows, questions and answers of
/// rules. Builds every slice: takes a moment.
std::vector<Entry> trace_words();
/// Events for which properties fail, and what a trace says of each.
std::vector<Entry> event_words();
/// Rows of the rules that cases of the catalogue put in the place of a slice's.
std::vector<Entry> case_words();
/// Everything that goes by this name, in any case of letters. Throws InputError with a near miss if nothing
/// does. What a report puts together is taken apart: `frames.kind=MMIO`, `not PFNMAP, zero`, `references of
/// D0`.
std::vector<Entry> explain(std::string_view name);
/// The words of one name (`not looked at`), or else of several, each with its pages.
std::vector<Entry> explain_words(const std::vector<std::string>& words);
/// Those of the names that explain() refuses.
std::vector<std::string> not_explained(const std::vector<std::string>& names);

/// Which entries of a list are wanted.
struct Wanted {
  std::vector<std::string> words;  ///< each in the name, the sentence or a fact, in any case of letters
  std::string thread;              ///< of this discussion: "004"; empty: of any or none
  std::string suite;               ///< cases of this folder; empty: of any
};
/// Throws InputError for a discussion or a suite that there is not, and if nothing is left.
std::vector<Entry> wanted(std::vector<Entry> entries, const Wanted& which);

/// "NAME  sentence" lines, of a property "NAME (kind of slices)" and the sentence below it; only the names if
/// `quiet`. The text is for laid_out().
std::string list_text(const std::vector<Entry>& entries, bool quiet = false);
/// Whole pages; only names and sentences if `quiet`. The text is for laid_out().
std::string explain_text(const std::vector<Entry>& entries, bool quiet = false);
/// A page of Markdown: a heading, then a section per entry.
std::string markdown(const std::vector<Entry>& entries, std::string_view title);
/// A document of docs/json.md: `command` is "list" or "explain", `name` what it was asked for.
std::string json(const std::vector<Entry>& entries, std::string_view command, std::string_view name);

}  // namespace pfncheck
