// SPDX-License-Identifier: GPL-2.0-or-later
// A circuit on 256 states at once. For the inside of solver/explore only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/machine/system.hpp"
#include "model/term/aig.hpp"

namespace pfncheck::exploring {

inline constexpr std::size_t lane_words = 4, lanes = 64 * lane_words;
/// One bit of each of 256 states.
using Lanes = std::array<std::uint64_t, lane_words>;

/// Where a variable stands in a packed state: bits [first, first + count), lowest bit first.
struct Place {
  unsigned first = 0, count = 1;
};
std::vector<Place> places_of(const machine::System& system);

/// Terms over the variables of a system, evaluated on many states.
class WideCircuit {
 public:
  WideCircuit(const machine::System& system, std::span<const Term> roots);

  /// Takes up to 256 packed states, `words` machine words each.
  void load(const std::uint64_t* states, std::size_t words, std::size_t count);
  void run();

  /// A bit of the states that were loaded.
  const Lanes& state_bit(unsigned bit) const { return values_[node_of_bit_[bit]]; }
  /// One word of lanes of a bit of a root.
  std::uint64_t word(std::size_t root, unsigned bit, std::size_t lane_word) const {
    const std::uint32_t literal = circuit_.roots[root][bit];
    return values_[literal >> 1][lane_word] ^ (0 - std::uint64_t{literal & 1});
  }
  unsigned bits(std::size_t root) const { return static_cast<unsigned>(circuit_.roots[root].size()); }

 private:
  Circuit circuit_;
  std::vector<Lanes> values_;  ///< per node
  std::vector<std::uint32_t>
      node_of_bit_;  ///< of a packed state; bits that no root reads have nodes of their own
};

}  // namespace pfncheck::exploring
