// SPDX-License-Identifier: GPL-2.0-or-later
// What cannot happen, and did: a fault of this program.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>

namespace pfncheck {

/// Nobody catches it but the frame of the program, which says so and ends with 70. It unwinds, so that child
/// processes and scratch files go first.
class BrokenInvariant : public std::logic_error {
 public:
  explicit BrokenInvariant(std::string_view what)
      : std::logic_error(fmt::format("broken invariant: {}", what)) {}
};

[[noreturn]] inline void broken_invariant(std::string_view what) {
  throw BrokenInvariant(what);
}

}  // namespace pfncheck
