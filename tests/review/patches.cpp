// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/patches, as a patch on the installed kernel sources: new violations on exactly
// the rows and properties that the script names, and no others.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <tuple>

#include "lift/tree/files.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "model/kernel/releases.hpp"
#include "report/exit_code.hpp"
#include "review/review.hpp"
#include "tests/patches/edit_script.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

using test::Asked;
using test::environment;
using test::review_made;
using NewViolation = std::tuple<std::string, std::string, std::string>;  // rule, row, property

bool is_of_old(const std::string& release) {
  return release == "6.1" || release == "6.12";
}

/// Three rows that differ in what matters: special bits at all levels, none at all, PTE only with a range of
/// zero pages (of the newest kernel: PTE and PMD with a lookup hook). PFNCHECK_SWEEP=all: every row; of 6.1
/// those for which the scripts say what they expect.
std::vector<const ArchRow*> rows_to_review(const std::string& release) {
  if (test::is_sweep() && release == "6.1")
    return {find_arch("x86_64"), find_arch("arm64"), find_arch("arm"), find_arch("s390")};
  if (!test::is_sweep())
    return {find_arch("x86_64"), find_arch("arm"), find_arch(is_of_old(release) ? "s390" : "arm64")};
  std::vector<const ArchRow*> rows;
  for (const ArchRow& row : arch_rows())
    if (row.buildable) rows.push_back(&row);
  return rows;
}

bool holds_for(const edit::Expectation& e, const std::string& release) {
  return e.releases.empty() || edit::lists(e.releases, release);
}

std::set<NewViolation> expected(const edit::Script& script, const std::string& release,
                                const std::vector<const ArchRow*>& rows) {
  std::set<NewViolation> all;
  for (const edit::Expectation& e : script.fresh) {
    if (!holds_for(e, release)) continue;
    for (const std::string& row : e.rows)
      if (std::any_of(rows.begin(), rows.end(), [&](const ArchRow* r) { return r->name == row; }))
        for (const std::string& property : e.properties) all.emplace(e.rule, row, property);
  }
  return all;
}

std::set<NewViolation> found(const Report& report) {
  std::set<NewViolation> all;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) all.emplace(r.rule, r.arch, r.property);
  return all;
}

/// What the tree has without the patch is not new.
std::string new_known_holes(const Report& report) {
  std::string text;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_ && !r.known_hole.empty() && r.known_hole == r.origin)
      text += fmt::format("{} {} {}: {}\n", r.rule, r.arch, r.property, r.known_hole);
  return text;
}

std::string text_of(const std::set<NewViolation>& all) {
  std::string text;
  for (const auto& [rule, row, property] : all) text += fmt::format("{} {} {}\n", rule, row, property);
  return text;
}

/// Classes of the lines of a report. Blank lines and comments may add some of the classes that leave nothing
/// open: of those only what is expected counts.
std::set<std::string> classes_of(const Report& report, const std::vector<std::string>& expected) {
  std::set<std::string> classes;
  for (const LineRecord& line : report.lines) {
    const std::string name = to_string(line.line_class);
    if (!was_looked_at(line.line_class) || std::ranges::find(expected, name) != expected.end())
      classes.insert(name);
  }
  return classes;
}

/// Whether some row compiles every file that the script changes.
bool is_of_rows(const edit::Script& script, const std::vector<const ArchRow*>& rows) {
  return std::all_of(script.edits.begin(), script.edits.end(), [&](const edit::Edit& e) {
    if (!e.file.starts_with("arch/")) return true;
    return std::any_of(rows.begin(), rows.end(), [&](const ArchRow* r) {
      return e.file.starts_with(fmt::format("arch/{}/", r->kbuild_arch == "x86_64" ? "x86" : r->kbuild_arch));
    });
  });
}

/// A header's function that does something else now has users that no rule covers: those lines stay open. So
/// does a condition that no checked row compiles.
bool is_of_the_unit(const edit::Script& script) {
  return std::ranges::all_of(script.edits, [](const edit::Edit& e) {
    return e.file == "mm/memory.c" && e.text.find("IS_ENABLED") == std::string::npos;
  });
}

