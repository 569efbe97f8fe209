// SPDX-License-Identifier: GPL-2.0-or-later
// Where reports go: all of it or nothing, the same bytes each time.
#include "cli/output.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/input_error.hpp"
#include "program.hpp"

using namespace pfncheck::test;
namespace fs = std::filesystem;

namespace {

const std::vector<std::string> small_run = {
    "run", "raw_entry_is_never_normal", "vm_normal_page", "--arch", "x86_64,i386", "--release", "6.12"};

std::vector<std::string> small_run_with(std::initializer_list<std::string> more) {
  std::vector<std::string> arguments = small_run;
  arguments.insert(arguments.end(), more);
  return arguments;
}

}  // namespace

TEST_CASE("the same input gives the same bytes, whatever the number of threads") {
  const Ran first = pfncheck::test::pfncheck(small_run_with({"--format", "json", "--jobs", "1"}));
  const Ran second = pfncheck::test::pfncheck(small_run_with({"--format", "json", "--jobs", "4"}));
  CHECK(first.exit_code == 0);
  CHECK(first.out == second.out);
  const auto json = nlohmann::json::parse(first.out);
  CHECK(json["results"].size() == 2);
  CHECK(json["exit_code"] == 0);
}

TEST_CASE("a file gets what standard output would show, and nothing else") {
  const ScratchFolder folder;
  const Ran shown = pfncheck::test::pfncheck(small_run);
  const Ran written = pfncheck::test::pfncheck(small_run_with({"-o", folder.file("report")}));
  CHECK(written.out.empty());
  CHECK(read_file(folder.file("report")) == shown.out);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a file that cannot be written is the user's mistake and leaves nothing behind") {
  const ScratchFolder folder;
  const Ran ran = pfncheck::test::pfncheck(small_run_with({"-o", folder.file("absent/report")}));
  CHECK(ran.exit_code == 2);
  CHECK_THAT(ran.err, Catch::Contains("cannot write"));
  CHECK(fs::is_empty(folder.path()));
  CHECK(pfncheck::test::pfncheck(small_run_with({"-o", "/dev/full"})).exit_code == 2);
}

TEST_CASE("a report takes the place of an older one as a whole") {
  const ScratchFolder folder;
  const std::string path = folder.write("report", "old");
  pfncheck::write_output(path, "new\n");
  CHECK(read_file(path) == "new\n");
  CHECK_THROWS_AS(pfncheck::write_output(folder.path(), "text"), pfncheck::InputError);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("no progress and no colours when nobody looks, colours when asked for") {
  const Ran ran = pfncheck::test::pfncheck(small_run);
  CHECK(ran.err.empty());
  CHECK(ran.out.find('\033') == std::string::npos);
  CHECK(pfncheck::test::pfncheck(small_run_with({"--color", "always"})).out.find('\033') !=
        std::string::npos);
}
