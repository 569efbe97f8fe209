// SPDX-License-Identifier: GPL-2.0-or-later
// What traces show: values that decide, kernel words, no bookkeeping of the model.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "catalogue.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

Ran run_case(const std::string& name, const std::vector<std::string>& more = {}) {
  std::vector<std::string> call{"--width", "1000", "case", repository_cases() + "/" + name + ".toml"};
  call.insert(call.end(), more.begin(), more.end());
  return pfncheck::test::pfncheck(call);
}

/// How often a trace says what is decided wrongly.
unsigned marks_in(const nlohmann::json& story) {
  unsigned marks = story["wrong_start"].is_null() ? 0 : 1;
  const auto count = [&](const nlohmann::json& questions) {
    for (const auto& question : questions) marks += question["wrong"] == true ? 1 : 0;
  };
  count(story["asked_at_end"]);
  for (const auto& step : story["steps"]) {
    marks += step["wrong"].is_null() ? 0 : 1;
    count(step["questions"]);
  }
  return marks;
}

}  // namespace

TEST_CASE("an entry that appears is told with its pfn, a leaf with its type, zero or not") {
  const std::string fork = run_case("mm/bad_fork_reference").out;
  CHECK_THAT(fork, Contains(".pte0 appears: pfn="));
  const std::string leaf = run_case("kvm/bad_lazy_pfnmap_block").out;
  INFO(leaf);
  CHECK_THAT(leaf, Contains("s2 appears: frame=0, type=Device"));
  CHECK_THAT(leaf, !Contains("WB -> Device"));
}

TEST_CASE("the model's own bookkeeping is no event of a trace") {
  const std::string text = run_case("kvm/bad_lazy_pfnmap_block").out;
  for (const char* word : {"stage ", "answer ", "checked_vma", "writable 1 -> 0"})
    CHECK_THAT(text, !Contains(word));
  const std::string vfio = run_case("vfio/bad_linear_translation").out;
  for (const char* word : {"phase ", "due "}) CHECK_THAT(vfio, !Contains(word));
  const std::string own = run_case("mm/bad_zap_of_anonymous_page").out;
  CHECK_THAT(own, !Contains("VM_PFNMAP 1 -> 0"));
}

TEST_CASE("steps are told with the kernel's call chain") {
  const std::string text = run_case("mm/bad_zap_of_raw_entry").out;
  INFO(text);
  CHECK_THAT(text,
             Contains("via   ") && Contains("zap_present_ptes -> vm_normal_page") && !Contains("in 6.12"));
  // The chains are those of one release.
  CHECK_THAT(run_case("mm/bad_mixedmap_of_uncounted_ram").out,
             Contains("release 6.1") && Contains("via   in 6.12: "));
}

TEST_CASE("an invariant that fails names what it fails for") {
  CHECK_THAT(pfncheck::test::pfncheck(
                 {"case", std::string(PFNCHECK_SOURCE_DIR) + "/docs/examples/bad_special_bit_alone.toml"})
                 .out,
             Contains("no_reference_is_lost fails here: references of D0"));
  const std::string text = run_case("mm/bad_private_remap_sets_pgoff").out;
  INFO(text);
  CHECK_THAT(text, Contains("pfnmap_cow_is_one_whole_remap fails here: p0.pte"));
  CHECK_THAT(text, Contains("asked normal_page(p0.pte") && Contains("linear=0"));
}

TEST_CASE("the start of a trace has what the trace hangs on, and nothing else") {
  const std::string zero = run_case("mm/bad_zero_page_without_special").out;
  INFO(zero);
  CHECK_THAT(zero, !Contains("frames.kind=MMIO"));
  const std::string linear = run_case("vfio/bad_linear_translation").out;
  INFO(linear);
  CHECK_THAT(linear, Contains("vm_pgoff=2") && Contains("frames.first_pfn=1"));
}

TEST_CASE("a trace marks the step that is decided wrongly, and what would be right") {
  // By the answer of a rule ...
  CHECK_THAT(run_case("mm/bad_special_bit_alone").out + run_case("mm/bad_zap_of_raw_entry").out,
             Contains("!!!   "));
  // ... by what an operation does ...
  const std::string fork = run_case("mm/bad_fork_reference").out;
  INFO(fork);
  const std::size_t mark = fork.find("      !!!   fault fork_takes_no_reference; without it: ");
  REQUIRE(mark != std::string::npos);
  CHECK(fork.find("    3   ") < mark);
  CHECK(mark < fork.find(">>>"));
  CHECK(mark == fork.rfind("      !!!   "));
}

TEST_CASE("every trace of the catalogue names what fails or asks a question") {
  const Ran ran = pfncheck::test::pfncheck({"cases", "--format", "json"});
  const auto json = nlohmann::json::parse(ran.out);
  std::size_t traces = 0;
  for (const auto& one : json["cases"]) {
    if (one["story"].is_null()) continue;
    ++traces;
    INFO(one["name"]);
    CHECK(one["story"]["assumed"][0]["kind"] == "release");
    CHECK_FALSE(one["story"]["fails_at"].empty());
    CHECK(marks_in(one["story"]) == 1);
    for (const auto& step : one["story"]["steps"])
      for (const auto& change : step["changes"])
        CHECK((!change["before"].is_null() || !change["after"].is_null()));
  }
  CHECK(traces > 100);
}

TEST_CASE("variants of a rule stand side by side, with FWB and without") {
  const Ran ran = pfncheck::test::pfncheck({"table", "kvm_fault", "--options", "--format", "json"});
  const auto json = nlohmann::json::parse(ran.out);
  std::set<std::string> seen;
  for (const auto& option : json["options"]) {
    const std::string name =
        option["variant"].get<std::string>() + " " + option["machine"].get<std::string>();
    seen.insert(name);
    CHECK(option["complete"] == true);
    const bool cleans = std::ranges::find(option["fails"], "maintenance_only_where_linear_map_reaches") !=
                        option["fails"].end();
    if (name == "v2 no FWB") {
      CHECK(cleans);
      CHECK(option["maps"]["memmap, not linear map"] == "WB");
    }
    if (name == "merged FWB and DIC") CHECK(option["maps"]["coherent"] == "WB+X");
    if (name == "opt_in FWB and DIC") {
      CHECK(option["maps"]["coherent, opted in"] == "WB");
      CHECK(option["maps"]["coherent"] == "Device");
    }
    if (name == "by_pfn FWB and DIC") CHECK(option["maps"]["coherent"] == "Device");
  }
  CHECK(seen.size() == 14);  // seven variants, with FWB and without
  CHECK(pfncheck::test::pfncheck({"table", "normal_page", "--options"}).exit_code == 2);
}