/// A difference that only raw patterns show is not decided: the kernel makes entries that our constructors do
/// not, with other memory types or protection keys.
bool is_of_raw_patterns(const ChangeRecord& c) {
  return c.meaning == Meaning::unknown &&
         c.reason.starts_with("only on entries that the tree's constructors");
}

void check_meanings(const edit::Script& script, const Report& report) {
  const auto different = std::count_if(report.changes.begin(), report.changes.end(),
                                       [](const ChangeRecord& c) { return c.meaning == Meaning::different; });
  const auto unknown = std::count_if(report.changes.begin(), report.changes.end(),
                                     [](const ChangeRecord& c) { return c.meaning == Meaning::unknown; });
  const auto raw = std::ranges::count_if(report.changes, is_of_raw_patterns);
  CHECK(unknown == (script.verdict == "different" ? raw : 0));
  if (script.verdict == "same") CHECK(different == 0);
  if (!found(report).empty()) CHECK(different > 0);
}

/// Rules and rows that a patch newly breaks without a life that shows it. PUDs are in no slice, and the entry
/// that is overwritten with a pfn beyond all memory is a PTE (model/slices/own).
std::string broken_without_a_life(const Report& report) {
  std::map<std::pair<std::string, std::string>, bool> has_life;
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_ && r.level != "PUD" &&
        (r.level == "PTE" || r.property != "pfn_without_memmap_is_never_a_page"))
      has_life[{r.rule, r.arch}] |= r.story.has_value();
  std::string text;
  for (const auto& [where, is_shown] : has_life)
    if (!is_shown) text += fmt::format("{} on {}\n", where.first, where.second);
  return text;
}

bool asks_of_pfnmap(const Story& story) {
  for (const StoryStep& step : story.steps)
    for (const StoryQuestion& q : step.questions)
      if (std::ranges::find(q.inputs, "PFNMAP") != q.inputs.end()) return true;
  return false;
}

/// Whether a question of the life was asked of an entry of which the words of the case are true.
bool is_of_case(const StoryQuestion& q, const std::vector<std::string>& when) {
  const auto yes = [&](const char* question) {
    return std::ranges::find(q.inputs, question) != q.inputs.end();
  };
  const std::tuple<const char*, const char*, const char*> words[] = {
      {"PFNMAP", "VM_PFNMAP=1", "VM_PFNMAP=0"},
      {"MIXEDMAP", "VM_MIXEDMAP=1", "VM_MIXEDMAP=0"},
      {"SHARED", "VM_SHARED=1", "VM_SHARED=0"},
      {"MAYWRITE", "VM_MAYWRITE=1", "VM_MAYWRITE=0"},
      {"special", "special=1", "special=0"},
      {"devmap", "devmap=1", "devmap=0"},
      {"memmap", "pfn has a memmap", "pfn has no memmap"},
      {"zero", "pfn is the zero page", "pfn is not the zero page"},
      {"huge_zero", "pfn is the huge zero page", "pfn is not the huge zero page"},
      {"linear", "pfn is the linear one", "pfn = the linear one"},
      {"above_highest", "pfn = highest_memmap_pfn +", "pfn = highest_memmap_pfn -"}};
  for (const auto& [question, if_yes, if_no] : words)
    for (const std::string& word : when)
      if (word.starts_with(yes(question) ? if_no : if_yes)) return false;
  return true;
}

bool is_of_case(const Story& story, const std::vector<std::string>& when) {
  const auto fits = [&](const StoryQuestion& q) { return q.planted && is_of_case(q, when); };
  return std::ranges::any_of(story.asked_at_end, fits) ||
         std::ranges::any_of(story.steps,
                             [&](const StoryStep& s) { return std::ranges::any_of(s.questions, fits); });
}

