// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/text.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace pfncheck;
using Catch::Contains;

namespace {

/// Wide, so that no line that a test looks for is broken.
std::string text_of(Report report, const TextOptions& options = {.width = 400}) {
  finish(report);
  return to_text(report, options);
}

Report check_report() {
  Report report;
  report.command = "check";
  report.release = "6.12";
  report.full_release = "6.12.94";
  return report;
}

}  // namespace

TEST_CASE("a new violation is a line that editors read, with what is needed to believe it") {
  const std::string text = text_of(test::sample_patch_report());
  CHECK_THAT(text, Contains("mm/memory.c:606: NEW uncounted_zero_page_is_never_normal REFUTED "
                            "(vm_normal_page, PTE, zero_page_read_fault)  x86_64\n"));
  CHECK_THAT(text, Contains("when    special=1, pfn is the zero page\n"));
  CHECK_THAT(text, Contains("before  NULL\n"));
  CHECK_THAT(text, Contains("after   page\n"));
  CHECK_THAT(text, Contains("then    1 read fault\n"));
  CHECK_THAT(text, Contains("mm/memory.c:579: vm_normal_page(): functional change  x86_64\n"));
  CHECK_THAT(text, Contains("copy_present_ptes(): not modelled"));
  CHECK_THAT(
      text,
      Catch::EndsWith("1 new violation, 0 fixed, 0 pre-existing; 1 function changed, 0 the same.  exit 1\n"));
}

TEST_CASE("text has colours only when asked for") {
  CHECK_THAT(text_of(test::sample_patch_report()), !Contains("\033["));
  CHECK_THAT(text_of(test::sample_patch_report(), {.colour = true, .width = 400}), Contains("\033[31;1mNEW"));
}

TEST_CASE("quiet leaves the violations and the last line") {
  const std::string text = text_of(test::sample_patch_report(), {.quiet = true, .width = 400});
  CHECK_THAT(text, Catch::StartsWith("mm/memory.c:606: NEW"));
  CHECK_THAT(text, !Contains("not looked at") && !Contains("functional change"));
}

TEST_CASE("a check is a table of properties and architectures") {
  Report report = check_report();
  report.results = {test::sample_result("x86_64", Outcome::refuted, Delta::none),
                    test::sample_result("arm", Outcome::holds, Delta::none)};
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("x86_64   arm\n"));
  CHECK_THAT(text, Contains("uncounted_zero_page_is_never_normal  REFUTED  holds\n"));
  CHECK_THAT(text, Contains("1 known hole of Linux 6.12.94 (-v has the witnesses):\nmm/memory.c:606: "));
  CHECK_THAT(text, Contains("x86_64: uncounted_zero_page_is_never_normal fails for zero_page_read_fault\n"));
  CHECK_THAT(text, Contains("\n    known\n") && !Contains("answer"));
  const std::string whole = text_of(report, {.verbose = true, .width = 400});
  CHECK_THAT(whole, Contains("answer  NULL\n") && Contains("note    known\n"));
  // What nothing is known of is shown whole.
  report.results.front().note = "also refuted: zero_page_dax_hole";
  report.results.front().known_hole.clear();
  CHECK_THAT(text_of(report), Contains("answer  NULL\n") && !Contains("known hole"));
}

TEST_CASE("many architectures that say the same share a column") {
  Report report = check_report();
  for (const char* arch : {"x86_64", "i386", "arm64", "arm", "s390", "powerpc", "um"})
    report.results.push_back(test::sample_result(
        arch, std::string(arch) == "arm" ? Outcome::unknown : Outcome::holds, Delta::none));
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("[1] x86_64 i386 arm64 s390 powerpc um\n"));
  CHECK_THAT(text, Contains("[2] arm\n"));
  CHECK_THAT(text, Contains("not decided:\n"));
}

TEST_CASE("of several verdicts in a cell the worst is shown") {
  Report report = check_report();
  report.results = {test::sample_result("arm", Outcome::holds, Delta::none),
                    test::sample_result("arm", Outcome::unknown, Delta::none),
                    test::sample_result("arm", Outcome::not_applicable, Delta::none)};
  CHECK_THAT(text_of(report), Contains("uncounted_zero_page_is_never_normal  unknown\n"));
}

