// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "lift/tree/descriptor.hpp"
#include "lift/tree/starter.hpp"
#include "model/input_error.hpp"

extern char** environ;  // NOLINT

namespace pfncheck {
namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  Descriptor read, write;
};

/// What a machine has too few of: descriptors, processes, memory.
[[noreturn]] void give_up(const char* what) {
  throw InputError(fmt::format("no process can be started here: {}: {}", what, std::strerror(errno)));
}

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) give_up("pipe2");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Moves descriptors out of the way of 0 to 3, which the supervisor assigns.
Descriptor above_standard(Descriptor from) {
  if (from.get() > 3) return from;
  return Descriptor(fcntl(from.get(), F_DUPFD_CLOEXEC, 4));
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
  out.push_back(nullptr);
  return out;
}

/// Milliseconds to wait at most, -1 for ever.
int remaining(const ProcessLimits& limits, Clock::time_point started) {
  if (limits.wall_seconds == 0) return -1;
  const auto left = started + std::chrono::seconds(limits.wall_seconds) - Clock::now();
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return milliseconds < 0 ? 0 : static_cast<int>(milliseconds);
}

/// Reads one piece; closes the descriptor at its end.
void take(Descriptor& from, std::string& into) {
  std::array<char, 1 << 16> buffer;  // NOLINT
  const ssize_t n = read(from.get(), buffer.data(), buffer.size());
  if (n > 0) {
    into.append(buffer.data(), static_cast<std::size_t>(n));
  } else if (n == 0 || errno != EINTR) {
    from.close();
  }
}

struct Streams {
  Descriptor out, err;
};

void collect(Streams streams, pid_t group, const ProcessLimits& limits, ProcessResult& result) {
  const auto started = Clock::now();
  while (streams.out.get() >= 0 || streams.err.get() >= 0) {
    std::array<pollfd, 2> waiting{{{streams.out.get(), POLLIN, 0}, {streams.err.get(), POLLIN, 0}}};
    const int ready = poll(waiting.data(), waiting.size(), remaining(limits, started));
    if (ready == 0) result.timed_out = true;
    if (waiting[0].revents != 0) take(streams.out, result.out);
    if (waiting[1].revents != 0) take(streams.err, result.err);
    result.too_much = result.out.size() > limits.output_bytes || result.err.size() > limits.output_bytes;
    if (result.timed_out || result.too_much) {
      kill(-group, SIGKILL);
      return;
    }
  }
}

template <class Message>
bool receive(int descriptor, Message& message) {
  ssize_t n = 0;
  while ((n = read(descriptor, &message, sizeof message)) < 0 && errno == EINTR) {
  }
  return n == static_cast<ssize_t>(sizeof message);
}

/// The supervisor's number.
pid_t started(int descriptor) {
  Started first;
  if (!receive(descriptor, first)) first.error = ECHILD;  // killed
  errno = first.error;
  if (errno != 0) give_up("fork");
  return first.supervisor;
}

void conclude(int descriptor, ProcessResult& result) {
  Ended report;
  if (!receive(descriptor, report)) {
    result.signal = SIGKILL;
  } else if (report.exec_errno != 0) {
    result.started = false;
    result.error = std::strerror(report.exec_errno);  // NOLINT
  } else if (WIFSIGNALED(report.wait_status)) {
    result.signal = WTERMSIG(report.wait_status);
  } else {
    result.status = WEXITSTATUS(report.wait_status);
  }
}

}  // namespace

ProcessResult run(const Command& command) {
  ProcessResult result;
  const Descriptor input = above_standard(in_memory(command.input));
  if (input.get() < 0) give_up("memfd_create");
  Pipe out = make_pipe(), err = make_pipe(), report = make_pipe();
  Descriptor out_end = above_standard(std::move(out.write)), err_end = above_standard(std::move(err.write)),
             report_end = above_standard(std::move(report.write));
  const std::vector<char*> argv = pointers(command.argv), env = pointers(command.env);
  std::error_code without_folder;
  const std::string cwd =
      command.cwd.empty() ? std::filesystem::current_path(without_folder).string() : command.cwd;
  Plan plan;
  plan.argv = argv.data();
  plan.own_env = environ;
  plan.env = command.env.empty() ? environ : env.data();
  if (!cwd.empty()) plan.cwd = cwd.c_str();
  plan.limits = command.limits;
  plan.input = input.get();
  plan.out = out_end.get();
  plan.err = err_end.get();
  plan.report = report_end.get();
  plan.parent = getpid();
  if (!start_elsewhere(plan)) {
    // Not fork(): that runs what libraries ask for before it, and Z3 4.8.12 ends the threads that watch its
    // time limits then (src/util/scoped_timer.cpp), of other threads' questions too: two at once crash, or
    // wait for ever.
    const pid_t child = _Fork();
    if (child < 0) give_up("fork");
    if (child == 0) supervise(plan);
  }
  out_end.close();
  err_end.close();
  report_end.close();
  const pid_t supervisor = started(report.read.get());
  collect({std::move(out.read), std::move(err.read)}, supervisor, command.limits, result);
  conclude(report.read.get(), result);
  while (waitpid(supervisor, nullptr, 0) < 0 && errno == EINTR) {
  }
  return result;
}

}  // namespace pfncheck
