// SPDX-License-Identifier: GPL-2.0-or-later
// The gates of an and-inverter graph and the circuits of the operators. For the inside of model/term only.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace pfncheck {

/// A node times two, plus one if inverted. Node 0 is false.
using Literal = std::uint32_t;
inline constexpr Literal literal_false = 0, literal_true = 1;

/// A word, lowest bit first. A bool is a word of one bit.
using Word = std::vector<Literal>;

/// Node 0, then inputs and and-gates in order of creation; structurally hashed.
class Gates {
 public:
  struct Gate {
    Literal a, b;
  };

  Gates() : nodes_{{0, 0}} {}

  Literal input();
  Literal both(Literal a, Literal b);
  Literal either(Literal a, Literal b) { return both(a ^ 1, b ^ 1) ^ 1; }
  Literal differ(Literal a, Literal b);
  Literal choose(Literal c, Literal t, Literal e);

  /// Inputs refer to themselves, so that no gate value is stored over theirs.
  const std::vector<Gate>& nodes() const { return nodes_; }
  std::size_t count() const { return known_.size(); }

 private:
  std::vector<Gate> nodes_;
  std::unordered_map<std::uint64_t, Literal> known_;
};

/// Circuits of words over a set of gates; operands have the widths that the operators need.
class Circuits {
 public:
  explicit Circuits(Gates& gates) : gates_(gates) {}

  Word bitwise_and(const Word& a, const Word& b);
  Word bitwise_or(const Word& a, const Word& b);
  Word bitwise_xor(const Word& a, const Word& b);
  Word inverted(Word a) const;
  Word choose(Literal c, const Word& t, const Word& e);
  Literal equal(const Word& a, const Word& b);
  Literal below(const Word& a, const Word& b);  ///< unsigned
  Literal signed_below(const Word& a, const Word& b);
  Word sum(const Word& a, const Word& b, Literal carry = literal_false);
  Word difference(const Word& a, const Word& b) { return sum(a, inverted(b), literal_true); }
  Word negated(const Word& a) { return sum(zeros(a.size()), inverted(a), literal_true); }
  Word product(const Word& a, const Word& b);
  struct Division {
    Word quotient, rest;
  };
  Division divided(const Word& a, const Word& b);         ///< unsigned
  Division signed_divided(const Word& a, const Word& b);  ///< cut towards zero
  /// Shift towards bit 0 (`down`) or away from it, `fill` coming in.
  Word shifted(Word a, const Word& by, bool down, Literal fill);

  static Word zeros(std::size_t width) { return Word(width, literal_false); }

 private:
  Word absolute(const Word& a) { return choose(a.back(), negated(a), a); }

  Gates& gates_;
};

}  // namespace pfncheck
