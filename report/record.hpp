// SPDX-License-Identifier: GPL-2.0-or-later
// The records of a report: plain values that text and JSON are written from. docs/json.md has one line per
// field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/change.hpp"
#include "model/term/evaluate.hpp"
#include "solver/check/verdict.hpp"
#include "solver/life/judge.hpp"
#include "solver/table/table.hpp"

namespace pfncheck {

/// A tree as the user has it is `before`; with the patch applied it is `after`. Commands without a patch only
/// know `before`.
enum class Side { before, after };
enum class Delta { none, new_, fixed, pre_existing, unchanged };  ///< none: the command compares nothing

const char* to_string(Side s);   ///< "before", "after"
const char* to_string(Delta d);  ///< "new", "fixed", "pre-existing", "unchanged"; none is ""

/// A place in the tree, relative to it. Line 0: the whole file. Empty file: no place.
struct Place {
  std::string file;
  unsigned line = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// A decision table, or the table of differences between two rules.
/// A known change between two kernels that makes them answer differently.
struct Cause {
  std::string what;
  std::string source;  ///< file, function, release or commit; empty: none is known
  friend bool operator==(const Cause&, const Cause&) = default;
};

struct TableRecord {
  struct Row {
    std::vector<std::optional<bool>> values;  ///< parallel to atoms; nothing where it does not matter
    std::string before, after;                ///< answers; after is empty in a plain decision table
    std::vector<Cause> because = {};          ///< of two kernels: why
  };
  std::string title;               ///< of `table`; empty inside a ChangeRecord
  std::string rule, arch, config;  ///< of `table`; empty inside a ChangeRecord
  std::vector<std::string> atoms;
  std::vector<Row> rows;
  bool complete = true;  ///< false: sampled, see reason
  std::string reason;
};

/// One of several ways to decide, side by side with the others.
struct OptionRecord {
  std::string variant;                                    ///< "by_pfn"
  std::string what;                                       ///< where it is from
  std::string machine;                                    ///< "FWB" or "no FWB"
  std::vector<std::pair<std::string, std::string>> maps;  ///< kind of memory, what a read fault gives
  std::vector<std::string> fails;                         ///< properties of whole lives
  bool complete = true;                                   ///< the search behind `fails` came to its end
};

/// The shortest way to the violation.
struct WitnessRecord {
  std::vector<std::string> when;  ///< "special=1", "VM_PFNMAP=0", "pfn is the zero page"
  std::string before, after;      ///< what each side answers: "NULL", "page"; after only for a patch
  std::vector<std::string> path;  ///< "mm/memory.c:606" of each decision on the way, in order
  std::vector<std::string> then;  ///< what follows of it, one step per entry; may be empty
  Assignment values;              ///< every input of the rule, by name: what `replay` reads
  std::vector<std::string>
      meaningless;        ///< names of values that say nothing on this row: text leaves them out
  bool unique = false;    ///< no other assignment of the abstract inputs fails
  bool one_call = false;  ///< `when` is what one call that was found is like: others may part as well
};

/// One record per (property, rule, arch, config, side, origin).
struct ResultRecord {
  std::string property, rule, level;  ///< level: "PTE", "PMD", "PUD"
  std::string arch, config;
  std::string release;  ///< "6.12"
  bool built = true;    ///< false: reference model only, never part of the exit code
  Side side = Side::before;
  Outcome verdict = Outcome::error;
  Delta delta = Delta::none;
  std::string function;  ///< that decides: "vm_normal_page"
  Place place;           ///< where it decides; empty for the built-in model
  std::string origin;    ///< row of the contract table; empty when the record speaks of all of them
  std::optional<WitnessRecord> witness;
  std::optional<Story> story;               ///< the shortest way there, of a property of whole lives
  std::string no_trace;                     ///< of a new violation without a story: why it has none
  std::vector<std::string> starts;          ///< from where it can be reached: one cube per line
  std::vector<std::string> approximations;  ///< stand-ins and unknowns that the answer rests on
  unsigned bound = 0;                       ///< loop iterations; 0: no loop
  std::vector<std::string> excluded;        ///< faults of the slice that its environment leaves out
  std::vector<std::string> today;           ///< those of them that today's kernels do, and that break it
  unsigned patch = 0;                       ///< of a series: which one makes the violation new; 0: unknown
  std::string note;                         ///< what is known about this row, in a sentence
  std::string known_hole;  ///< origin in which the kernel itself fails, as the contract table knows
  bool mended = false;     ///< of a patch: it holds there now
  std::string reason;      ///< of unknown, unsupported, vacuous, not-applicable, error
};

/// One record per (function, arch, config) of a patch.
struct ChangeRecord {
  std::string function;
  Place place;  ///< first line of the function after the patch
  std::string arch, config;
  Meaning meaning = Meaning::unknown;
  TableRecord table;  ///< what changed; no rows when the meaning is the same
  std::vector<std::string> approximations;
  std::string reason;  ///< of unknown; of different: that no legal entry is answered otherwise
  bool judged = true;  ///< false: no property says whether a difference is right
  /// Of different and not judged: a call on which the sides part, and what each of them does there.
  std::vector<std::string> when = {}, before = {}, after = {};
  std::vector<std::string> by_name = {};  ///< structures whose fields were matched by name: "struct vm_fault"
  /// Of a difference that nothing judges: operations of the machine that are made after the function.
  std::vector<std::string> modelled_as = {};
};

/// A range of changed lines of one file, all of one class.
struct LineRecord {
  std::string file;
  bool added = false;            ///< numbers are of the after side; else of the before side
  unsigned first = 0, last = 0;  ///< inclusive
  LineClass line_class = LineClass::not_modelled;
  std::string function;           ///< that the lines stand in; may be empty
  std::vector<std::string> rows;  ///< architecture rows that compile them
  std::string macro = {};         ///< that they define; may be empty
  std::string affects = {};       ///< what changes with them although it stands elsewhere; may be empty
  std::vector<std::string> refused = {};  ///< not_compiled only: rows whose compiler refuses the file
};

/// Something that pfncheck did not look at. Always said aloud.
struct NotChecked {
  std::string what;  ///< "copy_present_ptes()", "level PUD", "Kconfig"
  std::string why;   ///< "not modelled", "the rule does not exist in this release"
  Place place;
  std::string arch;    ///< empty: all that were asked for
  bool counts = true;  ///< undecided, exit 3; false: only said
  std::vector<std::string> modelled_as =
      {};  ///< operations of the machine that are made after it: "own/fork"
};

/// `file:line: text`, about the user's input: compiler messages of a patch that does not compile, exit 2; or
/// new warnings of one that does, which never count.
struct Message {
  Place place;
  std::string text;
  std::string arch;  ///< empty: all
};

/// One explored slice.
struct SliceRecord : SliceNumbers {
  std::string release;
  std::vector<StoryAssumption> excluded;  ///< what its environment leaves out
  std::vector<LifeCount> premises;
  /// Properties that single steps or induction prove too, whatever the depth.
  unsigned queries = 0;
  std::vector<std::string> by_single_steps, by_induction, lemmas;
};

/// One case of the catalogue.
struct CaseRecord {
  std::string name, title, source;  ///< name: "mm/bad_private_pfnmap_filled_by_faults"
  std::string slice, property;
  bool violated = false, expected_violated = false;
  bool as_expected = false;
  bool undecided = false;  ///< the search ended before it could say; then it is not as expected either
  bool vacuous = false;    ///< no step can trigger the property; then it is not as expected either
  std::vector<StoryAssumption>
      assumed;  ///< faults, rules, release, restrictions that the case itself asks for
  std::vector<StoryAssumption> excluded;  ///< what was left out to get the answer
  std::vector<StoryAssumption> today;  ///< if it holds: exclusions that, lifted, break it on today's kernels
  std::vector<StoryAssumption> empties;  ///< if vacuous: exclusions and restrictions without which it is not
  std::string reason;                    ///< why it is not as expected
  std::vector<std::string> steps;        ///< operations of the shortest way; empty if it holds
  std::vector<std::string> rows;         ///< architecture rows: on which it is violated, or holds
  std::vector<std::string> starts;       ///< from where it can be reached
  std::optional<Story> story;
};

/// What one function of a function case came to on one target.
struct FunctionAnswer {
  std::string arch;      ///< target: "x86_64"
  std::string function;  ///< "after", or the function with the assertions
  std::string answer;    ///< "same", "different", "holds", "refuted", "vacuous", "undecided"
  std::string clause;    ///< of assertions: the name of the clause, or the text of the condition
  std::string reason;    ///< of vacuous and undecided
  Place place;           ///< of the assertion
  std::optional<WitnessRecord> witness;  ///< of different and refuted
};

/// One C file without a kernel.
struct FunctionCaseRecord {
  std::string name;      ///< the file
  std::string because;   ///< its own words
  std::string expected;  ///< "same", "refuted count_is_kept"; empty if the file expects nothing
  std::string answer;    ///< the worst of all answers
  bool as_expected = false;
  unsigned bound = 0;  ///< turns of loops that were looked at; 0: there is no loop
  std::vector<FunctionAnswer> answers;
};

/// Counts over results (of the after side for `patch`), filled by summarize().
struct Summary {
  unsigned holds = 0, refuted = 0, vacuous = 0, unknown = 0, unsupported = 0, not_applicable = 0, error = 0;
  unsigned new_violations = 0, fixed = 0, pre_existing = 0;
  unsigned functions_same = 0, functions_different = 0, functions_unknown = 0;  ///< distinct functions
  unsigned properties = 0, architectures = 0;                                   ///< distinct names
  unsigned lines = 0, lines_not_looked_at = 0;
};

/// One patch of a series, against the tree with the patches before it.
struct PatchRecord {
  unsigned number = 0;  ///< in the order of application; the first is 1
  std::string subject;
  std::vector<ResultRecord> results;    ///< what it makes new or fixes, and what is not decided
  std::vector<ChangeRecord> changes;    ///< functions whose meaning it changes, or may
  std::vector<NotChecked> not_checked;  ///< what of it was not looked at
  std::vector<Message> messages;        ///< of the compiler, if the tree does not compile with it
  std::vector<Message> warnings;        ///< of the compiler, not there without it
  Summary summary;                      ///< counts of it alone
  int exit_code = 0;                    ///< that it would end with alone
};

/// Everything that one command has to say.
struct Report {
  std::string command;             ///< "run", "check", "patch", "table", "replay"
  std::string release;             ///< of the tree: "6.12"; empty for the built-in model
  std::string full_release;        ///< "6.12.117"
  std::string against;             ///< full release of the second tree of `table`
  std::vector<std::string> notes;  ///< how a patch was read and applied, where that is not as it says
  std::vector<ResultRecord> results;
  std::vector<ResultRecord> outside;  ///< entries outside the contracts: said, never counted as violations
  std::vector<ChangeRecord> changes;
  std::vector<LineRecord> lines;
  std::vector<NotChecked> not_checked;
  std::vector<Message> messages;
  std::vector<Message> warnings;  ///< of the compiler, with the patch and not without it: said, never counted
  std::vector<TableRecord> tables;
  std::vector<OptionRecord> options;
  std::vector<SliceRecord> slices;
  std::vector<CaseRecord> cases;
  std::vector<FunctionCaseRecord> function_cases;
  std::vector<PatchRecord> patches;  ///< of a series, if each was looked at
  Summary summary;
  int exit_code = 0;
};

/// Puts every array into its fixed order and fills summary and exit_code. Call it last.
void finish(Report& report);

/// The origin of a failure that the contract table knows of the kernel as it is; else empty.
std::string known_hole_of(const Verdict& verdict);

/// Fills a record's verdict, origin, witness, note and reason from a Verdict; the rest is the caller's.
void set_verdict(ResultRecord& record, const Verdict& verdict);

/// Atoms, rows and completeness; title, rule, arch and config are the caller's.
TableRecord record_of(const Table& table);

/// What a reader must see first when several verdicts fall into one place: error, refuted, unknown,
/// unsupported, vacuous, holds, not applicable. More is worse.
unsigned severity(Outcome outcome);

}  // namespace pfncheck