TEST_CASE("lines that were not looked at are said aloud") {
  Report report = test::sample_patch_report();
  report.lines.push_back({"mm/Kconfig", true, 3, 5, LineClass::build_system, "", {}});
  report.lines.push_back({"mm/Kconfig", true, 9, 9, LineClass::build_system, "", {}});
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("mm/Kconfig: lines 3-5, 9: Kconfig, Makefile"));
  CHECK_THAT(text, Contains("4 of 8 changed lines not looked at"));
}

TEST_CASE("a file that is not modelled is listed once, with what the machine knows of its functions") {
  Report report = test::sample_patch_report();
  const auto add = [&](unsigned first, unsigned last, const std::string& function) {
    report.lines.push_back({"mm/gup.c", true, first, last, LineClass::not_modelled, function, {}});
  };
  add(84, 84, "try_get_folio");
  add(90, 91, "try_get_folio");
  add(2973, 2973, "gup_fast_pte_range");
  const std::string why = "no checked unit includes it";
  report.not_checked.push_back({"mm/gup.c", why, {"mm/gup.c", 84}, "", true, {}});
  report.not_checked.push_back(
      {"gup_fast_pte_range()", why, {"mm/gup.c", 2973}, "", true, {"own/gup_fast", "own/gup_fast_grab"}});
  const std::string text = text_of(report);
  CHECK_THAT(
      text,
      Contains("  mm/gup.c: 4 lines in try_get_folio(), gup_fast_pte_range(): no checked unit includes "
               "it\n    gup_fast_pte_range(): modelled as own/gup_fast, own/gup_fast_grab; see pfncheck "
               "explain own/gup_fast\n"));
  CHECK(text.find("mm/gup.c") == text.rfind("mm/gup.c"));
}

TEST_CASE("lines that the compiler refuses are not said to be compiled nowhere") {
  Report report = test::sample_patch_report();
  report.lines.push_back({"mm/gup.c", true, 7, 9, LineClass::not_compiled, "", {}, "", "", {"arm64"}});
  CHECK_THAT(text_of(report), Contains("mm/gup.c: lines 7-9: not compared on arm64\n"));
  report.lines.back().refused.clear();
  CHECK_THAT(text_of(report), Contains("mm/gup.c: lines 7-9: not compiled in any checked configuration\n"));
}

TEST_CASE("a macro is named, and what it changes is not where it stands") {
  Report report = test::sample_patch_report();
  report.lines.push_back(
      {"include/linux/mm.h", true, 131, 131, LineClass::unlifted_function, "", {}, "LIMIT", "do_fault()"});
  CHECK_THAT(text_of(report),
             Contains("include/linux/mm.h: line 131: macro LIMIT changes do_fault(): no rule covers it"));
}

TEST_CASE("a thing that is a file is not named twice") {
  Report report = test::sample_patch_report();
  report.not_checked.push_back({"scripts/x.pl", "its mode changes", {"scripts/x.pl", 0}, "", true, {}});
  CHECK_THAT(text_of(report), Contains("  scripts/x.pl: its mode changes\n"));
}

TEST_CASE("each patch of a series has its verdict, and a new violation names its patch") {
  Report report = test::sample_patch_report();
  report.results[1].patch = 2;
  report.patches.resize(3);
  report.patches[0] = {1, "mm: words", {}, {}, {}, {}, {}, {}, 0};
  report.patches[1] = {2, "mm: drop it", {report.results[1]}, {}, {}, {}, {}, {}, 1};
  ResultRecord other = test::sample_result("arm", Outcome::refuted, Delta::new_);
  report.patches[2] = {3, "mm: more", {other}, {}, {}, {{{"mm/memory.c", 1}, "error", "um"}}, {}, {}, 2};
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("    patch   2/3 mm: drop it\n"));
  CHECK_THAT(
      text,
      Contains("  1/3 mm: words\n      nothing changes in what is checked\n  2/3 mm: drop it\n      NEW "
               "uncounted_zero_page_is_never_normal  x86_64\n"));
  CHECK_THAT(text, Contains("  3/3 mm: more\n      does not compile  um\n"));
  CHECK_THAT(text, Contains("by patch 3/3 mm: more, and gone at the end of the series:"));
  CHECK_THAT(text, Catch::EndsWith("exit 2\n"));
}

