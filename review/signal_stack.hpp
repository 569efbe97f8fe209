// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>

namespace pfncheck {

/// A stack for signal handlers of the calling thread, so that one that ran out of its own is told as well.
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  std::unique_ptr<char[]> memory_;
};

}  // namespace pfncheck
