// SPDX-License-Identifier: GPL-2.0-or-later
// A witness that a run writes is replayed: refuted again. One whose numbers were changed is not.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace pfncheck::test;
using Json = nlohmann::json;

TEST_CASE("every witness of the built-in model replays") {
  const ScratchFolder folder;
  const Ran ran = pfncheck::test::pfncheck(
      {"run", "--arch", "arm,i386", "--format", "json", "-o", folder.file("run.json")});
  REQUIRE(ran.exit_code <= 1);
  const Json report = Json::parse(read_file(folder.file("run.json")));
  std::size_t witnesses = 0;
  for (const char* array : {"results", "outside"})
    for (const Json& result : report[array]) witnesses += result["witness"].is_object() ? 1 : 0;
  REQUIRE(witnesses > 0);
  const Ran replayed = pfncheck::test::pfncheck({"replay", folder.file("run.json"), "--format", "json"});
  const Json again = Json::parse(replayed.out);
  CHECK(replayed.exit_code == 1);
  CHECK(again["summary"]["refuted"] == witnesses);
  CHECK(again["results"].size() == witnesses);
}

TEST_CASE("a witness with other numbers does not replay as refuted") {
  const ScratchFolder folder;
  const Ran ran = pfncheck::test::pfncheck({"run", "--arch", "arm,i386", "--format", "json"});
  const Json report = Json::parse(ran.out);
  for (Json result : report["outside"]) {
    if (!result["witness"].is_object()) continue;
    for (auto& value : result["witness"]["values"]) value = "0x0";
    const std::string path = folder.write("witness.json", result.dump());
    CHECK(pfncheck::test::pfncheck({"replay", path}).exit_code == 0);
    return;
  }
  FAIL("no witness to try");
}

TEST_CASE("files that are no witness") {
  const ScratchFolder folder;
  for (const char* text : {"", "{}", "not json"})
    CHECK(pfncheck::test::pfncheck({"replay", folder.write("w.json", text)}).exit_code == 2);
  CHECK(pfncheck::test::pfncheck({"replay", folder.file("absent.json")}).exit_code == 2);
}
