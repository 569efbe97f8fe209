// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/json.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/input_error.hpp"
#include "sample.hpp"
#include "schema.hpp"

using namespace pfncheck;
using Json = nlohmann::json;

namespace {

Report finished() {
  Report report = test::sample_patch_report();
  finish(report);
  return report;
}

}  // namespace

TEST_CASE("every field that is written is documented, and the other way round") {
  const test::Schema schema = test::Schema::read(std::string(PFNCHECK_SOURCE_DIR) + "/docs/json.md");
  CHECK(schema.faults(Json::parse(to_json(finished())), "report") == std::vector<std::string>{});
  Report check = finished();
  check.command = "check";
  for (ResultRecord& r : check.results) r.delta = Delta::none;
  finish(check);
  CHECK(schema.faults(Json::parse(to_json(check)), "report") == std::vector<std::string>{});
  CHECK(schema.faults(Json::parse(to_json(check.results.front())), "result") == std::vector<std::string>{});
}

TEST_CASE("the schema's reader sees what is wrong") {
  const test::Schema schema = test::Schema::read(std::string(PFNCHECK_SOURCE_DIR) + "/docs/json.md");
  Json json = Json::parse(to_json(finished()));
  json["results"][0]["verdict"] = "fine";
  json["results"][1].erase("arch");
  json["summary"]["novel"] = 1;
  json["exit_code"] = "1";
  CHECK(schema.faults(json, "report").size() == 4);
}

TEST_CASE("the same records in another order give the same bytes") {
  Report other = test::sample_patch_report();
  std::reverse(other.results.begin(), other.results.end());
  std::reverse(other.changes.begin(), other.changes.end());
  std::reverse(other.lines.begin(), other.lines.end());
  std::reverse(other.not_checked.begin(), other.not_checked.end());
  finish(other);
  CHECK(to_json(other) == to_json(finished()));
}

TEST_CASE("the counts of a patch are those of the after side") {
  const Report report = finished();
  CHECK(report.summary.new_violations == 1);
  CHECK(report.summary.holds == 1);
  CHECK(report.summary.refuted == 1);
  CHECK(report.summary.functions_different == 1);
  CHECK(report.summary.functions_same == 0);
  CHECK(report.summary.lines == 4);
  CHECK(report.summary.lines_not_looked_at == 0);
  CHECK(report.exit_code == 1);
}

TEST_CASE("a witness is read back from a report and from one result, with all 64 bits") {
  const Report report = finished();
  const auto from_report = witnesses_of_json(to_json(report), "r.json").records;
  REQUIRE(from_report.size() == 2);
  CHECK(from_report[0].arch == "x86_64");
  CHECK(from_report[0].witness->values == report.results[0].witness->values);
  const auto from_result = witnesses_of_json(to_json(report.results[0]), "w.json").records;
  REQUIRE(from_result.size() == 1);
  CHECK(from_result[0].property == report.results[0].property);
  CHECK(from_result[0].origin == "zero_page_read_fault");
}

TEST_CASE("text that is no witness is refused by name") {
  const auto refused = [](const std::string& text) {
    CHECK_THROWS_AS(witnesses_of_json(text, "w.json"), InputError);
    CHECK_THROWS_WITH(witnesses_of_json(text, "w.json"), Catch::StartsWith("w.json: "));
  };
  refused("");
  refused("{");
  refused("[]");
  refused("{\"results\": []}");
  refused("{\"witness\": {}}");
  Json json = Json::parse(to_json(finished().results.front()));
  for (const Json& bad : {Json(1), Json("12"), Json("0x"), Json("0x1g"), Json("0x11112222333344445")}) {
    json["witness"]["values"]["pfn"] = bad;
    refused(json.dump());
  }
}

TEST_CASE("bytes that are not UTF-8 do not end a report") {
  Report report = test::sample_patch_report();
  report.messages = {{{"mm/\xff.c", 1}, "text", ""}};
  finish(report);
  CHECK(Json::parse(to_json(report))["messages"].size() == 1);
  report.warnings = {{{"mm/memory.c", 612}, "warning: unused variable 'x' [-Wunused-variable]", "arm"}};
  CHECK(Json::parse(to_json(report))["warnings"][0]["line"] == 612);
}
