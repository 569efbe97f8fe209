// SPDX-License-Identifier: GPL-2.0-or-later
// The program where `cmake --install` puts it, with its manual page and completions.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "cli/completion/completion.hpp"
#include "lift/tree/process.hpp"
#include "lift/tree/tools.hpp"
#include "program.hpp"

using namespace pfncheck;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

test::Ran run_in(const std::string& folder, const std::vector<std::string>& argv) {
  Command command;
  command.argv = argv;
  command.cwd = folder;
  command.env = {"PATH=" + std::string(std::getenv("PATH")), "HOME=" + folder, "LC_ALL=C"};
  command.limits.wall_seconds = 300;
  const ProcessResult result = run(command);
  return {result.status, result.out, result.err};
}

/// What bash offers for the last of the words.
std::string offered_by_bash(const std::string& folder, const std::string& script, const std::string& words,
                            unsigned last) {
  const std::string text = "source " + script + "; COMP_WORDS=(" + words +
                           "); COMP_CWORD=" + std::to_string(last) +
                           "; _pfncheck; printf '%s\\n' \"${COMPREPLY[@]}\"";
  const test::Ran ran = run_in(folder, {"bash", "-c", text});
  INFO(ran.err);
  CHECK(ran.exit_code == 0);
  return ran.out;
}

}  // namespace

TEST_CASE("an installed program has its cases, a manual page and completions") {
  const test::ScratchFolder folder;
  const std::string prefix = folder.file("usr");
  const test::Ran installed =
      run_in(folder.path(),
             {"cmake", "--install", fs::path(PFNCHECK_BINARY).parent_path().string(), "--prefix", prefix});
  INFO(installed.out << installed.err);
  REQUIRE(installed.exit_code == 0);
  const std::string program = prefix + "/bin/pfncheck";
  for (const char* file :
       {"share/man/man1/pfncheck.1", "share/bash-completion/completions/pfncheck",
        "share/zsh/site-functions/_pfncheck", "share/fish/vendor_completions.d/pfncheck.fish",
        "share/pfncheck/scripts/kernel", "share/pfncheck/docs/manual.md"})
    CHECK(fs::exists(prefix + "/" + file));

  // In a folder without cases: those that were installed.
  const test::Ran explained = run_in(folder.path(), {program, "explain", "mm/bad_fork_reference"});
  CHECK(explained.exit_code == 0);
  CHECK_THAT(explained.out, Catch::StartsWith("mm/bad_fork_reference (case)"));
  // What fetches a kernel is named where it is.
  CHECK_THAT(run_in(folder.path(), {program, "check", "--tree", "6.12"}).err,
             Contains("usr/share/pfncheck/scripts/kernel 6.12"));

  const std::string page = test::read_file(prefix + "/share/man/man1/pfncheck.1");
  for (const char* words : {".SS patch", "\\fB\\-\\-arch\\fR", ".SH EXIT STATUS"})
    CHECK_THAT(page, Contains(words));

  const std::string bash = prefix + "/share/bash-completion/completions/pfncheck";
  CHECK(offered_by_bash(folder.path(), bash, "pfncheck ch", 1) == "check\n");
  CHECK(offered_by_bash(folder.path(), bash, "pfncheck -q run --arch x86_64,s3", 4) == "x86_64,s390\n");
  CHECK(offered_by_bash(folder.path(), bash, "pfncheck run --prop mapped_memory", 3) ==
        "mapped_memory_is_not_free\n");
  CHECK(offered_by_bash(folder.path(), bash, "pfncheck check --wid", 2) == "--width\n");
  CHECK_THAT(offered_by_bash(folder.path(), bash, "pfncheck explain mm/bad_fork_ref", 2),
             Contains("mm/bad_fork_reference\n"));
  // The other shells read theirs, where they are installed.
  for (const auto& [shell, file] : {std::pair{"zsh", "zsh/site-functions/_pfncheck"},
                                    std::pair{"fish", "fish/vendor_completions.d/pfncheck.fish"}})
    if (!find_tool(shell).empty())
      CHECK(run_in(folder.path(), {shell, "-n", prefix + "/share/" + file}).exit_code == 0);
}

TEST_CASE("every command and option of --help is in the completions and in the manual page") {
  const std::string man = test::pfncheck({"completion", "man"}).out;
  const std::string bash = test::pfncheck({"completion", "bash"}).out;
  const std::string fish = test::pfncheck({"completion", "fish"}).out;
  const std::string zsh = test::pfncheck({"completion", "zsh"}).out;
  for (const char* command : {"run", "check", "patch", "table", "replay", "list", "explain", "prepare",
                              "doctor", "case", "cases", "completion"}) {
    INFO(command);
    CHECK_THAT(man, Contains(std::string(".SS ") + command + "\n"));
    CHECK_THAT(bash, Contains(std::string("    ") + command + ") words="));
    CHECK_THAT(fish, Contains(std::string(" -a ") + command + " -d"));
    CHECK_THAT(zsh, Contains(std::string("    ") + command + ") _arguments"));
  }
  for (const char* option : {"most-states", "against-variant", "unroll", "promote", "markdown", "width"}) {
    INFO(option);
    CHECK_THAT(bash, Contains(std::string("--") + option));
    CHECK_THAT(fish, Contains(std::string(" -l ") + option));
    CHECK_THAT(zsh, Contains(std::string("--") + option));
  }
}
