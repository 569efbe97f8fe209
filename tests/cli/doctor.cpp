// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/doctor.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "report/wrap.hpp"

using namespace pfncheck;

TEST_CASE("what is missing and needed is unhealthy and has a remedy") {
  const Finding ok{"make", true, true, "/usr/bin/make", ""},
      absent{"qemu-arm", false, false, "tests", "apt install qemu-user"},
      missing{"bc", false, true, "timeconst.h", "apt install bc"};
  CHECK(healthy({ok, absent}));
  CHECK_FALSE(healthy({ok, missing}));
  CHECK_THAT(laid_out(doctor_text({ok, missing}), 80),
             Catch::Contains("missing  bc") && Catch::Contains("-> apt install bc"));
  CHECK(nlohmann::json::parse(doctor_json({absent}))["findings"][0]["state"] == "absent");
}

TEST_CASE("doctor looks at tools, sandbox, headers, sources and cache") {
  const test::ScratchFolder folder;
  const auto findings = examine(folder.file("cache"));
  for (const char* what :
       {"clang-19", "make", "bwrap", "sandbox", "libelf.h", "linux-source-6.12.tar.xz", "cache"})
    CHECK(std::any_of(findings.begin(), findings.end(), [&](const Finding& f) { return f.what == what; }));
  const auto no_cache = examine("/proc/nowhere");
  CHECK_FALSE(no_cache.back().ok);
  CHECK_FALSE(healthy(no_cache));
}
