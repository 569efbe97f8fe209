// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace pfncheck {

/// One line on standard error that is rewritten as work goes on. Nothing is shown in the first second, and
/// nothing at all when standard error is not a terminal. Any thread may call say().
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void say(const std::string& text);
  /// Clears the line; nothing is shown from here on.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  bool on_, shown_ = false;
  Clock::time_point begun_ = Clock::now(), last_ = begun_;
};

}  // namespace pfncheck
