// SPDX-License-Identifier: GPL-2.0-or-later
// Runs other programs: no shell, bounded, and never left behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pfncheck {

/// Bounds of one run; 0 means none.
struct ProcessLimits {
  unsigned wall_seconds = 0;
  unsigned cpu_seconds = 0;              ///< of each process
  std::uint64_t memory_bytes = 0;        ///< address space of each process
  std::uint64_t file_bytes = 0;          ///< of each file that is written
  std::size_t output_bytes = 16U << 20;  ///< of standard output and of standard error; more ends the run
};

struct Command {
  std::vector<std::string> argv;  ///< argv[0] is searched in PATH
  std::string cwd;                ///< empty: ours
  std::vector<std::string> env;   ///< "NAME=value", complete; empty: ours
  std::string input;              ///< standard input
  ProcessLimits limits;
};

struct ProcessResult {
  int status = 0;          ///< exit status, if signal is 0
  int signal = 0;          ///< that ended it
  bool started = true;     ///< false: could not be executed, `error` says why
  bool timed_out = false;  ///< wall time
  bool too_much = false;   ///< output
  std::string out, err;    ///< standard output and error
  std::string error;       ///< of the system, if not started

  bool ok() const { return started && signal == 0 && status == 0 && !timed_out && !too_much; }
};

/// Runs the command in a process group of its own and waits. The whole group is killed when a limit is
/// passed, when the command itself ends, and when this process dies (leave SIGINT and SIGTERM at their
/// default action, then that includes Ctrl-C). May be called from several threads.
ProcessResult run(const Command& command);

}  // namespace pfncheck
