// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

#include "model/input_error.hpp"

extern char** environ;  // NOLINT

namespace pfncheck {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_ = -1;
};

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

Descriptor input_of(const std::string& text) {
  Descriptor file(memfd_create("input", MFD_CLOEXEC));
  if (file.get() < 0) give_up("memfd_create");
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t n = write(file.get(), text.data() + done, text.size() - done);
    if (n <= 0) give_up("write");
    done += static_cast<std::size_t>(n);
  }
  lseek(file.get(), 0, SEEK_SET);
  return file;
}

/// What the supervisor tells us: how the command ended, or why it could not start.
struct Report {
  int wait_status = 0;
  int exec_errno = 0;
};

/// Everything that the children need, made before the fork: after it only async-signal-safe calls are
/// allowed.
struct Plan {
  std::vector<char*> argv, env;
  const char* cwd = nullptr;
  ProcessLimits limits;
  int input = -1, out = -1, err = -1, report = -1;
  pid_t parent = 0;
};

void limit(int resource, std::uint64_t value) {
  if (value == 0) return;
  const rlimit bound{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
  setrlimit(static_cast<__rlimit_resource>(resource), &bound);
}

void apply_limits(const ProcessLimits& limits) {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  limit(RLIMIT_CPU, limits.cpu_seconds);
  limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_FSIZE, limits.file_bytes);
}

void write_report(int descriptor, const Report& report) {
  if (write(descriptor, &report, sizeof report) < 0) _exit(127);
}

[[noreturn]] void become_command(const Plan& plan, int report) {
  signal(SIGTERM, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  apply_limits(plan.limits);
  if (plan.cwd == nullptr || chdir(plan.cwd) == 0) execvpe(plan.argv[0], plan.argv.data(), plan.env.data());
  write_report(report, {0, errno});
  _exit(127);
}

void kill_own_group(int) {
  kill(0, SIGKILL);
}

/// Stands between us and the command, so that a group of processes can follow our death.
[[noreturn]] void supervise(const Plan& plan) {
  constexpr int report = 3;
  setpgid(0, 0);
  signal(SIGTERM, kill_own_group);
  signal(SIGINT, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != plan.parent) _exit(127);
  dup2(plan.input, 0);
  dup2(plan.out, 1);
  dup2(plan.err, 2);
  if (plan.report != report) dup2(plan.report, report);
  close_range(report + 1, ~0U, 0);
  fcntl(report, F_SETFD, FD_CLOEXEC);
  const pid_t child = _Fork();
  if (child == 0) become_command(plan, report);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  write_report(report, {status, 0});
  kill(0, SIGKILL);
  _exit(0);
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

std::vector<char*> environment_of(const Command& command) {
  if (!command.env.empty()) return pointers(command.env);
  std::vector<char*> out;
  for (char** entry = environ; *entry != nullptr; ++entry) out.push_back(*entry);
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

void conclude(int report_descriptor, ProcessResult& result) {
  Report report;
  const ssize_t n = read(report_descriptor, &report, sizeof report);
  if (n != static_cast<ssize_t>(sizeof report)) {
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
  const Descriptor input = above_standard(input_of(command.input));
  Pipe out = make_pipe(), err = make_pipe(), report = make_pipe();
  Descriptor out_end = above_standard(std::move(out.write)), err_end = above_standard(std::move(err.write)),
             report_end = above_standard(std::move(report.write));
  Plan plan{pointers(command.argv), environment_of(command), nullptr,          command.limits, input.get(),
            out_end.get(),          err_end.get(),           report_end.get(), getpid()};
  if (!command.cwd.empty()) plan.cwd = command.cwd.c_str();
  // Not fork(): that runs what libraries ask for before it, and Z3 4.8.12 ends the threads that watch its
  // time limits then (src/util/scoped_timer.cpp), of other threads' questions too: two at once crash, or wait
  // for ever.
  const pid_t supervisor = _Fork();
  if (supervisor < 0) give_up("fork");
  if (supervisor == 0) supervise(plan);
  setpgid(supervisor, supervisor);
  out_end.close();
  err_end.close();
  report_end.close();
  collect({std::move(out.read), std::move(err.read)}, supervisor, command.limits, result);
  conclude(report.read.get(), result);
  while (waitpid(supervisor, nullptr, 0) < 0 && errno == EINTR) {
  }
  return result;
}

}  // namespace pfncheck
