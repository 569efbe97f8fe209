// SPDX-License-Identifier: GPL-2.0-or-later
// A witness that a run writes is replayed: refuted again. One whose numbers were changed is not.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace pfncheck::test;
using Json = nlohmann::json;

namespace {

/// A report of the built-in model with results and entries outside the contracts that fail.
Json model_report() {
  const Ran ran = pfncheck::test::pfncheck({"run", "normal_page", "--arch", "arm,i386", "--format", "json"});
  REQUIRE(ran.exit_code <= 1);
  return Json::parse(ran.out);
}

std::size_t witnesses_in(const Json& list) {
  std::size_t count = 0;
  for (const Json& result : list) count += result["witness"].is_object() ? 1 : 0;
  return count;
}

Json json_schema() {
  return model_report()["schema"];
}

Json first_witness_in(const Json& list) {
  for (const Json& result : list)
    if (result["witness"].is_object()) return result;
  throw std::runtime_error("no witness to try");
}

Ran replayed(const Json& document, const std::vector<std::string>& more = {}) {
  const ScratchFolder folder;
  std::vector<std::string> arguments = {"replay", folder.write("witness.json", document.dump())};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return pfncheck::test::pfncheck(arguments);
}

/// One line that names the file, the field and what is allowed.
void refused(const Json& document, const std::string& says) {
  const Ran ran = replayed(document);
  INFO(document.dump().substr(0, 300) << "\n" << ran.out << ran.err);
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.empty());
  CHECK_THAT(ran.err, Catch::Contains("witness.json: ") && Catch::Contains(says));
}

}  // namespace

TEST_CASE("a clause of a contract is said not to be replayed, and hides no rule's witness") {
  const Json rule = first_witness_in(model_report()["results"]);
  Json clause = rule;
  clause["property"] = "rss_is_balanced";
  clause["rule"] = "zap_present_ptes";
  clause.erase("origin");
  const Json report = {{"schema", json_schema()}, {"results", {clause, rule}}};
  const Ran ran = replayed(report);
  INFO(ran.out << ran.err);
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Catch::Contains("a clause of a contract: replay"));
  CHECK_THAT(ran.out, Catch::Contains(rule["property"].get<std::string>()));
  CHECK(replayed(Json{{"schema", json_schema()}, {"results", {clause}}}).exit_code == 3);
}

TEST_CASE("every witness of the built-in model replays") {
  const Json report = model_report();
  const std::size_t inside = witnesses_in(report["results"]), outside = witnesses_in(report["outside"]);
  REQUIRE(inside > 0);
  REQUIRE(outside > 0);
  const Ran ran = replayed(report, {"--format", "json"});
  const Json again = Json::parse(ran.out);
  CHECK(ran.exit_code == 1);
  CHECK(again["summary"]["refuted"] == inside);
  CHECK(again["results"].size() == inside);
  CHECK(again["outside"].size() == outside);
}

// Four entries outside the contracts and nothing else once gave "4 refuted", exit 1.
TEST_CASE("entries outside the contracts never count in a replay") {
  Json report = model_report();
  report["results"] = Json::array();
  CHECK(replayed(report).exit_code == 0);
  CHECK(replayed(first_witness_in(report["outside"])).exit_code == 0);
}

TEST_CASE("a witness with a field that names nothing is refused, and the field is named") {
  const Json good = first_witness_in(model_report()["results"]);
  REQUIRE(replayed(good).exit_code == 1);
  const auto with = [&](const char* field, const Json& value) {
    Json bad = good;
    bad[field] = value;
    return bad;
  };
  refused(with("origin", "foo"), "`origin` is `foo`, which is not known; see `pfncheck list origins`");
  refused(with("origin", nullptr), "`origin` is missing");
  refused(with("property", "foo"), "`property` is `foo`");
  refused(with("arch", "arm46"), "`arch` is `arm46`, which is not known; did you mean `arm64`?");
  refused(with("rule", "foo"), "`rule` is `foo`");
  refused(with("level", "PUD"), "`level` is `PUD`, but vm_normal_page decides at PTE");
  refused(with("config", "foo"), "`config` is `foo`, but ");
  refused(with("release", "six"), "`release` is wrong: `six` is no release; type one like 6.12");
}

TEST_CASE("a witness with values that are not those of the rule is refused, and the value is named") {
  const Json good = first_witness_in(model_report()["results"]);
  Json bad = good;
  bad["witness"]["values"] = Json::object();
  refused(bad, "is missing; the rule reads it");
  bad = good;
  bad["witness"]["values"]["foo"] = "0x0";
  refused(bad, "`witness.values.foo` is no input of the rule; those are address, ");
  bad = good;
  bad["witness"]["values"].erase("pfn");
  refused(bad, "`witness.values.pfn` is missing");
  bad = good;
  bad["witness"]["values"]["mixedmap"] = "0x2";
  refused(bad, "`witness.values.mixedmap` is 0x2; it has 1 bit, so at most 0x1");
  bad["witness"]["values"]["mixedmap"] = "0x1";
  bad["witness"]["values"]["pfn"] = "0x100000000";
  refused(bad, "it has 32 bits, so at most 0xffffffff");
}

TEST_CASE("a report of another schema is refused") {
  Json report = model_report();
  report["schema"] = 99;
  refused(report, "`schema` is 99; this pfncheck reads 1");
  report.erase("schema");
  refused(report, "`schema` is missing");
}

// The built-in model has none of the tree's faults: "1 hold, exit 0" said nothing about the tree.
TEST_CASE("what was found in a tree is replayed on a tree") {
  Json report = model_report();
  report["full_release"] = "6.12.117";
  refused(report, "the report is of Linux 6.12.117; name that tree");
  Json result = first_witness_in(report["results"]);
  result["file"] = "mm/memory.c";
  refused(result, "--tree DIR");
}

TEST_CASE("a witness with other numbers does not replay as refuted") {
  Json result = first_witness_in(model_report()["results"]);
  for (auto& value : result["witness"]["values"]) value = "0x0";
  CHECK(replayed(result).exit_code == 0);
}

TEST_CASE("files that are no witness") {
  const ScratchFolder folder;
  for (const char* text : {"", "{}", "not json"})
    CHECK(pfncheck::test::pfncheck({"replay", folder.write("w.json", text)}).exit_code == 2);
  CHECK(pfncheck::test::pfncheck({"replay", folder.file("absent.json")}).exit_code == 2);
}
