// SPDX-License-Identifier: GPL-2.0-or-later
// What a Term points to, and how its digest is made. For the inside of model/term only.
#pragma once

#include <string_view>

#include "model/term/term.hpp"

namespace pfncheck {

struct Node {
  Op op = Op::constant;
  std::uint8_t width = 0;
  std::uint8_t low_bit = 0;
  std::uint8_t arity = 0;
  unsigned id = 0;
  std::array<Term, 3> args;
  std::uint64_t value = 0;            // of a constant
  const std::string* name = nullptr;  // of a variable
  Pool* pool = nullptr;
  Digest digest;
};

/// Digest of everything in the node but id, pool and digest.
Digest digest_of(const Node& node);

/// Ends the program: an invariant of pfncheck itself is broken.
[[noreturn]] void broken_term(std::string_view what);

}  // namespace pfncheck
