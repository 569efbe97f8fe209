// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/signal_stack.hpp"

#include <signal.h>

namespace pfncheck {
namespace {

constexpr std::size_t stack_bytes = 64 << 10;

}  // namespace

SignalStack::SignalStack() : memory_(new char[stack_bytes]) {
  stack_t stack{};
  stack.ss_sp = memory_.get();
  stack.ss_size = stack_bytes;
  ::sigaltstack(&stack, nullptr);
}

SignalStack::~SignalStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

}  // namespace pfncheck