/// Lives that are not of the origin and case under which they are told.
std::string foreign_lives(const Report& report) {
  std::string text;
  for (const ResultRecord& r : report.results) {
    if (!r.story || r.story->steps.empty()) continue;
    bool fits = !r.origin.ends_with("in_pfnmap") || asks_of_pfnmap(*r.story);
    fits = fits && r.witness && is_of_case(*r.story, r.witness->when);
    if (r.property == "pfn_without_memmap_is_never_a_page") {
      fits = fits && r.story->breaks == "page_is_made_only_of_a_memmap";
      for (const StoryChange& c : r.story->steps.back().changes)
        fits = fits && !c.name.ends_with(".references");
    }
    if (!fits) text += fmt::format("{} {} on {}\n", r.property, r.origin, r.arch);
  }
  return text;
}

bool says_that_no_life_was_found(const ResultRecord& r) {
  return r.delta == Delta::new_ && !r.story && r.no_trace.starts_with("not found");
}

/// New violations with neither a life nor why there is none, and lives that do not say which answer is not
/// that of the version before.
std::string untold(const Report& report) {
  std::string text;
  for (const ResultRecord& r : report.results) {
    if (r.delta == Delta::new_ && r.story.has_value() == !r.no_trace.empty())
      text += fmt::format("{} on {}: {}\n", r.property, r.arch, r.story ? "both" : "neither");
    if (!r.story) continue;
    std::vector<StoryQuestion> asked = r.story->asked_at_end;
    for (const StoryStep& step : r.story->steps)
      asked.insert(asked.end(), step.questions.begin(), step.questions.end());
    const auto wrong = std::ranges::count_if(asked, &StoryQuestion::wrong);
    const bool is_told =
        std::ranges::all_of(asked, [](const StoryQuestion& q) { return !q.wrong || !q.instead.empty(); });
    if (wrong != 1 || !is_told || r.story->against != "before the patch")
      text += fmt::format("{} on {}: {} answers are marked\n", r.property, r.arch, wrong);
  }
  return text;
}

/// What a script expects of one row.
std::string expected_of(const edit::Script& script, const std::string& release, const ArchRow* row) {
  std::string text = text_of(expected(script, release, {row}));
  for (const edit::Expectation& e : script.changed)
    if (holds_for(e, release) && std::ranges::find(e.rows, row->name) != e.rows.end())
      text += e.rule + " differs\n";
  // Their text is in one architecture's folder: there it may be read otherwise.
  for (const edit::Edit& e : script.edits)
    if (e.file.starts_with("arch/")) text += row->name;
  return text;
}

/// On 6.12 each script is made on one row of those of which it expects the same. What other releases add to
/// that is their own text of the rules: there one row has to do, one on which something is expected, or if
/// there is none a row with a special bit and one without. PFNCHECK_SWEEP=all: every row.
std::vector<const ArchRow*> rows_of(const edit::Script& script, const std::string& release,
                                    const std::vector<const ArchRow*>& rows) {
  if (test::is_sweep()) return rows;
  if (release == "6.12") {
    std::map<std::string, const ArchRow*> first;
    for (const ArchRow* row : rows) first.emplace(expected_of(script, release, row), row);
    if (first.size() < 2) return {find_arch("x86_64"), find_arch("arm")};
    std::vector<const ArchRow*> chosen;
    for (const auto& [text, row] : first) chosen.push_back(row);
    return chosen;
  }
  for (const std::vector<edit::Expectation>* all : {&script.fresh, &script.changed})
    for (const edit::Expectation& e : *all)
      for (const ArchRow* row : rows)
        if (holds_for(e, release) && std::ranges::find(e.rows, row->name) != e.rows.end()) return {row};
  return {find_arch("x86_64"), find_arch("arm")};
}

/// The newest kernel moves on: what a script looks for may be gone from one that is younger than all that was
/// read. Elsewhere it is an error.
bool can_be_made(const edit::Script& script, const std::string& tree) {
  if (about_younger(KernelTree::open(tree).release(), tree).empty()) return true;
  try {
    edit::make_patch(script, tree);
    return true;
  } catch (const std::runtime_error& missing) {
    WARN(script.name << " does not fit: " << missing.what());
    return false;
  }
}

/// What is right on 6.12 is seldom wrong on another release: a third of the scripts, not the same one on
/// each, and those that 6.12 does not have. PFNCHECK_SWEEP=all: every one.
bool is_chosen(const edit::Script& script, unsigned index, const std::string& release) {
  if (release == "6.12" || test::is_sweep() || !edit::is_for(script, "6.12")) return true;
  return index % 3 == (release == "6.1" ? 0 : 1);
}

