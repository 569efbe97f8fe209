// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace pfncheck {

enum class ShowProgress {
  auto_,   ///< on a terminal that can write over a line
  always,  ///< elsewhere too: a line in a few seconds
  never
};

/// One line on standard error that is rewritten as work goes on. Nothing is shown in the first second. Any
/// thread may call say().
class ProgressLine {
 public:
  explicit ProgressLine(ShowProgress when);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void say(const std::string& text);
  /// Clears the line; nothing is shown from here on.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  const bool in_place_;  ///< on a terminal; else every line stays
  bool on_, shown_ = false;
  Clock::time_point begun_ = Clock::now(), last_ = begun_;
};

}  // namespace pfncheck
