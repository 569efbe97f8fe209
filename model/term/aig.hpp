// SPDX-License-Identifier: GPL-2.0-or-later
// And-inverter graph of Terms, made once, that evaluates 64 assignments at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck {

/// Bit-blasts the roots (structural hashing, constants folded) on construction.
class Aig {
 public:
  explicit Aig(std::span<const Term> roots);
  ~Aig();
  Aig(Aig&&) noexcept;
  Aig& operator=(Aig&&) noexcept;

  /// The variables that occur, in order of name; `set` and `get` address them by this order.
  const std::vector<Term>& inputs() const;
  std::size_t gates() const;

  /// Lane l (0..63) of input i gets `value`.
  void set(std::size_t input, unsigned lane, std::uint64_t value);
  /// All 64 lanes of input i get `value`.
  void set_all(std::size_t input, std::uint64_t value);
  /// Evaluates all gates in all lanes.
  void run();
  /// Value of root r in a lane (bool: 0 or 1), after run().
  std::uint64_t get(std::size_t root, unsigned lane) const;
  /// Lane mask of a bool root, after run().
  std::uint64_t lanes(std::size_t root) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pfncheck
