// SPDX-License-Identifier: GPL-2.0-or-later
// The words in which the rules of fold_*.cpp are written.
#pragma once

#include <array>
#include <initializer_list>

#include "model/term/fold.hpp"
#include "model/term/node.hpp"
#include "model/term/operation.hpp"

namespace pfncheck {

inline const Term none{};
inline constexpr std::uint64_t all_ones = ~std::uint64_t{0};
inline constexpr std::uint32_t every_operator = ~std::uint32_t{0};

template <class... Ops>
constexpr std::uint32_t ops(Ops... each) {
  return ((std::uint32_t{1} << static_cast<unsigned>(each)) | ...);
}

/// The node that a rule looks at.
class Site {
 public:
  explicit Site(const Node& node) : node_(node) {}

  Op op() const { return node_.op; }
  unsigned width() const { return node_.width; }
  unsigned low_bit() const { return node_.low_bit; }
  unsigned end() const { return low_bit() + width(); }  ///< of an extract: the bit after its highest
  Pool& pool() const { return *node_.pool; }
  std::span<const Term> args() const { return {node_.args.data(), node_.arity}; }
  Term a() const { return node_.args[0]; }
  Term b() const { return node_.args[1]; }
  Term c() const { return node_.args[2]; }

  /// A constant of the node's own width; any value but 0 is true for a bool.
  Term constant(std::uint64_t value) const {
    return width() == 0 ? boolean(value != 0) : pool().constant(width(), value);
  }
  Term boolean(bool value) const { return pool().boolean(value); }
  Term zero_like(Term t) const { return t.is_bool() ? boolean(false) : pool().constant(t.width(), 0); }

  /// The same operator (with the same bits, for an extract) on other operands.
  template <class... Terms>
  Term make(Terms... terms) const {
    const std::array<Term, sizeof...(terms)> args{terms...};
    return pool().make(op(), args, width(), low_bit());
  }

 private:
  const Node& node_;
};

inline bool is(Term t, Op op) {
  return t.op() == op;
}
inline bool is_value(Term t, std::uint64_t value) {
  return t.is_const() && t.value() == value;
}
inline bool zero(Term t) {
  return is_value(t, 0);
}
inline bool ones(Term t) {
  return is_value(t, mask_of(t.width()));
}
inline bool inverse(Term a, Term b) {
  return (is(a, Op::not_) && a.arg(0).same(b)) || (is(b, Op::not_) && b.arg(0).same(a));
}
inline bool equals_constant(Term t) {
  return is(t, Op::eq) && t.arg(1).is_const();
}
inline bool shift_by_constant(Term t) {
  return (is(t, Op::shl) || is(t, Op::lshr)) && t.arg(1).is_const() && t.arg(1).value() < t.width();
}

/// The other operand of a binary node that has x as one, or an empty Term.
inline Term other_than(Term x, Term binary) {
  if (binary.arg(0).same(x)) return binary.arg(1);
  return binary.arg(1).same(x) ? binary.arg(0) : none;
}
inline Term other_than_inverse(Term x, Term binary) {
  if (inverse(binary.arg(0), x)) return binary.arg(1);
  return inverse(binary.arg(1), x) ? binary.arg(0) : none;
}

/// What `match` makes of the two operands in this order, or else in the other.
template <class Match>
Term either_way(const Site& s, Match&& match) {
  const Term found = match(s.a(), s.b());
  return found.empty() ? match(s.b(), s.a()) : found;
}

/// The bits that can be 1 in some value of t; looks a few nodes deep only.
std::uint64_t possible_bits(Term t);

std::span<const FoldRule> rules_of_every_operator();
std::span<const FoldRule> rules_of_logic();
std::span<const FoldRule> rules_of_mask();
std::span<const FoldRule> rules_of_ite();
std::span<const FoldRule> rules_of_equal();
std::span<const FoldRule> rules_of_order();
std::span<const FoldRule> rules_of_arithmetic();
std::span<const FoldRule> rules_of_shift();
std::span<const FoldRule> rules_of_slice();

}  // namespace pfncheck
