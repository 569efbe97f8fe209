// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/deadline.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace pfncheck {

Deadline::Deadline(double seconds)
    : seconds_(seconds), thread_([this](const std::stop_token& done) { watch(done); }) {}

void Deadline::watch(const std::stop_token& done) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds step(20);
  std::mutex lock;
  std::condition_variable_any wake;
  std::unique_lock hold(lock);
  double spent = 0;
  for (Clock::time_point last = Clock::now(); !done.stop_requested() && !over_;) {
    wake.wait_for(hold, done, step, [] { return false; });
    const Clock::time_point now = Clock::now();
    if (pauses_ == 0) spent += std::chrono::duration<double>(now - last).count();
    last = now;
    if (spent >= seconds_) over_ = true;
  }
}

}  // namespace pfncheck
