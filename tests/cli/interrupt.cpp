// SPDX-License-Identifier: GPL-2.0-or-later
// SIGINT ends the program with 130, its children with it, and leaves no report behind.
#include "cli/interrupt.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "lift/tree/process.hpp"
#include "program.hpp"

using namespace pfncheck;
using namespace std::chrono_literals;

namespace {

/// In a child process: watches, starts a shell that fails if its sleeps are cut short, and ends with 130 if
/// it did and the signal was seen.
[[noreturn]] void be_interrupted(const std::string& started) {
  const InterruptWatch watch;
  Command command;
  command.argv = {"sh", "-c", "touch " + started + "; sleep 600 & sleep 600; wait; exit 1"};
  command.limits.wall_seconds = 60;
  const ProcessResult result = run(command);
  ::_exit(result.signal != 0 || !result.ok() ? (watch.interrupted() ? 130 : 1) : 0);
}

bool wait_for_file(const std::string& path) {
  for (int i = 0; i < 600 && !std::filesystem::exists(path); ++i) std::this_thread::sleep_for(50ms);
  return std::filesystem::exists(path);
}

}  // namespace

TEST_CASE("an interrupt ends children and is seen by the work") {
  for (const int signal : {SIGINT, SIGTERM}) {
    const test::ScratchFolder folder;
    const std::string started = folder.file("started");
    const pid_t child = ::fork();
    if (child == 0) be_interrupted(started);
    REQUIRE(wait_for_file(started));
    ::kill(child, signal);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
  }
}
