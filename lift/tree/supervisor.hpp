// SPDX-License-Identifier: GPL-2.0-or-later
// The process that stands between us and a command, so that a group of processes can follow our death.
#pragma once

#include <sys/types.h>

#include "lift/tree/process.hpp"

namespace pfncheck {

/// Everything that supervisor and command need, made before the fork: after it only async-signal-safe calls
/// are allowed. Descriptors are above 3.
struct Plan {
  char* const* argv = nullptr;
  char* const* env = nullptr;
  const char* cwd = nullptr;       ///< null: ours
  char* const* own_env = nullptr;  ///< ours, whose PATH finds argv[0]
  ProcessLimits limits;
  int input = -1, out = -1, err = -1, report = -1;
  pid_t parent = 0;  ///< us
};

/// What a supervisor writes first: its number, which is its group's too; or with the error of the system why
/// there is none.
struct Started {
  pid_t supervisor = 0;
  int error = 0;
};

/// What it writes last: how the command ended, or why it could not start.
struct Ended {
  int wait_status = 0;
  int exec_errno = 0;
};

/// Runs the command; in a child of ours.
[[noreturn]] void supervise(const Plan& plan);

}  // namespace pfncheck
