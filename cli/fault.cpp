// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/fault.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>

#include "cli/descendants.hpp"
#include "lift/exec/fatal_error.hpp"
#include "model/input_error.hpp"
#include "report/exit_code.hpp"

namespace pfncheck {
namespace {

constexpr std::array signals = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
constexpr char fault_byte = 'f', memory_byte = 'm', end_byte = 'e';
constexpr int reaper_seconds = 3;

// A signal handler takes no argument of ours: here it finds the line to print and the pipe to the thread that
// cleans up. Set while no handler is installed.
struct Handlers {
  std::atomic<const std::string*> line = nullptr;
  std::atomic<int> pipe = -1;
  std::atomic<pid_t> process = 0;
  std::atomic<bool> told = false;
};
Handlers handlers;
static_assert(std::atomic<const std::string*>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void put(const char* text, std::size_t bytes) {
  [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, text, bytes);
}

const char* name_of(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV";
    case SIGBUS:
      return "SIGBUS";
    case SIGILL:
      return "SIGILL";
    case SIGFPE:
      return "SIGFPE";
    default:
      return "SIGABRT";
  }
}

/// Ends the process by the thread that cleans up; without one, or if that hangs too, by itself. Only calls
/// that are allowed in a signal handler.
[[noreturn]] void leave(char byte, ExitCode code) {
  const int pipe = handlers.pipe;
  if (pipe >= 0 && ::write(pipe, &byte, 1) == 1) {
    timespec left{.tv_sec = reaper_seconds, .tv_nsec = 0};
    while (::nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
  }
  ::_exit(static_cast<int>(code));
}

/// The first fault is told; what fails because of it is not.
void wait_if_told() {
  if (!handlers.told.exchange(true)) return;
  const timespec second{.tv_sec = 1, .tv_nsec = 0};
  for (int i = 0; i <= reaper_seconds; ++i) ::nanosleep(&second, nullptr);
  ::_exit(static_cast<int>(ExitCode::fault));
}

extern "C" void on_fault_signal(int signal) {
  if (::getpid() != handlers.process) ::_exit(127);  // a child between fork and exec
  wait_if_told();
  const char* name = name_of(signal);
  const std::string& rest = *handlers.line.load();
  constexpr std::string_view start = "pfncheck: error: ";
  put(start.data(), start.size());
  put(name, std::strlen(name));
  put(rest.data(), rest.size());
  leave(fault_byte, ExitCode::fault);
}

[[noreturn]] void tell_and_leave(const std::string& what) {
  wait_if_told();
  const std::string line = fmt::format("pfncheck: error: {}{}", what, *handlers.line.load());
  put(line.data(), line.size());
  leave(fault_byte, ExitCode::fault);
}

[[noreturn]] void leave_for_memory() {
  wait_if_told();
  const std::string_view parts[] = {"pfncheck: error: ", no_memory_text, "\n"};
  for (const std::string_view part : parts) put(part.data(), part.size());
  leave(memory_byte, ExitCode::bad_input);
}

/// An exception that left a thread or a destructor.
[[noreturn]] void on_terminate() {
  try {
    if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    if (is_want(error)) leave_for_memory();
    tell_and_leave(error.what());
  } catch (...) {
    tell_and_leave("an exception that is none of ours");
  }
  tell_and_leave("std::terminate()");
}

void on_llvm_error(const char* reason) {
  tell_and_leave(fmt::format("LLVM: {}", reason));
}

void set_handlers(void (*handler)(int)) {
  struct sigaction action{};
  action.sa_handler = handler;
  action.sa_flags = SA_ONSTACK;
  for (const int signal : signals) ::sigaction(signal, &action, nullptr);
}

std::string quoted(std::string_view word) {
  const bool plain = !word.empty() && word.find_first_of(" \t\n'\"\\$`*?[]{}()<>|&;#~!") == word.npos;
  if (plain) return std::string(word);
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

bool is_want(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return true;
  const auto* refused = dynamic_cast<const std::system_error*>(&error);
  return refused != nullptr && (refused->code() == std::errc::resource_unavailable_try_again ||
                                refused->code() == std::errc::not_enough_memory);
}

std::string fault_text(std::string_view what, std::string_view command) {
  return fmt::format(
      "{}: this is a fault of pfncheck {}, not of your input; nothing was written. Please report it as "
      "docs/exit-codes.md says, with this line, the files that it names and the output of `pfncheck doctor`; "
      "command: {}",
      what, PFNCHECK_VERSION, command);
}

FaultWatch::FaultWatch(int argc, const char* const* argv) {
  for (int i = 0; i < argc; ++i)
    command_ += (i == 0 ? "" : " ") + quoted(i == 0 ? std::string_view("pfncheck") : argv[i]);
  line_ = fault_text("", command_) + "\n";
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw InputError(fmt::format("no pipe can be made here: {}", std::strerror(errno)));
  read_end_ = ends[0];
  write_end_ = ends[1];
  reaper_ = std::thread([this] { wait_for_fault(); });
  handlers.line = &line_;
  handlers.process = ::getpid();
  handlers.pipe = write_end_;
  set_handlers(on_fault_signal);
  earlier_ = std::set_terminate(on_terminate);
  lifting::on_fatal_error(on_llvm_error, leave_for_memory);
}

FaultWatch::~FaultWatch() {
  lifting::on_fatal_error(nullptr, nullptr);
  std::set_terminate(earlier_);
  set_handlers(SIG_DFL);
  handlers.pipe = -1;
  [[maybe_unused]] const auto ignored = ::write(write_end_, &end_byte, 1);
  reaper_.join();
  ::close(read_end_);
  ::close(write_end_);
}

/// A thread of its own, for a signal handler may not look for children: what it needs may be what broke.
void FaultWatch::wait_for_fault() const {
  char byte = end_byte;
  while (::read(read_end_, &byte, 1) < 0 && errno == EINTR) {
  }
  if (byte == end_byte) return;
  // The second time reaches what was started meanwhile.
  for (int i = 0; i < 2; ++i) end_descendants(::getpid(), SIGKILL);
  ::_exit(static_cast<int>(byte == memory_byte ? ExitCode::bad_input : ExitCode::fault));
}

}  // namespace pfncheck
