// SPDX-License-Identifier: GPL-2.0-or-later
// The parts that report/text.cpp puts together. Not for other rooms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/record.hpp"
#include "report/text.hpp"

namespace pfncheck::text {

/// Colours of a terminal, or none; and its width.
class Paint {
 public:
  explicit Paint(bool on, std::size_t width = usual_width) : on_(on), width_(width) {}
  /// Columns of the page that tables have to fit into.
  std::size_t width() const { return width_; }
  std::string red(std::string_view s) const { return wrap("31;1", s); }
  std::string green(std::string_view s) const { return wrap("32", s); }
  std::string yellow(std::string_view s) const { return wrap("33", s); }
  std::string bold(std::string_view s) const { return wrap("1", s); }
  std::string faint(std::string_view s) const { return wrap("2", s); }
  /// A verdict's word in its colour; refuted and error in capitals, so that it shows without colour too.
  std::string verdict(Outcome outcome) const;

 private:
  std::string wrap(const char* code, std::string_view s) const;
  bool on_;
  std::size_t width_;
};

/// "3 violations", "1 violation".
std::string count_of(std::size_t n, std::string_view singular, std::string_view plural);
/// Left-adjusted columns, two blanks between; `plain` gives the width of each cell and `shown` its text.
struct Cell {
  std::string plain, shown;
  Cell(std::string text) : plain(text), shown(std::move(text)) {}  // NOLINT(google-explicit-constructor)
  Cell(std::string plain_text, std::string shown_text)
      : plain(std::move(plain_text)), shown(std::move(shown_text)) {}
};
std::string columns(const std::vector<std::vector<Cell>>& rows, unsigned indent);
/// How wide such a table is.
std::size_t width_of(const std::vector<std::vector<Cell>>& rows, unsigned indent);
/// "mm/memory.c:606: ", "mm/memory.c: " or nothing.
std::string prefix_of(const Place& place);
/// Names in one line, without repetition, in the order given.
std::string joined(const std::vector<std::string>& names, std::string_view between);

/// Stands before the conditions of a call that was found: they are no complete condition. `what`: "that
/// breaks it"; `arch`: whose call it is, if it is that of one architecture of several.
std::string one_call_line(std::string_view what, const std::string& arch);

/// Properties down, architectures across, one table per release.
std::string verdict_tables(const std::vector<ResultRecord>& results, const Paint& paint);
/// What holds only because something is excluded that today's kernels, drivers or programs do. `alone`: the
/// tables above have no row for it.
std::string broken_today(const std::vector<ResultRecord>& results, bool alone);
/// Refuted results as blocks; equal ones on several architectures are one block. `patches`: of a series, to
/// name the one that makes a violation new.
std::string violation_blocks(const std::vector<const ResultRecord*>& refuted, const Paint& paint,
                             bool verbose, const std::vector<PatchRecord>& patches = {});
/// What a trace or a case rests on, a line each.
std::string assumed_lines(const std::vector<StoryAssumption>& assumed, unsigned indent, bool verbose);
/// Violations of a stock kernel that are known, in two lines each: what fails where, and why in short.
std::string known_hole_lines(const std::vector<const ResultRecord*>& known);
/// A trace, a numbered block per step.
std::string story_text(const Story& story, unsigned indent, bool verbose);
/// Explored slices, a line each; what was met how often if `verbose`.
std::string slice_table(const std::vector<SliceRecord>& slices, const Paint& paint, bool verbose);
/// Cases in a line each; whole, with their traces, if `traces`.
std::string case_lines(const std::vector<CaseRecord>& cases, const Paint& paint, bool quiet, bool traces,
                       bool verbose);
/// Results in one line each, `what` before it, with the reason and no more.
std::string short_lines(std::string_view what, const std::vector<const ResultRecord*>& results);
/// Results in one line each, equal ones on several architectures together.
std::string result_lines(const std::vector<const ResultRecord*>& results, const Paint& paint);
/// Properties, rules and origins, whatever the architecture.
std::size_t distinct_cases(const std::vector<const ResultRecord*>& results);
/// The changed functions of a patch and their tables of differences.
std::string change_blocks(const std::vector<ChangeRecord>& changes, const Paint& paint, bool verbose);
/// Variants of a rule side by side.
std::string options_table(const std::vector<OptionRecord>& options, const Paint& paint);
/// What each patch of a series does by itself, and violations that are gone at its end.
std::string series_block(const Report& report, const Paint& paint, bool verbose);
/// Violations that one patch of a series makes and a later one mends.
std::string passing_violations(const Report& report, const Paint& paint, bool verbose);
/// How a patch was read, where a reader might think otherwise.
std::string note_lines(const Report& report, const Paint& paint);
/// All that limits the verdicts, in as few lines as may be: what was left out, not decided, not looked at.
std::string limit_lines(const Report& report, const Paint& paint);
/// The compiler's words, each once with the architectures on which it says them; of many on one architecture
/// the first few and how many more there are, unless `verbose`.
std::string message_lines(const std::vector<Message>& messages, const Paint& paint, bool verbose);
/// Results that neither hold nor fail; the reason stands with each. Of a patch those of its own side.
std::vector<const ResultRecord*> undecided_results(const Report& report);
/// "2/3 mm: do this"; empty for 0.
std::string patch_name(const std::vector<PatchRecord>& patches, unsigned number);
/// A decision table or table of differences. Causes of differences are numbered in `causes`, which grows, in
/// a column "why".
std::string table_text(const TableRecord& table, unsigned indent, std::size_t most_rows, std::size_t width,
                       std::vector<Cause>* causes = nullptr);
/// Changed lines and everything else that was not looked at.
std::string not_looked_at(const Report& report, const Paint& paint, bool verbose);

/// Function cases, a line each; the whole of a single one, of those that are not as expected, and with -v.
std::string function_case_lines(const std::vector<FunctionCaseRecord>& cases, const Paint& paint, bool quiet,
                                bool verbose);

}  // namespace pfncheck::text
