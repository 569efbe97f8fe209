// SPDX-License-Identifier: GPL-2.0-or-later
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "lift/tree/files.hpp"
#include "lift/tree/process.hpp"
#include "solver/ask/query.hpp"

using namespace pfncheck;

namespace {

ProcessResult shell(const std::string& script, ProcessLimits limits = {}, const std::string& input = {}) {
  return run({{"sh", "-c", script}, {}, {}, input, limits});
}

bool exists(pid_t process) {
  return kill(process, 0) == 0;
}

/// Waits until a process is gone; false after ten seconds.
bool vanishes(pid_t process) {
  for (int i = 0; i < 1000 && exists(process); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return !exists(process);
}

}  // namespace

TEST_CASE("a process gives its status, output and error", "[process]") {
  const auto result = shell("cat; echo err >&2; exit 7", {}, "in");
  CHECK(result.status == 7);
  CHECK(result.out == "in");
  CHECK(result.err == "err\n");
  CHECK_FALSE(result.ok());
  CHECK(shell("exit 0").ok());
}

TEST_CASE("a program that does not exist is not started", "[process]") {
  const auto result = run({{"no-such-program-pfncheck"}, {}, {}, {}, {}});
  CHECK_FALSE(result.started);
  CHECK(result.error == "No such file or directory");
}

TEST_CASE("a process sees exactly the environment and folder that it was given", "[process]") {
  const auto result = run({{"/usr/bin/env"}, "/", {"ONLY=this"}, {}, {}});
  CHECK(result.out == "ONLY=this\n");
  CHECK(run({{"pwd"}, "/usr", {}, {}, {}}).out == "/usr\n");
}

TEST_CASE("wall time ends a process and what it started", "[process]") {
  ProcessLimits limits;
  limits.wall_seconds = 1;
  const auto result = shell("sleep 600 & echo $!; wait", limits);
  CHECK(result.timed_out);
  CHECK(vanishes(static_cast<pid_t>(std::stol(result.out))));
}

TEST_CASE("a background process does not outlive its command", "[process]") {
  const auto result = shell("sleep 600 & echo $!");
  CHECK(result.status == 0);
  CHECK(vanishes(static_cast<pid_t>(std::stol(result.out))));
}

TEST_CASE("CPU time, file size and memory are limited", "[process]") {
  ProcessLimits limits;
  limits.cpu_seconds = 1;
  const int cpu = shell("while :; do :; done", limits).signal;
  CHECK((cpu == SIGXCPU || cpu == SIGKILL));
  limits = {};
  limits.file_bytes = 1000;
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  const std::string file = folder.path() + "/file";
  CHECK_FALSE(shell("head -c 5000 /dev/zero >" + file, limits).ok());
  CHECK(std::filesystem::file_size(file) == 1000);
  limits = {};
  limits.memory_bytes = 64U << 20;
  CHECK_FALSE(shell("x=$(head -c 200000000 /dev/zero | tr '\\0' x); echo ${#x}", limits).ok());
}

TEST_CASE("too much output ends a process", "[process]") {
  ProcessLimits limits;
  limits.output_bytes = 1000;
  const auto result = shell("yes", limits);
  CHECK(result.too_much);
  CHECK_FALSE(result.ok());
}

TEST_CASE("processes are started while questions with a time limit are asked", "[process]") {
  // A kernel tree is judged in threads: one compiles while another asks Z3. With fork() this ended in a
  // crash, or never.
  const auto work = [] {
    const auto engine = make_z3();
    for (unsigned i = 0; i < 20; ++i) {
      Pool pool;
      const Term a = pool.var("a", 24), b = pool.var("b", 24);
      const Term product = eq(a * b, pool.constant(24, 0x10001 + 2 * i)) & ult(pool.constant(24, 1), a);
      engine->ask({"a product", product}, {1});
      if (run({{"true"}, {}, {}, {}, {}}).status != 0) return;
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  SUCCEED("all of them came back");
}

TEST_CASE("while a command runs, what we write is not copied for it", "[process]") {
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  const std::string runs = folder.path() + "/runs", end = folder.path() + "/end";
  constexpr std::size_t page = 4096, pages = 4096;
  std::vector<char> memory(pages * page, 'a');
  std::thread command([&] { shell("touch " + runs + "; while [ ! -e " + end + " ]; do sleep 0.01; done"); });
  for (int i = 0; i < 1000 && !std::filesystem::exists(runs); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  rusage before{}, after{};
  getrusage(RUSAGE_THREAD, &before);
  for (std::size_t i = 0; i < pages; ++i) memory[i * page] = 'b';
  getrusage(RUSAGE_THREAD, &after);
  write_file(end, "");
  command.join();
  CHECK(after.ru_minflt - before.ru_minflt < static_cast<long>(pages) / 2);
}

TEST_CASE("a process is searched in our PATH and runs in our folder, as they are now", "[process]") {
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  write_file(folder.path() + "/own-program-pfncheck", "#!/bin/sh\npwd\n");
  std::filesystem::permissions(folder.path() + "/own-program-pfncheck", std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  const auto here = std::filesystem::current_path();
  setenv("PATH", (folder.path() + ":" + path).c_str(), 1);
  std::filesystem::current_path(folder.path());
  const auto result = run({{"own-program-pfncheck"}, {}, {"A=b"}, {}, {}});
  std::filesystem::current_path(here);
  setenv("PATH", path.c_str(), 1);
  CHECK(result.out == std::filesystem::canonical(folder.path()).string() + "\n");
}

TEST_CASE("processes die with the one that started them", "[process]") {
  const TemporaryFolder folder(std::filesystem::temp_directory_path().string());
  const std::string file = folder.path() + "/pid";
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    shell("sleep 600 & echo $! >" + file + ".new && mv " + file + ".new " + file + "; wait");
    _exit(0);
  }
  std::optional<std::string> text;
  for (int i = 0; i < 1000 && !(text = read_file(file)); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  REQUIRE(text);
  const auto sleeper = static_cast<pid_t>(std::stol(*text));
  CHECK(exists(sleeper));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  CHECK(vanishes(sleeper));
}
