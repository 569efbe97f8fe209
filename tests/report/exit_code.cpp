// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/exit_code.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "sample.hpp"

using namespace pfncheck;

namespace {

Report one(const char* command, ResultRecord result) {
  Report report;
  report.command = command;
  report.results = {std::move(result)};
  return report;
}

ExitCode of_check(Outcome verdict) {
  return exit_code_of(one("check", test::sample_result("arm", verdict, Delta::none)));
}
ExitCode of_patch(Outcome verdict, Delta delta) {
  return exit_code_of(one("patch", test::sample_result("arm", verdict, delta)));
}

}  // namespace

TEST_CASE("the worse code wins: 70, 2, 1, 3, 0") {
  const std::vector order = {ExitCode::fault, ExitCode::bad_input, ExitCode::violated, ExitCode::undecided,
                             ExitCode::decided};
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::size_t j = i; j < order.size(); ++j) {
      CHECK(worse(order[i], order[j]) == order[i]);
      CHECK(worse(order[j], order[i]) == order[i]);
    }
}

TEST_CASE("each verdict of a check has its code") {
  CHECK(of_check(Outcome::holds) == ExitCode::decided);
  CHECK(of_check(Outcome::not_applicable) == ExitCode::decided);
  CHECK(of_check(Outcome::refuted) == ExitCode::violated);
  CHECK(of_check(Outcome::unknown) == ExitCode::undecided);
  CHECK(of_check(Outcome::unsupported) == ExitCode::undecided);
  CHECK(of_check(Outcome::vacuous) == ExitCode::undecided);
  CHECK(of_check(Outcome::error) == ExitCode::fault);
}

TEST_CASE("a check that asked nothing of what was named is undecided") {
  Report report = one("check", test::sample_result("arm", Outcome::not_applicable, Delta::none));
  report.not_checked = {{"copy_present_ptes", "this kernel has none", {}, "", false}};
  CHECK(exit_code_of(report) == ExitCode::undecided);
  report.results.push_back(test::sample_result("s390", Outcome::holds, Delta::none));
  CHECK(exit_code_of(report) == ExitCode::decided);
}

TEST_CASE("only a new violation makes a patch end with 1") {
  CHECK(of_patch(Outcome::refuted, Delta::new_) == ExitCode::violated);
  CHECK(of_patch(Outcome::refuted, Delta::pre_existing) == ExitCode::decided);
  CHECK(of_patch(Outcome::holds, Delta::fixed) == ExitCode::decided);
  CHECK(of_patch(Outcome::unknown, Delta::unchanged) == ExitCode::undecided);
}

TEST_CASE("the before side of a patch adds nothing") {
  ResultRecord before = test::sample_result("arm", Outcome::refuted, Delta::new_);
  before.side = Side::before;
  CHECK(exit_code_of(one("patch", before)) == ExitCode::decided);
}

TEST_CASE("rows without a build and entries outside the contracts add nothing") {
  ResultRecord reference = test::sample_result("alpha", Outcome::refuted, Delta::none);
  reference.built = false;
  CHECK(exit_code_of(one("run", reference)) == ExitCode::decided);
  Report outside = one("check", test::sample_result("arm", Outcome::holds, Delta::none));
  outside.outside = {test::sample_result("arm", Outcome::refuted, Delta::none)};
  CHECK(exit_code_of(outside) == ExitCode::decided);
}

TEST_CASE("what a patch newly breaks outside the contracts is for the reviewer to decide") {
  Report report = one("patch", test::sample_result("arm", Outcome::holds, Delta::unchanged));
  for (const Delta old : {Delta::unchanged, Delta::pre_existing, Delta::fixed}) {
    report.outside = {test::sample_result("arm", Outcome::refuted, old)};
    CHECK(exit_code_of(report) == ExitCode::decided);
  }
  report.outside = {test::sample_result("arm", Outcome::refuted, Delta::new_)};
  report.outside[0].side = Side::after;
  CHECK(exit_code_of(report) == ExitCode::undecided);
  report.outside[0].side = Side::before;
  CHECK(exit_code_of(report) == ExitCode::decided);
}

TEST_CASE("a changed line that was not looked at makes 3 unless something is violated") {
  for (const LineClass line_class :
       {LineClass::not_compiled, LineClass::not_modelled, LineClass::build_system}) {
    Report report = one("patch", test::sample_result("arm", Outcome::holds, Delta::unchanged));
    report.lines = {{"mm/Kconfig", true, 1, 2, line_class, "", {}}};
    CHECK(exit_code_of(report) == ExitCode::undecided);
    report.results.push_back(test::sample_result("x86_64", Outcome::refuted, Delta::new_));
    CHECK(exit_code_of(report) == ExitCode::violated);
    report.messages = {{{"mm/memory.c", 3}, "error: use of undeclared identifier", ""}};
    CHECK(exit_code_of(report) == ExitCode::bad_input);
  }
}

TEST_CASE("unknown meaning and incomplete tables are undecided") {
  Report report;
  report.command = "patch";
  report.changes = {{}};
  CHECK(exit_code_of(report) == ExitCode::undecided);
  report.changes[0].meaning = Meaning::different;
  CHECK(exit_code_of(report) == ExitCode::decided);
  report.tables.emplace_back().complete = false;
  CHECK(exit_code_of(report) == ExitCode::undecided);
}
