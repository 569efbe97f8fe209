// SPDX-License-Identifier: GPL-2.0-or-later
// And-inverter graph of Terms, made once, that evaluates 64 assignments at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck {

/// Nodes in an order in which gates come after what they read. A literal is a node times two, plus one if it
/// is inverted; node 0 is false.
struct Circuit {
  struct Gate {
    std::uint32_t node, a, b;  ///< node = a & b, both literals
  };
  std::size_t nodes = 0;
  std::vector<Gate> gates;
  std::vector<std::vector<std::uint32_t>> inputs;  ///< nodes of Aig::inputs(), lowest bit first
  std::vector<std::vector<std::uint32_t>> roots;   ///< literals, lowest bit first
};

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
  /// The graph itself, for readers with lanes of their own (solver/explore).
  Circuit circuit() const;
  /// Evaluates all gates in all lanes.
  void run();
  /// What some inputs reach.
  struct Part {
    std::vector<std::uint32_t> gates;  ///< that read them, by themselves or through others, in order
    std::vector<std::uint32_t> edge;   ///< all other nodes, inputs too, that these gates or the roots read
  };
  Part part_of(std::span<const std::size_t> inputs) const;
  /// Evaluates the part's gates alone: all that changes where only its inputs do.
  void run(const Part& part);
  /// Lane mask of a node, after run().
  std::uint64_t lanes_of_node(std::uint32_t node) const;
  /// Value of root r in a lane (bool: 0 or 1), after run().
  std::uint64_t get(std::size_t root, unsigned lane) const;
  /// Lane mask of a bool root, after run().
  std::uint64_t lanes(std::size_t root) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pfncheck
