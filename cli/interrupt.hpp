// SPDX-License-Identifier: GPL-2.0-or-later
// SIGINT and SIGTERM: children are ended, work is asked to stop, scratch files are cleaned up by their
// owners.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace pfncheck {

inline const std::string interrupted_text = "interrupted; nothing was decided, nothing was written";

/// While it lives, the first SIGINT or SIGTERM sets interrupted() and ends all children, again and again
/// while the work unwinds. After `grace` seconds, or at the second signal, the process ends with 130 at once.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  bool interrupted() const { return interrupted_; }
  /// interrupted() for work that knows nothing of signals.
  const std::atomic<bool>& flag() const { return interrupted_; }

 private:
  void watch(const std::stop_token& stop);

  std::atomic<bool> interrupted_ = false;
  int read_end_ = -1, write_end_ = -1;
  std::jthread watcher_;
};

}  // namespace pfncheck
