// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/wrap.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "report/text.hpp"
#include "sample.hpp"

using namespace pfncheck;

TEST_CASE("lines are broken at blanks and continue where their text begins") {
  CHECK(laid_out("    when    " + wrapped("one two three", 12) + "\n", 20) ==
        "    when    one two\n            three\n");
  CHECK(laid_out("one two three", 7) == "one two\n  three");
  CHECK(laid_out("  one two three\n", 9) == "  one two\n    three\n");
  // A word that is too long stays whole; what fits is left as it is, blanks included.
  CHECK(laid_out("verylongword two", 5) == "verylongword\n  two");
  CHECK(laid_out("a   b", 80) == "a   b");
  CHECK(laid_out(unbroken("one two three\n"), 7) == "one two three\n");
}

TEST_CASE("colours and letters of several bytes take the room that they show") {
  CHECK(columns_of("\033[31;1mNEW\033[0m") == 3);
  CHECK(columns_of("\xc3\xa4") == 1);
  CHECK(laid_out("\033[31;1mNEW\033[0m four", 8) == "\033[31;1mNEW\033[0m four");
}

TEST_CASE("a word that is too long for its column begins farther to the left") {
  CHECK(laid_out("  label " + wrapped("one longer_than_that", 8), 20) == "  label one\n    longer_than_that");
  CHECK(laid_out("    label   as_long_as_the_page_is", 22) == "    label\nas_long_as_the_page_is");
}

TEST_CASE("no line of a report is wider than the page but what cannot be broken") {
  for (const std::size_t width : {80U, 60U, 120U}) {
    Report report = test::sample_patch_report();
    finish(report);
    std::istringstream lines(to_text(report, {.width = width}));
    std::string last, line;
    while (std::getline(lines, line)) {
      if (!last.empty()) CHECK(last.size() <= width);
      last = line;
    }
  }
}

TEST_CASE("headings of a table that is too wide stand in several lines") {
  Report report = test::sample_patch_report();
  REQUIRE_FALSE(report.changes.empty());
  TableRecord& table = report.changes.front().table;
  table.atoms = {"pfn is the zero page", "pfn is the huge zero page", "VM_MIXEDMAP"};
  table.rows = {{{true, std::nullopt, false}, "NULL", "page"}};
  report.changes.resize(1);
  finish(report);
  const std::string text = to_text(report, {.width = 60});
  CHECK_THAT(text, Catch::Contains("\n    pfn is the  pfn is the\n"));
  CHECK_THAT(text, Catch::Contains("\n    1           .               0            NULL    page\n"));
}
