// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/supervisor.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace pfncheck {
namespace {

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

template <class Message>
void tell(int descriptor, const Message& message) {
  if (write(descriptor, &message, sizeof message) < 0) _exit(127);
}

[[noreturn]] void become_command(const Plan& plan, int report) {
  signal(SIGTERM, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  apply_limits(plan.limits);
  environ = const_cast<char**>(plan.own_env);
  if (plan.cwd == nullptr || chdir(plan.cwd) == 0) execvpe(plan.argv[0], plan.argv, plan.env);
  tell(report, Ended{0, errno});
  _exit(127);
}

void kill_own_group(int) {
  kill(0, SIGKILL);
}

}  // namespace

void supervise(const Plan& plan) {
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
  tell(report, Started{getpid(), 0});
  const pid_t child = _Fork();
  if (child == 0) become_command(plan, report);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  tell(report, Ended{status, 0});
  kill(0, SIGKILL);
  _exit(0);
}

}  // namespace pfncheck