TEST_CASE("how a patch was read is said first") {
  Report report = test::sample_patch_report();
  report.notes = {"s.mbox: version 1 (one patch) is left out"};
  CHECK_THAT(text_of(report), Contains("note: s.mbox: version 1 (one patch) is left out\n"));
}

TEST_CASE("what the compiler says stands at the patch's line") {
  Report report = test::sample_patch_report();
  report.messages = {{{"mm/memory.c", 612}, "error: expected ';'", "arm"}};
  CHECK_THAT(text_of(report), Contains("does not compile: mm/memory.c:612: error: expected ';'  arm\n"));
}

TEST_CASE("of many errors of a row the first few are shown, and those of several rows once") {
  Report report = test::sample_patch_report();
  const auto add = [&](unsigned line, const char* arch) {
    report.messages.push_back({{"mm/memory.c", line}, "error: expected ';'", arch});
  };
  for (unsigned line = 1; line <= 40; ++line)
    for (const char* arch : {"arm", "arm64"}) add(line, arch);
  add(50, "arm64");
  add(60, "um");
  const std::string text = text_of(report);
  for (unsigned line = 1; line <= 5; ++line)
    CHECK_THAT(text, Contains("does not compile: mm/memory.c:" + std::to_string(line) +
                              ": error: expected ';'  arm64 arm\n"));
  CHECK_THAT(text, !Contains("mm/memory.c:6:") && !Contains("mm/memory.c:50:"));
  CHECK_THAT(text, Contains("mm/memory.c:60: error: expected ';'  um\n"));  // the first of its row
  CHECK_THAT(text, Contains("does not compile: 36 more errors (-v has all)  arm64\n"
                            "does not compile: 35 more errors (-v has all)  arm\n"));
  const std::string whole = text_of(report, {.verbose = true, .width = 400});
  CHECK_THAT(whole, Contains("mm/memory.c:40: error: expected ';'  arm64 arm\n") && !Contains("more error"));
}

TEST_CASE("counts of the last line have a unit") {
  Report report = check_report();
  report.command = "patch";
  for (const char* arch : {"x86_64", "arm64", "arm", "s390"})
    for (const char* property : {"raw_entry_is_never_normal", "cowed_page_is_normal", "rule_only_answers"}) {
      report.results.push_back(test::sample_result(arch, Outcome::refuted, Delta::new_));
      report.results.back().property = property;
    }
  CHECK_THAT(text_of(report), Contains("\n12 new violations (3 properties on 4 architectures), 0 fixed, "
                                       "0 pre-existing; "));
  for (ResultRecord& r : report.results) r.delta = Delta::none;
  report.command = "check";
  CHECK_THAT(text_of(report), Contains("\n0 hold, 12 refuted (3 properties on 4 architectures).  exit 1"));
}

TEST_CASE("a patch's report says which rows were asked, and whose lines are numbered") {
  CHECK_THAT(
      text_of(test::sample_patch_report()),
      Catch::StartsWith("patch: Linux 6.12.94: 1 property on 2 architectures: x86_64 arm\n"
                        "line numbers are of the patched files (in `before`: of the unpatched ones)\n"));
}

TEST_CASE("a new violation without a trace says why") {
  Report report = test::sample_patch_report();
  CHECK_THAT(text_of(report), !Contains("    trace "));
  report.results[1].no_trace = "no slice has PUD leaves";
  CHECK_THAT(text_of(report), Contains("    trace   none: no slice has PUD leaves\n"));
}

TEST_CASE("what is taken for granted of an entry stands with the verdict") {
  Report report = test::sample_patch_report();
  CHECK_THAT(text_of(report), Contains("    entry   The zero page"));
  report.results[1].origin = "huge_raw_in_mixedmap";
  report.results[1].story = Story{};
  report.results[1].story->assumed = {
      {"exclusion lifted", "raw_huge_entry_in_mixedmap", "A driver inserts one.", ""},
      {"exclusion lifted, done today", "dax_in_mixedmap", "A file system maps one.", ""},
      {"fault for the patch", "zero_page_is_counted", "It counts.", ""}};
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("    entry   vmf_insert_pfn_pmd or _pud into VM_MIXEDMAP"));
  CHECK_THAT(text,
             Contains("    assumes exclusion lifted: raw_huge_entry_in_mixedmap (by default nobody does "
                      "it): A driver inserts one.\n            exclusion lifted: dax_in_mixedmap (today's "
                      "kernels, drivers or programs do it): A file system maps one.\n            for "
                      "the patch stands fault zero_page_is_counted: It counts.\n"));
}

