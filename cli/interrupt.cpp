// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/interrupt.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "cli/descendants.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

constexpr int exit_interrupted = 130;
constexpr int grace_polls = 50;  // of 100 ms each

// A signal handler takes no argument of ours: this is the one place where it finds the pipe. Set once, while
// no handler is installed.
std::atomic<int> signal_pipe = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void on_signal(int) {
  const char byte = 1;
  const int fd = signal_pipe.load();
  // A full pipe means that the watcher knows already.
  if (fd >= 0) [[maybe_unused]]
    const auto ignored = ::write(fd, &byte, 1);
}

/// Work that does not unwind in time. The next run removes its scratch folders, which bear our number.
[[noreturn]] void leave() {
  const std::string line = fmt::format("pfncheck: error: {}\n", interrupted_text);
  [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, line.data(), line.size());
  ::_exit(exit_interrupted);
}

void set_handlers(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

InterruptWatch::InterruptWatch() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
    throw InputError(fmt::format("no pipe can be made here: {}", std::strerror(errno)));
  read_end_ = ends[0];
  write_end_ = ends[1];
  signal_pipe = write_end_;
  watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
  set_handlers(on_signal);
}

InterruptWatch::~InterruptWatch() {
  set_handlers(SIG_DFL);
  signal_pipe = -1;
  watcher_.request_stop();
  watcher_.join();
  ::close(read_end_);
  ::close(write_end_);
}

void InterruptWatch::watch(const std::stop_token& stop) {
  pollfd ready{.fd = read_end_, .events = POLLIN, .revents = 0};
  int polls_left = grace_polls;
  while (!stop.stop_requested()) {
    const bool signalled = ::poll(&ready, 1, 100) == 1;
    if (signalled) {
      char bytes[16];
      [[maybe_unused]] const auto ignored = ::read(read_end_, bytes, sizeof bytes);
      if (interrupted_.exchange(true)) polls_left = 0;
    }
    if (!interrupted_) continue;
    end_descendants(::getpid(), polls_left > grace_polls / 2 ? SIGTERM : SIGKILL);
    if (polls_left-- <= 0) leave();
  }
}

}  // namespace pfncheck
