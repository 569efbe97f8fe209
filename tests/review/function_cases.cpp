// SPDX-License-Identifier: GPL-2.0-or-later
// Function cases: every file of cases/functions comes to what its first comment expects; and what is wrong
// with others is said.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>

#include "lift/tree/files.hpp"
#include "lift/tree/tools.hpp"
#include "model/input_error.hpp"
#include "report/exit_code.hpp"
#include "report/text.hpp"
#include "review/function/case_file.hpp"

using namespace pfncheck;

namespace {

bool is_skipped() {
  if (!find_tool("clang-19").empty()) return false;
  WARN("skipped: no clang-19");
  return true;
}

/// A case of this text, and its messages.
struct Asked {
  std::optional<FunctionCaseRecord> record;
  std::vector<Message> messages;
};
Asked ask(const std::string& text) {
  const TemporaryFolder folder("/tmp");
  const std::string file = folder.path() + "/case.c";
  write_file(file, text);
  Asked asked;
  asked.record = run_function_case(file, {}, asked.messages);
  return asked;
}

}  // namespace

TEST_CASE("every function case is as expected, and short") {
  if (is_skipped()) return;
  const auto files = function_case_files({PFNCHECK_SOURCE_DIR "/cases/functions"});
  std::vector<std::size_t> lines;
  std::set<std::string> answers;
  for (const std::string& file : files) {
    INFO(file);
    std::vector<Message> messages;
    const auto record = run_function_case(file, {}, messages);
    REQUIRE(record);
    CHECK_FALSE(record->expected.empty());
    CHECK(record->as_expected);
    answers.insert(record->answer);
    const std::string text = read_file(file).value_or("");
    lines.push_back(static_cast<std::size_t>(std::ranges::count(text, '\n')));
  }
  std::ranges::sort(lines);
  CHECK(lines[lines.size() / 2] < 30);
  CHECK(answers == std::set<std::string>{"different", "holds", "refuted", "same", "undecided", "vacuous"});
}

TEST_CASE("a function case that expects something else is told with the call that shows it") {
  if (is_skipped()) return;
  const Asked asked =
      ask("// expect: same\n// target: x86_64\n"
          "int before(int a) { return a; }\nint after(int a) { return a == 7 ? 8 : a; }\n");
  REQUIRE(asked.record);
  CHECK_FALSE(asked.record->as_expected);
  REQUIRE(asked.record->answers.front().witness);
  CHECK(asked.record->answers.front().witness->when == std::vector<std::string>{"a = 7"});
  CHECK(asked.record->answers.front().witness->before == "returns 7");
  CHECK(asked.record->answers.front().witness->after == "returns 8");
  Report report;
  report.command = "function";
  report.function_cases.push_back(*asked.record);
  finish(report);
  CHECK(report.exit_code == 1);
  const std::string text = to_text(report, {});
  CHECK(text.find("different, expected same") != std::string::npos);
  CHECK(text.find("when    a = 7") != std::string::npos);
}

TEST_CASE("static variables start as they are written in a check, and can hold anything in a comparison") {
  if (is_skipped()) return;
  CHECK(ask("// expect: holds\n#include <pfncheck.h>\nstatic int count;\nvoid check(void) { ASSERT(count == "
            "0); }\n")
            .record->as_expected);
  CHECK(
      ask("// expect: different\nstatic int count;\nint before(void) { return 0; }\nint after(void) { return "
          "count; }\n")
          .record->as_expected);
}

TEST_CASE("a counterexample must not rest on what nobody knows") {
  if (is_skipped()) return;
  const Asked asked =
      ask("// target: x86_64\n#include <pfncheck.h>\nint unknown(void);\nvoid check(void) { "
          "ASSERT(unknown()); }\n");
  CHECK(asked.record->answer == "undecided");
  CHECK(asked.record->answers.front().reason.find("unknown") != std::string::npos);
}

TEST_CASE("nothing holds and nothing is the same by what a function without a body does unseen") {
  if (is_skipped()) return;
  const Asked claimed =
      ask("// target: x86_64\n#include <pfncheck.h>\nint g;\nvoid f(void);\n"
          "void check(void) { g = 1; f(); ASSERT(g == 1); }\n");
  CHECK(claimed.record->answer == "undecided");
  const Asked compared =
      ask("// target: x86_64\nint g, f(void);\nint before(void) { int a = g; f(); return a; }\n"
          "int after(void) { f(); return g; }\n");
  CHECK(compared.record->answer == "undecided");
  CHECK(compared.record->answers.front().reason.find("f(), without a body") != std::string::npos);
}

TEST_CASE("a function case is found by a relative name") {
  if (is_skipped()) return;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(PFNCHECK_SOURCE_DIR);
  std::vector<Message> messages;
  const auto record = run_function_case("cases/functions/same_clamp.c", {}, messages);
  std::filesystem::current_path(here);
  REQUIRE(record);
  CHECK(record->as_expected);
}

TEST_CASE("mistakes in a function case are told by file and line") {
  if (is_skipped()) return;
  CHECK_THROWS_WITH(ask("// expect: equal\nint before(void) { return 0; }\n"),
                    Catch::Matchers::Contains("case.c:1: `equal` is no answer"));
  CHECK_THROWS_WITH(ask("// target: vax\nint before(void) { return 0; }\n"),
                    Catch::Matchers::Contains("case.c:1: no target `vax`"));
  CHECK_THROWS_WITH(ask("int before(void) { return 0; }\n"), Catch::Matchers::Contains("it asks nothing"));
  const Asked broken = ask("int before(void) { return x; }\n");
  CHECK_FALSE(broken.record);
  REQUIRE_FALSE(broken.messages.empty());
  CHECK(broken.messages.front().place.line == 1);
  CHECK_THROWS_AS(function_case_files({"/nonexistent.c"}), InputError);
}

TEST_CASE("what stands in for a function has its type, or nothing is answered") {
  if (is_skipped()) return;
  CHECK_THROWS_WITH(
      ask("// target: x86_64\n#include <pfncheck.h>\nint f(int a);\nint STAND_IN(f)(void) { return 1; }\n"
          "void check(void) { ASSERT(f(1) == 1); }\n"),
      Catch::Matchers::Contains("f() has other parameters"));
}