TEST_CASE("a violation that reads the same on several rows is one block; what differs names its rows") {
  Report report = test::sample_patch_report();
  report.results.clear();
  report.patches.clear();
  for (const char* arch : {"x86_64", "arm64", "arm"}) {
    report.results.push_back(test::sample_result(arch, Outcome::refuted, Delta::new_));
    report.results.back().note.clear();
  }
  report.results[0].story = Story{};
  report.results[0].story->breaks = "no_reference_is_lost";
  report.results[1].no_trace = report.results[2].no_trace = "not found within the bounds of slice own";
  report.results[2].note = "also refuted: zero_page_dax_hole";
  const std::string text = text_of(report);
  INFO(text);
  CHECK(text.find("NEW uncounted") == text.rfind("NEW uncounted"));
  CHECK_THAT(text, Contains("zero_page_read_fault)  x86_64 arm64 arm\n"));
  CHECK_THAT(text, Contains("    trace   x86_64:\n    start   any\n"));
  CHECK_THAT(text, Contains("    trace   arm64 arm: none: not found within the bounds of slice own\n"));
  CHECK_THAT(text, Contains("    note    arm: also refuted: zero_page_dax_hole\n"));
  // Another witness is another text.
  report.results[1].witness->when = {"special=0"};
  CHECK_THAT(text_of(report), Contains("zero_page_read_fault)  x86_64 arm\n") && Contains("fault)  arm64\n"));
  // Of calls that were found one is enough.
  for (ResultRecord& r : report.results) r.witness->one_call = true;
  CHECK_THAT(text_of(report), Contains("    one call that breaks it, on x86_64:\n    when    special=1"));
}

TEST_CASE("a call that was found is not told as a complete condition") {
  Report report = test::sample_patch_report();
  ChangeRecord& change = report.changes[0];
  change.judged = false;
  change.when = {"id = 32767"};
  change.before = {"returns -22"};
  change.after = {"a call of kvm_arch()"};
  report.results[1].witness->one_call = true;
  const std::string text = text_of(report);
  CHECK_THAT(text, Contains("not judged: no property is about it  x86_64\n"
                            "    one call on which they part:\n    when    id = 32767\n"));
  CHECK_THAT(text, Contains("    one call that breaks it:\n    when    special=1"));
}

TEST_CASE("a difference that nothing judges names the operations that are made after the function") {
  Report report = test::sample_patch_report();
  ChangeRecord& change = report.changes[0];
  change.judged = false;
  change.modelled_as = {"own/gup_fast", "own/gup_fast_grab"};
  CHECK_THAT(text_of(report), Contains("    note    modelled as own/gup_fast, own/gup_fast_grab, which does "
                                       "not change with the patch; see pfncheck explain own/gup_fast\n"));
}

TEST_CASE("a table says what a line and a column is") {
  Report report = check_report();
  report.results = {test::sample_result("x86_64", Outcome::holds, Delta::none)};
  CHECK_THAT(text_of(report), Contains("verdict of each property, by architecture:\n  property "));
  CHECK_THAT(text_of(test::sample_patch_report()),
             Contains("    a case a line: 1 yes, 0 no, . either\n    special  pfn is zero  before  after\n"));
}

TEST_CASE("a new warning is one line a place, and does not count") {
  Report report = test::sample_patch_report();
  finish(report);
  const int exit_code = report.exit_code;
  report.warnings = {{{"mm/memory.c", 612}, "warning: unused variable 'x' [-Wunused-variable]", "arm64"},
                     {{"mm/memory.c", 612}, "warning: unused variable 'x' [-Wunused-variable]", "arm"}};
  report.patches.resize(1);
  report.patches[0].number = 1;
  report.patches[0].warnings = report.warnings;
  finish(report);
  CHECK(report.exit_code == exit_code);
  const std::string text = to_text(report, {.width = 200});
  CHECK_THAT(text,
             Contains("\nnew warning, not counted: mm/memory.c:612: unused variable 'x' [-Wunused-variable]  "
                      "arm64 arm\n"));
  CHECK_THAT(text, Contains("\n      new warnings, not counted  arm64 arm\n"));
}

