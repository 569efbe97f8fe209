// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "cli/output.hpp"

namespace pfncheck {
namespace {

using namespace std::chrono_literals;

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

ProgressLine::ProgressLine(ShowProgress when)
    : in_place_(::isatty(STDERR_FILENO) == 1 && !is_dumb_terminal()),
      on_(when == ShowProgress::always || (when == ShowProgress::auto_ && in_place_)) {}

ProgressLine::~ProgressLine() {
  end();
}

void ProgressLine::end() {
  const std::lock_guard lock(mutex_);
  if (shown_ && in_place_) std::fputs("\r\033[K", stderr);
  on_ = shown_ = false;
}

void ProgressLine::say(const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!on_) return;
  const auto now = Clock::now();
  // Short work stays silent, and a line that changes too often cannot be read.
  // In a log each line stays: one in a few seconds is enough.
  if (now - begun_ < 1s || (shown_ && now - last_ < (in_place_ ? 100ms : 3000ms))) return;
  last_ = now;
  shown_ = true;
  if (!in_place_) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - begun_).count();
    std::fprintf(stderr, "  %lld s: %s\n", static_cast<long long>(seconds), text.c_str());
    return;
  }
  std::fprintf(stderr, "\r\033[K%s", text.substr(0, terminal_width() - 1).c_str());
}

}  // namespace pfncheck
