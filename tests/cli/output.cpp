// SPDX-License-Identifier: GPL-2.0-or-later
// Where reports go: all of it or nothing, the same bytes each time.
#include "cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "model/input_error.hpp"
#include "program.hpp"
#include "report/output_file.hpp"

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

// `-o /dev/stdout > file` once replaced the device's link itself, for every program of the machine.
TEST_CASE("a link stays a link: what it names is written") {
  const ScratchFolder folder;
  fs::create_directory(folder.file("elsewhere"));
  fs::create_symlink("elsewhere/report", folder.file("link"));
  fs::create_symlink("link", folder.file("second"));
  for (const char* text : {"made\n", "again\n"}) {
    pfncheck::write_output(folder.file("second"), text);
    CHECK(fs::is_symlink(folder.file("second")));
    CHECK(fs::is_symlink(folder.file("link")));
    CHECK(read_file(folder.file("elsewhere/report")) == text);
  }
  fs::create_symlink("round", folder.file("round"));
  CHECK_THROWS_AS(pfncheck::write_output(folder.file("round"), "text"), pfncheck::InputError);
}

TEST_CASE("a link to an open file writes on where that file is") {
  const ScratchFolder folder;
  const int fd = ::open(folder.file("open").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(fd >= 0);
  fs::create_symlink("/proc/self/fd/" + std::to_string(fd), folder.file("link"));
  REQUIRE(::write(fd, "first\n", 6) == 6);
  pfncheck::write_output(folder.file("link"), "report\n");
  REQUIRE(::write(fd, "last\n", 5) == 5);
  ::close(fd);
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(read_file(folder.file("open")) == "first\nreport\nlast\n");
}

TEST_CASE("no progress and no colours when nobody looks, colours when asked for") {
  const Ran ran = pfncheck::test::pfncheck(small_run);
  CHECK(ran.err.empty());
  CHECK(ran.out.find('\033') == std::string::npos);
  CHECK(pfncheck::test::pfncheck(small_run_with({"-v", "--color", "always"})).out.find('\033') !=
        std::string::npos);
}