TEST_CASE("of what fails outside the contracts, that of a patch is shown and the rest is numbered") {
  Report report = test::sample_patch_report();
  report.outside = {test::sample_result("arm", Outcome::refuted, Delta::pre_existing)};
  CHECK_THAT(text_of(report), Contains("not counted: 1 failure outside the contracts (-v lists them)"));
  report.outside[0].delta = Delta::new_;
  CHECK_THAT(text_of(report), Contains("new outside the contracts:\n"
                                       "  mm/memory.c:606: NEW"));
}

TEST_CASE("a patch is told the known holes of its tree in the number that check has") {
  Report tree = check_report();
  tree.results = {test::sample_result("arm", Outcome::refuted, Delta::none)};
  CHECK_THAT(text_of(tree), Contains("1 known hole of Linux 6.12.94 (-v has"));
  // Before the table: it is what a reader looks for.
  CHECK(text_of(tree).find("1 known hole") < text_of(tree).find("REFUTED"));
  Report patch = check_report();
  patch.command = "patch";
  patch.results = {test::sample_result("arm", Outcome::refuted, Delta::pre_existing)};
  CHECK_THAT(text_of(patch), Contains("\n1 known hole of Linux 6.12.94, none of your patch\n"));
  patch.results.front().mended = true;
  CHECK_THAT(text_of(patch), Contains("1 known hole of Linux 6.12.94, none of your patch; 1 fixed by it\n"));
}

TEST_CASE("of a run the table has what does not hold, and the last line what holds by an exclusion only") {
  Report report = test::sample_patch_report();
  report.command = "run";
  report.changes.clear();
  report.results = {test::sample_result("x86_64", Outcome::holds, Delta::none),
                    test::sample_result("arm", Outcome::holds, Delta::none)};
  report.results[1].rule = "own";
  report.results[1].today = {"remap_into_mixedmap"};
  report.summary = {};
  finish(report);
  const std::string text = text_of(report, {.width = 400});
  CHECK_THAT(text, !Contains("verdict of each property") && Contains("holds! (-v: on which architectures)") &&
                       Contains("uncounted_zero_page_is_never_normal (own): remap_into_mixedmap\n") &&
                       Contains("2 hold (1 of them only by what is excluded), 0 refuted."));
  const std::string whole = text_of(report, {.verbose = true, .width = 400});
  CHECK_THAT(whole, Contains("verdict of each property") && Contains("holds!") && !Contains("(-v: on which"));
}

TEST_CASE("what limits a verdict stays in the shortest report") {
  Report report = test::sample_patch_report();
  report.results.push_back(test::sample_result("um", Outcome::unknown, Delta::unchanged));
  report.results.back().reason = "timeout";
  report.results[0].rule = "own";
  report.results[0].today = {"remap_into_mixedmap"};
  report.changes[1].meaning = Meaning::unknown;
  report.not_checked.push_back({"do_fault()", "no rule covers it", {"mm/memory.c", 12}, "", true, {}});
  const std::string text = text_of(report, {.quiet = true, .width = 400});
  CHECK_THAT(text, Contains("note: series.mbox: version 1 (one patch) is left out\n"));
  CHECK_THAT(text,
             Contains("not today: own/remap_into_mixedmap breaks uncounted_zero_page_is_never_normal\n"));
  CHECK_THAT(text, Contains("not decided: mm/memory.c:606: uncounted_zero_page_is_never_normal "
                            "(vm_normal_page, PTE)  um: timeout\n"));
  CHECK_THAT(text,
             Contains("not decided: mm/memory.c:579: vm_normal_page(): may be a functional change  arm\n"));
  CHECK_THAT(text, Contains("not looked at: mm/memory.c: do_fault(): no rule covers it\n"));
  CHECK_THAT(text, !Contains("copy_present_ptes"));  // said, and no limit
}

TEST_CASE("what an answer rests on is told once") {
  Report report = check_report();
  report.results = {test::sample_result("arm", Outcome::refuted, Delta::none)};
  report.results[0].approximations = {"stand-in: pfn_valid(pfn) (mm/memory.c:12)",
                                      "unknown: x was never set"};
  const std::string text = text_of(report, {.verbose = true, .width = 400});
  CHECK_THAT(text, Contains("    stand-in pfn_valid(pfn) (mm/memory.c:12)\n"));
  CHECK_THAT(text, Contains("    unknown x was never set\n"));
}
