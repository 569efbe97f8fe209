// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of the manual is run; what an example is and what it needs stands in tests/docs/examples.hpp.
// scripts/doc-examples writes again what they print.
#include <catch2/catch.hpp>

#include "program.hpp"
#include "tests/docs/examples.hpp"

using namespace pfncheck::test;
using namespace pfncheck::docs;
using Lines = std::vector<std::string>;

TEST_CASE("the examples of the manual print what the manual says") {
  std::size_t ran_examples = 0;
  for (const auto& page : pages_of(PFNCHECK_SOURCE_DIR)) {
    for (const Example& example : examples_of(page)) {
      const ScratchFolder scratch;
      const Lines call = call_of(example, PFNCHECK_SOURCE_DIR, scratch.path());
      if (call.empty()) continue;
      const Ran ran = pfncheck::test::pfncheck(call, PFNCHECK_SOURCE_DIR);
      INFO(page.filename().string() << ":" << example.line << ": pfncheck "
                                    << Catch::StringMaker<Lines>::convert(call) << "\n"
                                    << ran.out << ran.err << "\nif that is right: scripts/doc-examples");
      CHECK(fits(example.output, lines_of(ran.out + ran.err)));
      ++ran_examples;
    }
  }
  CHECK(ran_examples > 0);
}

TEST_CASE("an example whose output is wrong is seen") {
  CHECK(fits({"a", "...", "d"}, {"a", "b", "c", "d"}));
  CHECK(fits({"a", "...", "d"}, {"a", "d"}));
  CHECK_FALSE(fits({"a", "...", "d"}, {"a", "b"}));
  CHECK_FALSE(fits({"a"}, {"a", "b"}));
  CHECK_FALSE(fits({"a", "b"}, {"a"}));
  CHECK(fits({"check: Linux 6.12.94: x"}, {"check: Linux 6.12.107: x"}));
  CHECK(fits({"mm/memory.c:606: y"}, {"mm/memory.c:657: y"}));
}

TEST_CASE("an example that is written again keeps its elisions") {
  // Neighbours are still there: the elision stays between them and stands for other lines now.
  Promoted now = promoted({"a", "...", "d"}, {"new", "a", "x", "y", "z", "d"});
  CHECK(now.output == Lines{"new", "a", "...", "d"});
  CHECK_FALSE(now.elision_moved);
  // A line beside it changed: as many lines stay, and somebody is told to look.
  now = promoted({"a", "b", "...", "d"}, {"a", "B", "c", "c", "d"});
  CHECK(now.output == Lines{"a", "B", "...", "d"});
  CHECK(now.elision_moved);
  // Nothing fits any more.
  now = promoted({"a", "...", "d"}, {"x", "y", "z"});
  CHECK(now.output == Lines{"x", "...", "z"});
  CHECK(now.elision_moved);
  now = promoted({"a", "...", "d"}, {"x"});
  CHECK(now.output == Lines{"x"});
  CHECK(now.elision_moved);
  // Without an elision the text is what is printed; blank lines at the end of a block are the page's.
  now = promoted({"a", "b", ""}, {"a", "c"});
  CHECK(now.output == Lines{"a", "c", ""});
  CHECK_FALSE(now.elision_moved);
  CHECK(promoted({"..."}, {"x", "y"}).output == Lines{"..."});
  CHECK(promoted({}, {"x"}).output == Lines{"x"});
}
