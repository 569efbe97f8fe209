// SPDX-License-Identifier: GPL-2.0-or-later
// Contracts whose own source a patch changes: what rests on it is left open, and the rest is judged.
#include <algorithm>
#include <catch2/catch.hpp>

#include "lift/tree/files.hpp"
#include "props/origins.hpp"
#include "review/resting.hpp"
#include "tests/review/made_patch.hpp"

namespace pfncheck {
namespace {

constexpr const char* rule_lets_mixedmap_pass = R"toml(title = "t"
releases = ["6.12"]
verdict = "different"
[[edit]]
file = "mm/memory.c"
function = "vm_normal_page"
replace = "(VM_PFNMAP | VM_MIXEDMAP)"
nth = 1
with = "VM_PFNMAP"
)toml";
constexpr const char* insertion_takes_ram = R"toml([[edit]]
file = "mm/memory.c"
function = "vmf_insert_pfn_prot"
replace = "BUG_ON((vma->vm_flags & VM_MIXEDMAP) && pfn_valid(pfn));"
nth = 1
with = ""
)toml";

Report reviewed(const std::string& text, const std::string& tree) {
  const TemporaryFolder folder("/tmp");
  write_file(folder.path() + "/made.toml", "# SPDX-License-Identifier: GPL-2.0-or-later\n" + text);
  const auto scripts = edit::read_scripts(folder.path());
  return test::review_made(scripts.front(), tree, {find_arch("x86_64")}, test::Asked::rules);
}

bool has_new(const Report& report, const std::string& origin) {
  return std::ranges::any_of(
      report.results, [&](const ResultRecord& r) { return r.delta == Delta::new_ && r.origin == origin; });
}

}  // namespace

TEST_CASE("the functions that a source names are found in it") {
  using Names = std::vector<std::string>;
  CHECK(functions_of_source("mm/memory.c: vmf_insert_pfn_prot, insert_pfn (6.1, 6.12)") ==
        Names{"vmf_insert_pfn_prot", "insert_pfn"});
  CHECK(functions_of_source("a.c: f (6.1); b.c: g, h (7.3)") == Names{"f", "g", "h"});
  for (const Origin& origin : origins()) {
    INFO(origin.name);
    CHECK_FALSE(functions_of_source(origin.source).empty());
  }
}

TEST_CASE("a patch that changes an installer too is not judged by what the old one did", "[kernel]") {
  const auto tree = test::kernel_to_ask("PFNCHECK_KERNEL_6_12");
  if (!tree) return;
  const Report alone = reviewed(rule_lets_mixedmap_pass, *tree);
  INFO(test::told(alone));
  REQUIRE(has_new(alone, "raw_insert_in_mixedmap"));
  const Report both = reviewed(std::string(rule_lets_mixedmap_pass) + insertion_takes_ram, *tree);
  INFO(test::told(both));
  CHECK_FALSE(has_new(both, "raw_insert_in_mixedmap"));
  const auto open = std::ranges::find_if(both.results, [](const ResultRecord& r) {
    return r.origin == "raw_insert_in_mixedmap" && r.verdict == Outcome::unknown;
  });
  REQUIRE(open != both.results.end());
  CHECK_THAT(open->reason, Catch::Contains("the patch changes vmf_insert_pfn_prot()"));
}

}  // namespace pfncheck
