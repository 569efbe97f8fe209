// SPDX-License-Identifier: GPL-2.0-or-later
// A circuit on 256 states at once. For the inside of solver/explore only.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "model/machine/system.hpp"
#include "model/term/aig.hpp"

namespace pfncheck::exploring {

inline constexpr std::size_t lane_words = 4, lanes = 64 * lane_words;
/// One bit of each of 256 states.
struct Lanes {
  std::array<std::uint64_t, lane_words> words{};

  constexpr std::uint64_t& operator[](std::size_t w) { return words[w]; }
  constexpr std::uint64_t operator[](std::size_t w) const { return words[w]; }
};
// Written out: a compiler then computes two or four words at once.
constexpr Lanes operator&(const Lanes& a, const Lanes& b) {
  return {{a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]}};
}
constexpr Lanes operator|(const Lanes& a, const Lanes& b) {
  return {{a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]}};
}
constexpr Lanes operator^(const Lanes& a, const Lanes& b) {
  return {{a[0] ^ b[0], a[1] ^ b[1], a[2] ^ b[2], a[3] ^ b[3]}};
}
constexpr Lanes operator~(const Lanes& a) {
  return {{~a[0], ~a[1], ~a[2], ~a[3]}};
}
constexpr bool any(const Lanes& a) {
  return (a[0] | a[1] | a[2] | a[3]) != 0;
}
constexpr std::uint64_t number_of(const Lanes& a) {
  return static_cast<std::uint64_t>(std::popcount(a[0]) + std::popcount(a[1]) + std::popcount(a[2]) +
                                    std::popcount(a[3]));
}
/// All ones if the literal is inverted.
constexpr Lanes flip_of(std::uint32_t literal) {
  const std::uint64_t word = 0 - std::uint64_t{literal & 1};
  return {{word, word, word, word}};
}

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

  /// A bit of a root.
  std::uint32_t literal(std::size_t root, unsigned bit) const { return circuit_.roots[root][bit]; }
  /// A bit of the states that were loaded.
  const Lanes& state_bit(unsigned bit) const { return values_[node_of_bit_[bit]]; }
  /// Its value in all states, after run().
  Lanes lanes_of(std::uint32_t literal) const { return values_[literal >> 1] ^ flip_of(literal); }

 private:
  Circuit circuit_;
  std::vector<Lanes> values_;  ///< per node
  std::vector<std::uint32_t>
      node_of_bit_;  ///< of a packed state; bits that no root reads have nodes of their own
};

}  // namespace pfncheck::exploring
