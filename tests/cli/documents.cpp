// SPDX-License-Identifier: GPL-2.0-or-later
// What every command writes with --format json, held against docs/json.md.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/doctor.hpp"
#include "program.hpp"
#include "tests/report/schema.hpp"

using namespace pfncheck;

TEST_CASE("documents of list, explain, doctor and of reports follow docs/json.md") {
  const test::Schema schema = test::Schema::read(std::string(PFNCHECK_SOURCE_DIR) + "/docs/json.md");
  struct Call {
    std::vector<std::string> arguments;
    const char* record;
  };
  const std::string cases = PFNCHECK_SOURCE_DIR "/docs/examples";
  for (const Call& call :
       {Call{{"list", "slices"}, "catalogue"}, Call{{"list", "faults"}, "catalogue"},
        Call{{"explain", "vm_normal_page"}, "catalogue"},
        Call{{"explain", "not", "looked", "at"}, "catalogue"}, Call{{"doctor"}, "diagnosis"},
        Call{{"cases", cases}, "report"}, Call{{"table", "vm_normal_page"}, "report"},
        Call{{"run", "life", "--prop", "mapped_memory_is_not_free", "--arch", "arm64"}, "report"}}) {
    std::vector<std::string> arguments = call.arguments;
    arguments.insert(arguments.end(), {"--format", "json"});
    const test::Ran ran = test::pfncheck(arguments);
    INFO(call.arguments.front() << "\n" << ran.out << ran.err);
    const auto document = nlohmann::json::parse(ran.out);
    CHECK(schema.faults(document, call.record) == std::vector<std::string>{});
    CHECK(document["exit_code"] == ran.exit_code);
    CHECK(document["command"] == call.arguments.front());
  }
}
