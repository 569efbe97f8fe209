// SPDX-License-Identifier: GPL-2.0-or-later
// Faults of the program itself, provoked for real: one line that says so, no child left, exit code 70.
#include "cli/fault.hpp"
#include "review/signal_stack.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "lift/tree/process.hpp"
#include "model/broken_invariant.hpp"
#include "model/term/term.hpp"
#include "program.hpp"

// LLVM's headers stay in lift; this is what its passes call.
namespace llvm {
[[noreturn]] void report_fatal_error(const char* reason, bool gen_crash_diag);
[[noreturn]] void report_bad_alloc_error(const char* reason, bool gen_crash_diag);
}  // namespace llvm

using namespace pfncheck;
using namespace std::chrono_literals;

namespace {

struct Ended {
  int status = 0;  ///< as waitpid() has it
  std::string err;
  int code() const { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }
};

/// Runs `work` in a child process whose standard error is kept.
Ended in_child(const test::ScratchFolder& folder, const std::function<void()>& work) {
  const std::string err = folder.file("err");
  const pid_t child = ::fork();
  if (child == 0) {
    if (std::freopen(err.c_str(), "w", stderr) == nullptr) ::_exit(126);
    work();
    ::_exit(0);
  }
  Ended ended;
  REQUIRE(::waitpid(child, &ended.status, 0) == child);
  ended.err = test::read_file(err);
  return ended;
}

Ended watched(const std::function<void()>& work) {
  const test::ScratchFolder folder;
  return in_child(folder, [&] {
    const std::array arguments = {"/somewhere/pfncheck", "patch", "a file.patch"};
    const FaultWatch faults(static_cast<int>(arguments.size()), arguments.data());
    const SignalStack stack;
    work();
  });
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool is_fault_line(const std::string& err, const std::string& what) {
  return lines_in(err) == 1 && err.starts_with("pfncheck: error: " + what) &&
         err.find("this is a fault of pfncheck") != std::string::npos &&
         err.find("Please report it") != std::string::npos &&
         err.ends_with("command: pfncheck patch 'a file.patch'\n");
}

// Not inlined and not a tail call, so that the stack does run out.
[[gnu::noinline]] unsigned endless(unsigned depth) {
  volatile char room[4096];
  room[depth % 4096] = 1;
  return depth == ~0U ? room[0] : endless(depth + 1) + room[depth % 4096];
}

bool is_alive(pid_t process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  return stat >> number >> name >> state && state != "Z";
}

bool comes_true(const std::function<bool()>& condition) {
  for (int i = 0; i < 1200 && !condition(); ++i) std::this_thread::sleep_for(50ms);
  return condition();
}

/// Whether a process is the program (no longer a copy of this one) and has a handler for the signal.
bool catches(pid_t process, int signal) {
  std::error_code error;
  const auto file = std::filesystem::read_symlink("/proc/" + std::to_string(process) + "/exe", error);
  if (error || file != std::filesystem::canonical(PFNCHECK_BINARY)) return false;
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("SigCgt:"))
      return (std::stoull(line.substr(7), nullptr, 16) >> (signal - 1) & 1) != 0;
  return false;
}

}  // namespace

TEST_CASE("what breaks in the program ends in one line and 70", "[fault]") {
  const std::vector<std::pair<std::string, std::function<void()>>> faults = {
      {"SIGSEGV", [] { *static_cast<volatile int*>(nullptr) = 1; }},
      {"SIGSEGV", [] { std::exit(static_cast<int>(endless(0))); }},
      {"SIGABRT", [] { std::abort(); }},
      {"SIGFPE", [] { ::raise(SIGFPE); }},
      {"a thread's", [] { std::thread([] { throw std::runtime_error("a thread's"); }).join(); }},
      {"broken invariant: Pool::constant",
       [] { std::thread([] { Pool().constant(max_width + 1, 0); }).join(); }},
      {"LLVM: a pass is lost", [] { llvm::report_fatal_error("a pass is lost", false); }},
  };
  for (const auto& [what, work] : faults) {
    const Ended ended = watched(work);
    INFO(what << ": " << ended.err);
    CHECK(ended.code() == 70);
    CHECK(is_fault_line(ended.err, what));
  }
}

