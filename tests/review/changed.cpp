// SPDX-License-Identifier: GPL-2.0-or-later
// Every edit script of tests/changed on the installed 6.12: refactors of functions that no rule is about are
// the same, faults are different, and an exit that leaves something is NEW. Of a known gap what is printed
// today is held, so that it is seen when it closes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "review/row.hpp"
#include "tests/review/made_patch.hpp"
#include "tests/review/report_words.hpp"

#include "lift/lockstep/lockstep.hpp"
#include "lift/tree/kbuild_unit.hpp"

namespace pfncheck {
namespace {

const std::map<std::string, int> exits = {{"same", 0}, {"different", 3}, {"unbalanced", 1}};

bool is_unbalanced(const ResultRecord& r, const std::string& what) {
  return r.delta == Delta::new_ && r.property == "exit_is_balanced" && r.witness &&
         r.witness->after.starts_with(what + ":");
}

bool is_different(const Report& report) {
  return std::ranges::any_of(report.changes,
                             [](const ChangeRecord& c) { return c.meaning == Meaning::different; });
}

/// The worst that is said of each function.
std::map<std::string, std::string> said(const Report& report) {
  std::map<std::string, std::string> all;
  for (const Meaning meaning : {Meaning::same, Meaning::unknown, Meaning::different})
    for (const ChangeRecord& c : report.changes)
      if (c.meaning == meaning)
        all[c.function] = meaning == Meaning::same      ? "same"
                          : meaning == Meaning::unknown ? "undecided"
                                                        : "different";
  for (const LineRecord& line : report.lines)
    if (line.line_class == LineClass::same_text) all.emplace(line.function, "same");
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_) all[r.function] = r.property == "exit_is_balanced" ? "unbalanced" : "broken";
  return all;
}

std::string line_of(const std::string& text, unsigned number) {
  std::istringstream lines(text);
  std::string line;
  for (unsigned k = 0; k < number && std::getline(lines, line);) ++k;
  return line;
}

/// Numbers of edits by what they are, and of refactors by kind.
using Counts = std::map<std::string, unsigned>;

/// Every exit that is newly unbalanced is so in what the script says, and where.
void check_unbalanced(const edit::Judged& f, const edit::Script& script, const std::string& tree,
                      const Report& report) {
  const auto found = std::ranges::find_if(report.results, [&](const ResultRecord& r) {
    return r.function == f.function && is_unbalanced(r, f.what);
  });
  CHECK(found != report.results.end());
  if (found == report.results.end()) return;
  CHECK(found->place.line != 0);
  const std::string line = line_of(edit::edited_files(script, tree).at(found->place.file), found->place.line);
  INFO("NEW at: " << line);
  CHECK(line.find(f.at) != std::string::npos);
}

void check_each(const edit::Script& script, const std::string& tree, const Report& report, Counts& counts) {
  std::map<std::string, std::string> words = said(report);
  // What is looked at and told by no word compiles to what it was.
  const bool all_seen = std::ranges::none_of(report.not_checked, &NotChecked::counts);
  const std::string release = edit::release_of(tree);
  for (const edit::Judged& f : script.functions) {
    if (!f.releases.empty() && !edit::lists(f.releases, release)) continue;
    const std::string is = words.contains(f.function) ? words.at(f.function) : all_seen ? "same" : "not seen";
    words.erase(f.function);
    INFO(f.function << "() is said to be " << is);
    ++counts[f.is];
    if (!f.not_yet.empty()) {
      ++counts["gap: " + f.is];
      CHECK(is == f.not_yet);
      continue;
    }
    if (f.is == "same") ++counts["same: " + f.kind];
    if (f.is != "order") CHECK(is == f.is);
    if (f.is == "order") CHECK((is == "different" || is == "undecided" || is == "unbalanced"));
    if (f.is == "unbalanced") check_unbalanced(f, script, tree, report);
    for (const ChangeRecord& c : report.changes)
      if (c.function == f.function && !f.when.empty()) {
        CHECK(std::ranges::any_of(
            c.when, [&](const std::string& when) { return when.find(f.when) != std::string::npos; }));
      }
  }
  // What else changes with them does the same, but for an order that a new function is a part of.
  for (const auto& [function, is] : words) {
    INFO(function << "() is said to be " << is);
    CHECK(is == "same");
  }
}

void check_whole(const edit::Script& script, const Report& report, Counts& counts) {
  if (!script.not_yet.empty()) {
    ++counts["gap: " + script.verdict];
    CHECK(std::ranges::count(script.not_yet, static_cast<unsigned>(report.exit_code)) == 1);
    return;
  }
  ++counts[script.verdict];
  CHECK(report.exit_code == exits.at(script.verdict));
  if (script.verdict == "different") CHECK(is_different(report));
  if (script.verdict == "unbalanced")
    CHECK(std::ranges::any_of(report.results,
                              [&](const ResultRecord& r) { return is_unbalanced(r, script.unbalanced); }));
}

Counts review_part(const char* kernel, unsigned part, unsigned parts) {
  Counts counts;
  const auto tree = test::kernel_to_ask(kernel);
  if (!tree) return counts;
  unsigned index = 0;
  for (const edit::Script& script : edit::read_scripts(PFNCHECK_SOURCE_DIR "/tests/changed")) {
    if (index++ % parts != part || !edit::is_for(script, edit::release_of(*tree))) continue;
    std::vector<const ArchRow*> rows = {find_arch("x86_64")};
    if (!script.also.empty()) rows = {find_arch(script.also.front())};
    const Report report = test::review_made(script, *tree, rows, test::Asked::clauses);
    INFO(script.name << "\n" << test::told(report));
    CHECK(test::unexplained_words(report) == std::vector<std::string>{});
    if (script.verdict == "each")
      check_each(script, *tree, report, counts);
    else
      check_whole(script, report, counts);
  }
  return counts;
}

}  // namespace

TEST_CASE("edits of any function are judged right, first half", "[kernel]") {
  review_part("PFNCHECK_KERNEL_6_12", 0, 2);
}
TEST_CASE("edits of any function are judged right, second half", "[kernel]") {
  review_part("PFNCHECK_KERNEL_6_12", 1, 2);
}
TEST_CASE("edits of any function of the newest kernel are judged right", "[kernel]") {
  review_part("PFNCHECK_KERNEL_NEWEST", 0, 1);
}

TEST_CASE("every function of a unit is the same as itself", "[kernel]") {
  const char* folder = test::environment("PFNCHECK_KERNEL_6_12");
  const char* cache = test::environment("PFNCHECK_CACHE");
  if (folder == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const KernelTree tree = KernelTree::open(folder, cache);
  for (const char* row : {"x86_64", "arm"}) {
    const KbuildUnit unit = kbuild_unit(tree, prepare(tree, *find_arch(row), cache, {}), "mm/gup.c");
    REQUIRE(unit.prepared);
    const SideUnit side = compile_side(tree, *unit.prepared, "mm/gup.c", nullptr, cache);
    const Module before = Module::read(side.compiled.bitcode), after = Module::read(side.compiled.bitcode);
    std::vector<std::string> differ;
    const std::vector<FunctionText> functions = before.functions(tree.root());
    for (const FunctionText& f : functions)
      if (!in_lockstep(before, f.name, after, f.name, {}).same) differ.push_back(f.name);
    CHECK(functions.size() > 250);
    CHECK(differ == std::vector<std::string>{});
  }
}

}  // namespace pfncheck
