// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/names.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "cli/catalogue/catalogue.hpp"
#include "model/input_error.hpp"
#include "program.hpp"
#include "report/record.hpp"

using namespace pfncheck;

TEST_CASE("distance counts inserted, deleted, replaced and swapped letters") {
  CHECK(distance("arm", "arm") == 0);
  CHECK(distance("ARM", "arm") == 0);
  CHECK(distance("arm", "arm64") == 2);
  CHECK(distance("amr", "arm") == 1);
  CHECK(distance("", "arm") == 3);
  CHECK(distance("check", "chekc") == 1);
}

TEST_CASE("nearest is silent when nothing is near") {
  CHECK(nearest("armm", {"arm64", "arm", "s390"}) == "arm");
  CHECK(nearest("sparc", {"arm64", "arm", "s390"}).empty());
}

TEST_CASE("rows come in the order of the table, each once") {
  const auto rows = archs_of({"arm", "x86_64", "arm"}, true);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]->name == "x86_64");
  const auto buildable = archs_of({"all"}, true), all = archs_of({"all", "arm"}, false);
  CHECK(buildable.size() < all.size());
  CHECK(all.size() == arch_rows().size());
  CHECK_THROWS_AS(archs_of({"alpha"}, true), InputError);
  CHECK(archs_of({"alpha"}, false).size() == 1);
}

TEST_CASE("a name means one thing: nothing that explain knows is there twice") {
  std::set<std::string> names;
  for (const std::string& list : catalogue_names())
    if (list != "matrix")  // faults again, with what they refute
      for (const Entry& entry : catalogue(list)) CHECK(names.insert(entry.name).second);
  for (const Entry& entry : report_words()) CHECK(names.insert(entry.name).second);
}

TEST_CASE("every registered thing can be explained and says where it comes from") {
  for (const char* list : {"props", "rules", "origins"})
    for (const Entry& entry : catalogue(list)) {
      INFO(entry.name);
      CHECK_FALSE(entry.sentence.empty());
      const auto page = explain_text(explain(entry.name));
      CHECK(page.find("\n  source ") != std::string::npos);
    }
}

TEST_CASE("every verdict, delta and class of lines has a page") {
  for (const Outcome o : {Outcome::holds, Outcome::refuted, Outcome::vacuous, Outcome::unknown,
                          Outcome::unsupported, Outcome::not_applicable, Outcome::error})
    CHECK(explain(to_string(o)).front().kind == "verdict");
  for (const Delta d : {Delta::new_, Delta::fixed, Delta::pre_existing, Delta::unchanged})
    CHECK(explain(to_string(d)).front().kind == "delta");
  for (const LineClass c :
       {LineClass::lifted, LineClass::unlifted_function, LineClass::same_text, LineClass::text_only,
        LineClass::not_compiled, LineClass::not_modelled, LineClass::build_system})
    CHECK(explain(to_string(c)).front().kind == "lines");
  for (const Meaning m : {Meaning::same, Meaning::different, Meaning::unknown})
    CHECK_FALSE(explain(to_string(m)).empty());
}

TEST_CASE("words are explained as reports print them") {
  for (const char* word : {"REFUTED", "NEW", "FIXED", "Holds", "not looked at", "not-looked-at",
                           "outside the contracts", "not decided"}) {
    INFO(word);
    CHECK(explain(word).size() == 1);
  }
  CHECK(test::pfncheck({"explain", "not", "looked", "at"}).out.starts_with("not looked at (heading)"));
}
