// SPDX-License-Identifier: GPL-2.0-or-later
// The one door through which commands write: shut after SIGINT, and the progress line ends before it.
#include <pty.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

#include "cli/command.hpp"
#include "program.hpp"

using namespace pfncheck;
using namespace std::chrono_literals;

namespace {

/// Standard error is a terminal while it lives.
class Terminal {
 public:
  Terminal() : old_(::dup(STDERR_FILENO)) {
    int slave = -1;
    if (::openpty(&master_, &slave, nullptr, nullptr, nullptr) != 0) throw std::runtime_error("no terminal");
    ::dup2(slave, STDERR_FILENO);
    ::close(slave);
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    leave();
    ::close(master_);
  }
  std::string shown() {
    char bytes[1000];
    const ssize_t n = ::read(master_, bytes, sizeof bytes);
    return n > 0 ? std::string(bytes, static_cast<std::size_t>(n)) : std::string();
  }
  void leave() {
    if (old_ < 0) return;
    ::dup2(old_, STDERR_FILENO);
    ::close(old_);
    old_ = -1;
  }

 private:
  int old_, master_ = -1;
};

}  // namespace

// `patch` wrote "the compiler was ended from outside" over an older report, and then that nothing was
// decided.
TEST_CASE("nothing is written once interrupted") {
  const test::ScratchFolder folder;
  CommonOptions common;
  common.output = folder.write("report", "old");
  const InterruptWatch watch;
  ProgressLine progress(ShowProgress::never);
  const Session session{common, progress, watch};
  std::raise(SIGINT);
  for (int i = 0; i < 100 && !watch.interrupted(); ++i) std::this_thread::sleep_for(20ms);
  Report report;
  CHECK_THROWS_AS(session.deliver("text"), Interrupted);
  CHECK_THROWS_AS(session.deliver(report), Interrupted);
  CHECK(test::read_file(common.output) == "old");
}

TEST_CASE("the progress line is cleared before the report is written") {
  const test::ScratchFolder folder;
  CommonOptions common;
  common.output = folder.file("report");
  const InterruptWatch watch;
  Terminal terminal;
  ProgressLine progress(ShowProgress::auto_);
  std::this_thread::sleep_for(1100ms);
  progress.say("arm: checking");
  Session{common, progress, watch}.deliver("report\n");
  progress.say("late");
  const std::string shown = terminal.shown();
  terminal.leave();
  CHECK(shown == "\r\033[Karm: checking\r\033[K");
}
