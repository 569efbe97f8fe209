// SPDX-License-Identifier: GPL-2.0-or-later
// The end of a whole call: what is not decided by then stays open.
#pragma once

#include <atomic>
#include <thread>

namespace pfncheck {

/// Counts wall time from its construction on, but not while rows are prepared: that is work of `make`, done
/// once a tree, with limits of its own.
class Deadline {
 public:
  explicit Deadline(double seconds);
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  double seconds() const { return seconds_; }
  /// True once the time is over, and from then on.
  const std::atomic<bool>& over() const { return over_; }

  /// The clock stands still while one of these lives.
  class Pause {
   public:
    explicit Pause(Deadline* deadline) : deadline_(deadline) {
      if (deadline_ != nullptr) ++deadline_->pauses_;
    }
    ~Pause() {
      if (deadline_ != nullptr) --deadline_->pauses_;
    }
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    Deadline* deadline_;
  };

 private:
  void watch(const std::stop_token& done);

  const double seconds_;
  std::atomic<unsigned> pauses_{0};
  std::atomic<bool> over_{false};
  std::jthread thread_;  // last: it uses the others
};

}  // namespace pfncheck