TEST_CASE("want of memory is not called a fault", "[fault]") {
  const std::vector<std::function<void()>> wants = {
      [] { std::thread([] { throw std::bad_alloc(); }).join(); },
      [] { llvm::report_bad_alloc_error("none", false); },
  };
  for (const auto& work : wants) {
    const Ended ended = watched(work);
    INFO(ended.err);
    CHECK(ended.code() == 2);
    CHECK(ended.err == "pfncheck: error: " + no_memory_text + "\n");
  }
}

TEST_CASE("broken invariants unwind", "[fault]") {
  Pool pool;
  CHECK_THROWS_AS(pool.constant(8, 1).name(), BrokenInvariant);
  CHECK_THROWS_AS(pool.var("a", 8) + pool.var("b", 9), BrokenInvariant);
}

TEST_CASE("a fault leaves no child behind", "[fault]") {
  const test::ScratchFolder folder;
  const std::string started = folder.file("started");
  const Ended ended = watched([&] {
    std::thread([&] {
      Command command;
      command.argv = {
          "sh", "-c",
          "sleep 600 & echo $! > " + started + ".new; mv " + started + ".new " + started + "; wait"};
      run(command);
    }).detach();
    comes_true([&] { return std::filesystem::exists(started); });
    *static_cast<volatile int*>(nullptr) = 1;
  });
  CHECK(ended.code() == 70);
  const pid_t sleeper = std::stoi(test::read_file(started));
  CHECK(comes_true([&] { return !is_alive(sleeper); }));
}

TEST_CASE("a crash of the program itself ends with 70 and no report", "[fault]") {
  // Without kept answers it is at work when the signal comes, and not writing its report already.
  const test::ScratchFolder folder, cache;
  const std::string report = folder.file("report");
  const std::string err = folder.file("err"), kept = cache.path();
  const pid_t child = ::fork();
  if (child == 0) {
    if (std::freopen(err.c_str(), "w", stderr) == nullptr) ::_exit(126);
    ::execl(PFNCHECK_BINARY, "pfncheck", "run", "--slice", "own", "-o", report.c_str(), "--cache",
            kept.c_str(), nullptr);
    ::_exit(126);
  }
  CHECK(comes_true([&] { return catches(child, SIGSEGV); }));
  ::kill(child, SIGSEGV);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 70);
  CHECK(lines_in(test::read_file(err)) == 1);
  CHECK(test::read_file(err).find("command: pfncheck run --slice own -o ") != std::string::npos);
  // Neither the report nor a part of it.
  const auto files = std::filesystem::directory_iterator(folder.path());
  CHECK(std::distance(begin(files), end(files)) == 1);
}

TEST_CASE("a machine that has too little memory is told so", "[fault]") {
  const test::ScratchFolder folder;
  unsigned told = 0;
  // From what the loader cannot work with to what is enough.
  for (rlim_t megabytes = 100; megabytes < 1000; megabytes += 10) {
    const Ended ended = in_child(folder, [&] {
      const rlimit few{megabytes << 20, megabytes << 20};
      ::setrlimit(RLIMIT_AS, &few);
      if (std::freopen(folder.file("out").c_str(), "w", stdout) == nullptr) ::_exit(126);
      ::execl(PFNCHECK_BINARY, "pfncheck", "run", "--slice", "own", "--jobs", "1", "-q", nullptr);
      ::_exit(126);
    });
    if (ended.code() == 127 && ended.err.find("shared librar") != std::string::npos) continue;
    if (ended.code() == 0) break;
    INFO(megabytes << " MB: " << ended.err);
    CHECK(ended.code() == 2);
    CHECK(ended.err == "pfncheck: error: " + no_memory_text + "\n");
    ++told;
  }
  CHECK(told != 0);
}
