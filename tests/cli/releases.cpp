// SPDX-License-Identifier: GPL-2.0-or-later
// `--release`, and `release` of cases and witnesses: what was not read is refused with what was; what a
// release did wrong is said, with the fault that makes it so and where that is true only.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "program.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

using Json = nlohmann::json;

void refused(const std::vector<std::string>& arguments, const std::vector<std::string>& says) {
  const Ran ran = pfncheck::test::pfncheck(arguments);
  INFO(ran.err << ran.out);
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.empty());
  for (const std::string& words : says) CHECK_THAT(ran.err, Contains(words));
}

Json run(std::vector<std::string> arguments, int exit_code) {
  arguments.insert(arguments.begin(), "run");
  arguments.insert(arguments.end(), {"--format", "json"});
  const Ran ran = pfncheck::test::pfncheck(arguments);
  INFO(ran.err);
  REQUIRE(ran.exit_code == exit_code);
  return Json::parse(ran.out);
}

std::string verdict_of(const Json& report, const std::string& property, const std::string& arch) {
  for (const Json& r : report["results"])
    if (r["property"] == property && r["arch"] == arch) return r["verdict"];
  return "";
}

}  // namespace

TEST_CASE("releases that nobody read are refused with those that were", "[releases]") {
  refused({"run", "--slice", "kvm", "--release", "4.4"}, {"slice kvm has no rules for release 4.4", "6.12"});
  refused({"run", "--slice", "kvm", "--release", "6.14"},
          {"slice kvm has no rules for release 6.14", "6.17 to"});
  refused({"run", "--slice", "vfio", "--release", "6.99"}, {"`6.99` is no release"});
  refused({"run", "--slice", "own", "--release", "5.4"},
          {"slice own has no rules for release 5.4", "6.1 to"});
  refused({"run", "vm_normal_page", "--release", "5.4"}, {"no rules for release 5.4", "6.1 to"});
  refused({"run", "--release", "4.4"}, {"no rules for release 4.4", "slice vfio has: 5.4"});
  refused({"table", "vm_normal_page", "--release", "7.0"}, {"no rules for release 7.0", "7.1"});
}

TEST_CASE("a suite of which some slices have rules runs those and names the others", "[releases]") {
  const Json report = run({"vfio", "--release", "5.7", "--arch", "x86_64"}, 1);
  CHECK(report["slices"].size() == 1);
  bool named = false;
  for (const Json& left : report["not_checked"]) named = named || left["what"] == "slice life, release 5.7";
  CHECK(named);
}

TEST_CASE("a case of a release that its slice has no rules for is refused with its line", "[releases]") {
  const ScratchFolder folder;
  const std::string file = folder.write("release.toml",
                                        "title = \"t\"\nsource = \"s\"\nslice = \"own\"\n"
                                        "property = \"no_reference_leaks\"\nverdict = \"holds\"\n"
                                        "release = \"5.4\"\n");
  const Ran ran = pfncheck::test::pfncheck({"cases", file});
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err, Contains(".toml:6: ") && Contains("slice own has no rules for release 5.4"));
}

TEST_CASE("5.4 translates by vm_pgoff, 5.7 by the entry", "[releases]") {
  const std::string property = "translation_is_the_page_tables_own";
  const Json before = run({"--slice", "vfio", "--release", "5.4", "--arch", "x86_64"}, 1);
  CHECK(verdict_of(before, property, "x86_64") == "refuted");
  const Json after = run({"--slice", "vfio", "--release", "5.7", "--arch", "x86_64", "--prop", property}, 0);
  CHECK(verdict_of(after, property, "x86_64") == "holds");
}

TEST_CASE("5.7 reads struct pages of devices by the VMA's flag, 5.10 does not", "[releases]") {
  const std::string property = "struct_page_is_touched_only_with_memmap";
  const Json before = run({"--slice", "kvm", "--release", "5.7", "--arch", "arm64", "--prop", property}, 1);
  CHECK(verdict_of(before, property, "arm64") == "refuted");
  const Json after = run({"--slice", "kvm", "--release", "5.10", "--arch", "arm64", "--prop", property}, 0);
  CHECK(verdict_of(after, property, "arm64") == "holds");
}

TEST_CASE("a note names the fault without which the property holds, on rows where it does", "[releases]") {
  const Json kvm = run({"--slice", "kvm", "--release", "6.18", "--arch", "arm64"}, 1);
  std::set<std::string> notes;
  for (const Json& r : kvm["results"])
    if (r["verdict"] == "refuted") notes.insert(r["note"].is_null() ? "" : r["note"].get<std::string>());
  CHECK(notes.size() > 1);
  for (const Json& r : kvm["results"])
    if (r["property"] == "stage2_block_is_contiguous_memory")
      CHECK_THAT(r["note"].get<std::string>(), Contains("6.18 itself") && Contains("71cc2c67fb8f"));
  const Json own = run({"--slice", "own", "--release", "6.1", "--arch", "mips64,arm64", "--prop",
                        "special_survives_mprotect,zero_page_is_neither_counted_nor_written"},
                       1);
  CHECK(verdict_of(own, "special_survives_mprotect", "arm64") == "holds");
  for (const Json& r : own["results"])
    if (r["arch"] == "mips64" && r["verdict"] == "refuted")
      CHECK_THAT(r["note"].get<std::string>(), Contains("6.1 itself: pte_modify()"));
}

TEST_CASE("a note of a rule's origin stands where the rule answers what it says", "[releases]") {
  // The note is that /proc/vmcore's pages are taken for pages. Those that have a memmap are RAM of the
  // capture kernel, so the report of a pfn above all memory, which VM_MIXEDMAP reaches from 6.18 on, is not
  // for them.
  const Json report = run({"vm_normal_page", "raw_entry_is_never_normal,legal_entry_is_not_reported",
                           "--arch", "arm", "--release", "6.18"},
                          1);
  for (const Json& r : report["results"]) {
    if (r["property"] != "raw_entry_is_never_normal") {
      CHECK(r["verdict"] == "holds");
      continue;
    }
    CHECK(r["origin"] == "vmcore_raw");
    CHECK_THAT(r["note"].get<std::string>(), Contains("munmap drops a reference"));
  }
}

TEST_CASE("what an architecture does not have is not violated on it", "[releases]") {
  const Ran epc = pfncheck::test::pfncheck(
      {"cases", std::string(PFNCHECK_SOURCE_DIR) + "/cases/vfio/bad_epc_is_reclaimed.toml", "--format",
       "json"});
  const Json report = Json::parse(epc.out);
  CHECK(report["cases"][0]["rows"] == Json::array({"x86_64"}));
  const Json vfio = run({"--slice", "vfio", "--prop", "unpin_comes_after_the_flush"}, 0);
  CHECK(verdict_of(vfio, "unpin_comes_after_the_flush", "arm64") == "holds");
  CHECK(verdict_of(vfio, "unpin_comes_after_the_flush", "m68k") == "not-applicable");
}
