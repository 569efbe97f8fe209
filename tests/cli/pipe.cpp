// SPDX-License-Identifier: GPL-2.0-or-later
// A change that is not committed, by a pipe: `git diff | pfncheck patch --tree CLEAN -`.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "lift/tree/process.hpp"
#include "program.hpp"

using namespace pfncheck::test;
using Catch::Contains;

namespace {

/// Runs a line of the shell as users type it: `pfncheck` is the program.
Ran shell(const std::string& line, const std::string& home) {
  pfncheck::Command command;
  command.argv = {"sh", "-c", "pfncheck() { '" PFNCHECK_BINARY "' \"$@\"; }\n" + line};
  command.env = {"PATH=" + std::string(std::getenv("PATH")), "HOME=" + home, "LC_ALL=C"};
  command.limits.wall_seconds = 600;
  const pfncheck::ProcessResult result = pfncheck::run(command);
  return {result.status, result.out, result.err};
}

}  // namespace

TEST_CASE("git diff piped into patch", "[kernel]") {
  const char* const tree = std::getenv("PFNCHECK_KERNEL_6_12");  // NOLINT
  const char* const cache = std::getenv("PFNCHECK_CACHE");       // NOLINT
  if (tree == nullptr || cache == nullptr) {
    WARN("skipped: set PFNCHECK_KERNEL_6_12 and PFNCHECK_CACHE (scripts/test does)");
    return;
  }
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.file("linux/mm"));
  std::filesystem::copy_file(std::string(tree) + "/mm/memory.c", folder.file("linux/mm/memory.c"));
  const std::string git = "cd '" + folder.file("linux") + "' && git ";
  const std::string work =
      git + "init -q && git add mm && git -c user.name=n -c user.email=e commit -qm base && " +
      "sed -i 's/if (is_zero_pfn(pfn))$/if (is_zero_pfn(pfn) \\&\\& pfn)/' mm/memory.c && ";
  const std::string check = std::string("pfncheck patch --arch x86_64 --rule vm_normal_page --tree '") +
                            tree + "' --cache '" + cache + "' -";
  const Ran ran = shell(work + "git diff | " + check, folder.path());
  INFO(ran.err);
  CHECK(ran.exit_code == 1);
  CHECK_THAT(ran.out, Contains("mm/memory.c: vm_normal_page(): functional change  x86_64") &&
                          Contains("NEW") && !Contains("is already applied"));
  // Where the change is already in the tree it says what to type.
  const Ran none = shell(git + "diff HEAD HEAD | " + check, folder.path());
  CHECK(none.exit_code == 2);
  CHECK_THAT(none.err, Catch::StartsWith("pfncheck: error: standard input") && Contains("is empty"));
}