void review_all(const char* kernel, unsigned part, unsigned parts) {
  const auto tree = test::kernel_to_ask(kernel);
  if (!tree) return;
  const std::string release = edit::release_of(*tree);
  const std::vector<const ArchRow*> all_rows = rows_to_review(release);
  unsigned index = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/patches")) {
    if (!edit::is_for(script, release) || !is_chosen(script, index++, release) || index % parts != part)
      continue;
    INFO(script.name << " on " << release);
    if (!can_be_made(script, *tree)) continue;
    const std::vector<const ArchRow*> rows = rows_of(script, release, all_rows);
    const Report report = review_made(script, *tree, rows, Asked::rules);
    CHECK(text_of(found(report)) == text_of(expected(script, release, rows)));
    // A header of an architecture that is not among the rows stays open.
    const bool is_open = report.summary.lines_not_looked_at != 0 ||
                         std::ranges::any_of(report.changes, is_of_raw_patterns) ||
                         std::ranges::any_of(report.outside, is_new_outside);
    const int otherwise = is_open ? 3 : 0;
    CHECK(report.exit_code == (found(report).empty() ? otherwise : 1));
    if (is_of_rows(script, rows) &&
        (script.verdict == "same" || (script.verdict == "different" && is_of_the_unit(script))))
      CHECK(report.summary.lines_not_looked_at == 0);
    check_meanings(script, report);
    CHECK(foreign_lives(report) == "");
    CHECK(untold(report) == "");
    CHECK(new_known_holes(report) == "");
    // No slice has devmap PTEs or VM_IO. Elsewhere a life must be found; where there is none, the report says
    // so.
    if (script.name.starts_with("pte_devmap") || script.name.starts_with("pte_vm_io"))
      CHECK(std::ranges::any_of(report.results, says_that_no_life_was_found) == !found(report).empty());
    else
      CHECK(broken_without_a_life(report) == "");
  }
  CHECK(index >= 28);
}

bool is_declared_otherwise(const NotChecked& open) {
  return open.why.find("declared otherwise") != std::string::npos;
}

/// Every line of the scripts that follow public commits is accounted for as they say, and the exit code
/// follows.
void account_for_all(const char* kernel) {
  const auto tree = test::kernel_to_ask(kernel);
  if (!tree) return;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/accounting")) {
    if (!edit::is_for(script, edit::release_of(*tree))) continue;
    INFO(script.name);
    const Report report = review_made(script, *tree, test::rows_for(script), Asked::clauses);
    CHECK(classes_of(report, script.classes) ==
          std::set<std::string>(script.classes.begin(), script.classes.end()));
    const bool open = std::any_of(report.lines.begin(), report.lines.end(),
                                  [](const LineRecord& line) { return !was_looked_at(line.line_class); }) ||
                      std::ranges::any_of(report.outside, is_new_outside) ||
                      std::ranges::any_of(report.not_checked, is_declared_otherwise) ||
                      std::ranges::any_of(report.changes, [](const ChangeRecord& change) {
                        return change.meaning == Meaning::unknown ||
                               (change.meaning == Meaning::different && !change.judged);
                      });
    if (!script.not_yet.empty()) {
      CHECK(static_cast<unsigned>(report.exit_code) == script.not_yet.front());
      continue;
    }
    CHECK(found(report).empty());
    CHECK(report.exit_code == (open ? 3 : 0));
    if (script.name.find("enumerator_of_other_units") != std::string::npos)
      CHECK(std::ranges::any_of(report.not_checked, is_declared_otherwise));
  }
}

/// What a table of differences says, a line per cube: "VM_MIXEDMAP pfn is the zero page: page -> NULL".
std::string lines_of(const TableRecord& table) {
  std::string text = table.complete ? "" : "sampled\n";
  for (const TableRecord::Row& row : table.rows) {
    for (std::size_t i = 0; i < table.atoms.size(); ++i)
      if (row.values[i]) text += (*row.values[i] ? "" : "!") + table.atoms[i] + " ";
    text += fmt::format("{} -> {}\n", row.before, row.after);
  }
  return text;
}

