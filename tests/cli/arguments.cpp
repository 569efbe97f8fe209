// SPDX-License-Identifier: GPL-2.0-or-later
// Wrong arguments: one clear line with the remedy, exit 2.
#include <catch2/catch.hpp>

#include "program.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

/// One line on standard error that says so, nothing on standard output.
void refused(const std::vector<std::string>& arguments, const std::string& says) {
  const Ran ran = pfncheck::test::pfncheck(arguments);
  INFO(ran.err);
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.empty());
  CHECK_THAT(ran.err, Catch::StartsWith("pfncheck: error: ") && Contains(says));
  CHECK(ran.err.find('\n') == ran.err.size() - 1);
}

}  // namespace

TEST_CASE("names with a slip of the fingers get the right one offered") {
  refused({"chekc"}, "no command `chekc`; did you mean `check`?");
  refused({"explain", "x86_46"}, "did you mean `x86_64`?");
  refused({"list", "origin"}, "did you mean `origins`?");
  refused({"run", "raw_entry_is_never_norml"}, "did you mean `raw_entry_is_never_normal`?");
  refused({"run", "--arch", "arm46"}, "did you mean `arm64`?");
  refused({"table", "vm_normal_page_pdm"}, "did you mean `vm_normal_page_pmd`?");
  refused({"check", "--tree", ".", "--prop", "zero"}, "did you mean `uncounted_zero_page_is_never_normal`?");
  refused({"check", "--tree", ".", "--rule", "vm_norml_page"}, "did you mean `vm_normal_page`?");
}

TEST_CASE("names that are near nothing get the list named") {
  refused({"run", "qqqqqqqq"}, "pfncheck list props");
  refused({"explain", "qqqqqqqq"}, "pfncheck list");
}

TEST_CASE("options that are missing, unknown or wrong") {
  refused({}, "--help");
  refused({"check"}, "--tree");
  refused({"patch", "--tree", "."}, "patch");
  refused({"run", "--nonsense"}, "--nonsense");
  refused({"run", "--format", "xml"}, "--format");
  refused({"run", "--jobs", "0"}, "--jobs");
  refused({"run", "--budget", "-1"}, "--budget");
  refused({"run", "--release", "six"}, "type one like 6.12");
  refused({"table", "vm_normal_page", "--against", "."}, "--tree DIR");
}

TEST_CASE("a list of names ends before the next argument") {
  const ScratchFolder empty;
  refused({"patch", "--tree", empty.path(), "--arch", "arm,x86_64", "some.patch"}, empty.path());
}

TEST_CASE("a row without a build is refused for a tree") {
  refused({"check", "--tree", ".", "--arch", "alpha"}, "reference model only");
}

TEST_CASE("trees that are none") {
  const ScratchFolder empty;
  refused({"check", "--tree", empty.file("absent")}, empty.file("absent"));
  refused({"check", "--tree", empty.path()}, empty.path());
  refused({"prepare", "--tree", empty.path()}, empty.path());
  refused({"patch", "--tree", empty.path(), empty.file("absent.patch")}, empty.path());
}

TEST_CASE("help and version end with 0") {
  CHECK(pfncheck::test::pfncheck({"--help"}).exit_code == 0);
  CHECK_THAT(pfncheck::test::pfncheck({"--version"}).out, Catch::StartsWith("pfncheck "));
  for (const char* command :
       {"run", "check", "patch", "table", "replay", "list", "explain", "prepare", "doctor"}) {
    const Ran ran = pfncheck::test::pfncheck({command, "--help"});
    CHECK(ran.exit_code == 0);
    for (const char* option : {"--format", "-o", "--jobs", "--budget", "--cache", "--color", "-q", "-v"})
      CHECK_THAT(ran.out, Contains(option));
  }
}
