// SPDX-License-Identifier: GPL-2.0-or-later
// `pfncheck run` on slices: traces, exit codes, names that are not there, the same bytes from the cache.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "model/machine/slice.hpp"
#include "program.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

const std::vector<std::string> broken_run = {"run",
                                             "--slice",
                                             "own",
                                             "--fault",
                                             "failed_remap_keeps_entries",
                                             "--prop",
                                             "failed_remap_leaves_nothing",
                                             "--arch",
                                             "arm64,arm"};

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

void refused(const std::vector<std::string>& arguments, const std::vector<std::string>& says) {
  const Ran ran = pfncheck::test::pfncheck(arguments);
  INFO(ran.err);
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.empty());
  for (const std::string& words : says) CHECK_THAT(ran.err, Contains(words));
}

}  // namespace

TEST_CASE("a seeded fault of a slice is refuted with a trace") {
  const Ran ran = pfncheck::test::pfncheck(broken_run);
  INFO(ran.out);
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Contains("REFUTED") && Contains("1   p0: mmap()") &&
                          Contains("runs out of memory half way") &&
                          Contains("failed_remap_leaves_nothing fails here"));
}

TEST_CASE("without faults the same question holds") {
  const Ran ran = pfncheck::test::pfncheck(
      {"run", "--slice", "own", "--prop", "failed_remap_leaves_nothing", "--arch", "arm64,arm"});
  INFO(ran.out);
  CHECK(ran.exit_code == 0);
  CHECK_THAT(ran.out, Contains("2 hold") && !Contains("REFUTED"));
}

TEST_CASE("names that no slice has are refused with those near or there") {
  refused({"run", "--slice", "ownn"}, {"no slice `ownn`", "did you mean `own`"});
  refused({"run", "--suite", "vfoi"}, {"no suite `vfoi`", "did you mean `vfio`"});
  refused({"run", "--prop", "no_reference_leak"}, {"did you mean `no_reference_leaks`"});
  refused({"run", "--slice", "own", "--fault", "zap_keep"},
          {"`zap_keep`; did you mean `zap_keeps_reference`", "zap_keeps_reference"});
}

TEST_CASE("a question about nothing is refused instead of answered") {
  refused({"run", "--slice", "own", "--prop", "unpin_comes_after_the_flush"},
          {"none of these properties applies"});
  refused({"run", "--slice", "own", "--prop", "raw_entry_is_never_normal"},
          {"none of these properties applies"});
}

TEST_CASE("every slice can be run by its name and by its suite") {
  for (const pfncheck::machine::SliceInfo& slice : pfncheck::machine::slices()) {
    const Ran ran = pfncheck::test::pfncheck({"run", "--slice", std::string(slice.name), "--format", "json"});
    INFO(slice.name << ": " << ran.err);
    CHECK(ran.exit_code == 0);
    const auto json = nlohmann::json::parse(ran.out);
    REQUIRE(json["slices"].size() == 1);
    CHECK(json["slices"][0]["slice"] == slice.name);
    CHECK(json["slices"][0]["complete"] == true);
    CHECK(json["not_checked"].empty());
    CHECK(json["summary"]["refuted"] == 0);
  }
}

TEST_CASE("an answer from the cache is the same bytes") {
  const ScratchFolder folder;
  for (const std::vector<std::string>& arguments :
       {broken_run, std::vector<std::string>{"run", "--slice", "life"},
        std::vector<std::string>{"run", "--slice", "life", "--format", "json"}}) {
    const auto cached = with(arguments, {"--cache", folder.path()});
    const Ran first = pfncheck::test::pfncheck(cached), second = pfncheck::test::pfncheck(cached);
    CHECK(first.out == second.out);
    CHECK(first.exit_code == second.exit_code);
    CHECK(first.out == pfncheck::test::pfncheck(arguments).out);
  }
}

TEST_CASE("the cache does not answer another question") {
  const ScratchFolder folder;
  const Ran faulty = pfncheck::test::pfncheck(with(broken_run, {"--cache", folder.path()}));
  CHECK(faulty.exit_code == 1);
  const Ran sound =
      pfncheck::test::pfncheck({"run", "--slice", "own", "--prop", "failed_remap_leaves_nothing", "--arch",
                                "arm64,arm", "--cache", folder.path()});
  CHECK(sound.exit_code == 0);
  CHECK(
      pfncheck::test::pfncheck(with(broken_run, {"--cache", folder.path(), "--release", "6.1"})).exit_code ==
      1);
}

TEST_CASE("a run in which nothing exists on the architectures is no clean one") {
  const Ran ran = pfncheck::test::pfncheck({"run", "--slice", "kvm", "--release", "5.7", "--arch", "x86_64"});
  INFO(ran.out << ran.err);
  CHECK(ran.exit_code == 3);
  CHECK_THAT(ran.out, Contains("nothing of it exists on these architectures"));
}
