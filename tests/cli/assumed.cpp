// SPDX-License-Identifier: GPL-2.0-or-later
// What a verdict leaves out and what a trace takes for granted is said with it, in text and in JSON.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "catalogue.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

/// Raw memory that its owner takes back, and a consumer that nobody tells: the environment of slice vfio
/// excludes it, and stock VFIO type1 does it.
std::string told_nobody(const std::string& verdict, const std::string& more = "") {
  return "title = \"t\"\nsource = \"drivers/vfio/vfio_iommu_type1.c: vaddr_get_pfns\"\nslice = \"vfio\"\n"
         "property = \"translation_is_pinned_told_or_permanent\"\n" +
         verdict + more + "\n[start]\nframes.kind = \"EPC\"\n";
}

std::string on_one_line(const std::string& text) {
  return std::regex_replace(text, std::regex(R"(\n +)"), " ");
}

Ran run_text(const std::string& text, std::vector<std::string> more = {}) {
  const ScratchFolder scratch;
  std::vector<std::string> call{"--width", "1000", "case", scratch.write("one.toml", text)};
  call.insert(call.end(), more.begin(), more.end());
  return pfncheck::test::pfncheck(call);
}

nlohmann::json case_json(const std::string& name) {
  const Ran ran =
      pfncheck::test::pfncheck({"case", repository_cases() + "/" + name + ".toml", "--format", "json"});
  INFO(ran.out << ran.err);
  return nlohmann::json::parse(ran.out)["cases"][0];
}

std::string case_text(const std::string& name, std::vector<std::string> more = {}) {
  std::vector<std::string> call{"--width", "1000", "case", repository_cases() + "/" + name + ".toml"};
  call.insert(call.end(), more.begin(), more.end());
  return pfncheck::test::pfncheck(call).out;
}

}  // namespace

TEST_CASE("a case that holds only by an exclusion that is not kept today says so and must expect it") {
  const Ran silent = run_text(told_nobody("verdict = \"holds\""));
  INFO(silent.out << silent.err);
  CHECK(silent.exit_code == 1);
  CHECK_THAT(silent.out, Contains("holds with what is excluded by default"));
  CHECK_THAT(silent.out, Contains("today") && Contains("raw_memory_without_notifier"));
  const Ran known =
      run_text(told_nobody("verdict = \"holds\"\n", "today = [\"raw_memory_without_notifier\"]\n"));
  INFO(known.out << known.err);
  CHECK(known.exit_code == 0);
  CHECK_THAT(known.out, Contains("raw_memory_without_notifier"));
  const Ran wrong = run_text(told_nobody("verdict = \"holds\"\n", "today = [\"revoke_without_notifier\"]\n"));
  CHECK(wrong.exit_code == 1);
  const Ran unknown = run_text(told_nobody("verdict = \"holds\"\n", "today = [\"unpin_before_flush\"]\n"));
  CHECK(unknown.exit_code == 2);
  CHECK_THAT(unknown.err, Contains("raw_memory_without_notifier"));
}

TEST_CASE("a vacuous answer names the exclusion that makes it so, whatever the case expected") {
  for (const char* verdict : {"verdict = \"holds\"\n", "verdict = \"violated\"\nsteps = [\"map_dma\"]\n"}) {
    const Ran ran = run_text(told_nobody(verdict) + "notifier = 0\n");
    INFO(ran.out << ran.err);
    CHECK(ran.exit_code == 1);
    CHECK_THAT(on_one_line(ran.out), Contains("vacuous: no step here can trigger this property; excluded: "
                                              "raw_memory_without_notifier"));
    CHECK_THAT(ran.out, !Contains("it holds") && !Contains("says nothing"));
  }
}

TEST_CASE("each trace begins with what it takes for granted") {
  const std::string text = case_text("mm/bad_fork_reference");
  CHECK_THAT(text, Contains("assumes release 6.12\n") &&
                       Contains("with fault fork_takes_no_reference: fork() copies"));
  CHECK(text.find("assumes ") < text.find("    start "));
  const std::string rule = case_text("vfio/bad_linear_translation", {"-v"});
  CHECK_THAT(rule, Contains("rule vaddr_get_pfn from ") && Contains("without revoke"));
  const auto json = case_json("vfio/bad_no_notifier");
  REQUIRE(json["story"]["assumed"].size() >= 2);
  CHECK(json["story"]["assumed"][0]["kind"] == "release");
  for (const auto& one : json["excluded"]) CHECK_FALSE(one["name"].get<std::string>().empty());
  const Ran explained = pfncheck::test::pfncheck({"--width", "1000", "explain", "mm/bad_fork_reference"});
  CHECK_THAT(explained.out, Contains("with fault") && Contains("fork_takes_no_reference: fork() copies"));
  CHECK_THAT(explained.out, Contains("excluded") && Contains("release"));
}

TEST_CASE("what a fault makes a rule say is not attributed to the kernel") {
  const std::string text = on_one_line(case_text("kvm/bad_memblock_against_memmap", {"-v"}));
  INFO(text);
  CHECK_THAT(text, Contains("planted: the rule of the release says Device"));
  CHECK_THAT(text, Contains("(planted by stage2_trusts_memmap)"));
  CHECK_THAT(text, !Contains("(arch/arm64/kvm/mmu.c: user_mem_abort)"));
  bool planted = false;
  const auto json = case_json("kvm/bad_memblock_against_memmap");
  for (const auto& step : json["story"]["steps"])
    for (const auto& question : step["questions"]) planted |= question["planted"].get<bool>();
  CHECK(planted);
}

TEST_CASE("a question that the kernel's own rule answers the same way is the kernel's") {
  const auto json = case_json("mm/bad_fork_reference");
  for (const auto& step : json["story"]["steps"])
    for (const auto& question : step["questions"]) {
      CHECK_FALSE(question["planted"].get<bool>());
      CHECK_FALSE(question["decided_by"].empty());
    }
}

TEST_CASE("every result of a run carries what was excluded, and what that hides today") {
  const Ran ran =
      pfncheck::test::pfncheck({"run", "--slice", "vfio", "--arch", "x86_64", "--format", "json"});
  const auto json = nlohmann::json::parse(ran.out);
  bool hidden = false;
  for (const auto& r : json["results"]) {
    CHECK_FALSE(r["excluded"].empty());
    if (r["property"] != "translation_is_pinned_told_or_permanent") continue;
    hidden = true;
    CHECK(r["verdict"] == "holds");
    CHECK(r["today"] == nlohmann::json::array({"raw_memory_without_notifier"}));
  }
  CHECK(hidden);
  for (const auto& slice : json["slices"]) CHECK_FALSE(slice["excluded"].empty());
  const Ran text =
      pfncheck::test::pfncheck({"--width", "1000", "run", "--slice", "vfio", "--arch", "x86_64"});
  CHECK_THAT(text.out,
             Contains("translation_is_pinned_told_or_permanent (vfio): raw_memory_without_notifier"));
}