/// Where vm_normal_page() of 6.1 and 6.12 differ. Without a special bit the MIXEDMAP branch got a test of the
/// zero page; configurations with DEBUG_VM got a warning about a zero page that counts as normal.
std::string difference_on(std::string_view row) {
  if (row == "arm" || row == "mips32" || row == "um" || row == "hexagon")
    return "VM_MIXEDMAP pfn is the zero page page -> NULL\n";
  if (row == "powerpc" || row == "riscv64") return "!special pfn is the zero page page -> page + report\n";
  return "";
}

Report difference_of(const char* older, const char* newer, const std::vector<const ArchRow*>& rows) {
  TableRequest request;
  request.rule = "vm_normal_page";
  request.tree = older;
  request.against = newer;
  request.archs = rows;
  ReviewOptions options;
  options.cache = environment("PFNCHECK_CACHE");
  return table_of_tree(request, options);
}

/// Rows of tables for which no known change of the kernel is named.
std::string without_cause(const Report& report) {
  std::string text;
  for (const TableRecord& table : report.tables)
    for (const TableRecord::Row& row : table.rows)
      if (row.because.empty() ||
          std::ranges::any_of(row.because, [](const Cause& c) { return c.source.empty(); }))
        text += fmt::format("{}: {} -> {}\n", table.arch, row.before, row.after);
  return text;
}

}  // namespace

TEST_CASE("6.1 and 6.12 differ only where they are known to", "[kernel]") {
  const char* older = environment("PFNCHECK_KERNEL_6_1");
  const char* newer = environment("PFNCHECK_KERNEL_6_12");
  if (older == nullptr || newer == nullptr || environment("PFNCHECK_CACHE") == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_1, PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const std::vector<const ArchRow*> rows = rows_to_review("6.12");
  const Report report = difference_of(older, newer, rows);
  CHECK(without_cause(report) == "");
  std::set<std::string> answered;
  for (const TableRecord& table : report.tables) {
    INFO(table.arch);
    answered.insert(table.arch);
    CHECK(lines_of(table) == difference_on(table.arch));
  }
  for (const ArchRow* row : rows)
    CHECK(answered.contains(std::string(row->name)) == (row->name != "loongarch"));
}

TEST_CASE("every difference between 6.12 and the newest kernel has a known cause", "[kernel]") {
  const char* older = environment("PFNCHECK_KERNEL_6_12");
  const char* newer = environment("PFNCHECK_KERNEL_NEWEST");
  if (older == nullptr || newer == nullptr || environment("PFNCHECK_CACHE") == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12, PFNCHECK_KERNEL_NEWEST and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const std::vector<const ArchRow*> rows = rows_to_review(edit::release_of(newer));
  const Report report = difference_of(older, newer, rows);
  CHECK(report.tables.size() == rows.size());
  for (const TableRecord& table : report.tables) {
    INFO(table.arch);
    CHECK(table.complete);
    CHECK_FALSE(table.rows.empty());
  }
  CHECK(without_cause(report) == "");
}

TEST_CASE("the changed lines of patches like public ones are accounted for", "[kernel]") {
  account_for_all("PFNCHECK_KERNEL_6_12");
}

TEST_CASE("first half of the made patches on 6.12", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_12", 0, 2);
}
TEST_CASE("second half of the made patches on 6.12", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_12", 1, 2);
}
TEST_CASE("first half of the made patches on 6.1", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_1", 0, 2);
}
TEST_CASE("second half of the made patches on 6.1", "[kernel]") {
  review_all("PFNCHECK_KERNEL_6_1", 1, 2);
}

TEST_CASE("first half of the made patches on the newest kernel", "[kernel]") {
  review_all("PFNCHECK_KERNEL_NEWEST", 0, 2);
}
TEST_CASE("second half of the made patches on the newest kernel", "[kernel]") {
  review_all("PFNCHECK_KERNEL_NEWEST", 1, 2);
}

}  // namespace pfncheck
