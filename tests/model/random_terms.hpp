// SPDX-License-Identifier: GPL-2.0-or-later
// Random DAGs over every operator; the same for one seed on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "model/term/evaluate.hpp"
#include "model/term/term.hpp"

namespace pfncheck::test {

/// Numbers that depend on the seed only (std::uniform_int_distribution is the library's own affair).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 + 1) {}

  std::uint64_t bits() {  // splitmix64
    std::uint64_t x = state_ += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  }
  unsigned below(unsigned limit) { return static_cast<unsigned>(bits() % limit); }
  /// Zero, one, all ones, powers of two and their neighbours as often as anything else.
  std::uint64_t value() {
    const std::uint64_t power = std::uint64_t{1} << below(64);
    const std::uint64_t choices[] = {
        0, 1, ~std::uint64_t{0}, power, power - 1, 0 - power, bits() % 70, bits(), bits()};
    return choices[below(std::size(choices))];
  }

 private:
  std::uint64_t state_;
};

/// `count` operator nodes over a few variables and constants, in order of construction. The same seed gives
/// the same DAG in every pool, folding or not. Divisions and products stay at 8 bits and below, unless
/// `wide`.
std::vector<Term> random_terms(Pool& pool, std::uint64_t seed, unsigned count, bool wide);

/// A value for every variable below the roots.
Assignment random_values(std::span<const Term> roots, Random& random);

}  // namespace pfncheck::test
