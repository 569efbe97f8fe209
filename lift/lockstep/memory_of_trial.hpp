// SPDX-License-Identifier: GPL-2.0-or-later
// Where a trial has what it executes on, and which objects share bytes. Holds LLVM types.
#pragma once

#include <llvm/IR/Argument.h>

#include <cstdint>
#include <map>

namespace pfncheck::lifting {

/// Where locals and globals are, and what was never set: no pointer of the seed's making leads there by
/// chance.
struct Places {
  std::uint64_t locals, room_of_a_local, globals, global_mask, never_set;
};
constexpr std::uint64_t most_locals = 256;
Places places_for(unsigned pointer_bits);

/// An access of memory that is no local's.
struct Touched {
  std::uint64_t object;            ///< the pointer that it begins with
  const llvm::Argument* argument;  ///< which that is, if it is one
  std::uint64_t first, bytes;
  bool is_pointer, is_write;
};

class TouchedMemory {
 public:
  /// Whether one byte is a part of two objects: reached from two pointers, as parts that differ, and written.
  bool overlaps(const Touched& now);

 private:
  std::map<std::uint64_t, Touched> touched_;  ///< by byte; the first of each
};

}  // namespace pfncheck::lifting
