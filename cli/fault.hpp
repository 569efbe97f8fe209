// SPDX-License-Identifier: GPL-2.0-or-later
// A fault of the program itself: one line that says so and what to send, no child left behind, exit code 70.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <thread>

namespace pfncheck {

/// "WHAT: this is a fault of pfncheck V, not of your input ... command: pfncheck patch ...".
std::string fault_text(std::string_view what, std::string_view command);
/// What is said where the machine has too little memory; exit code 2, for another call may fit.
bool is_want(const std::exception& error);  ///< of memory, or of threads
inline const std::string no_memory_text = "out of memory; try --jobs 1, or fewer architectures";

/// While it lives, SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT, exceptions that nobody catches and fatal
/// errors of LLVM end the process with 70 (want of memory: 2), its children first. Scratch folders are left
/// to the next run, as after a kill. Once per process.
class FaultWatch {
 public:
  FaultWatch(int argc, const char* const* argv);
  ~FaultWatch();
  FaultWatch(const FaultWatch&) = delete;
  FaultWatch& operator=(const FaultWatch&) = delete;

  const std::string& command() const { return command_; }

 private:
  void wait_for_fault() const;

  std::string command_;
  std::string line_;  ///< what a signal handler prints after the name of the signal
  int read_end_ = -1, write_end_ = -1;
  std::thread reaper_;
  std::terminate_handler earlier_ = nullptr;
};

}  // namespace pfncheck
