// SPDX-License-Identifier: GPL-2.0-or-later
// What building a node simplifies. Each rule has a name, is tried alone in tests/model/folds.cpp and proved
// there by Z3; it leaves fewer nodes, or the same in a more regular order, so that folding ends.
#pragma once

#include <span>

#include "model/term/node.hpp"

namespace pfncheck {

// Before the arrow what the rule matches, after it what comes instead. x, y, z are any Terms, c and k
// constants (in an ite, c is the condition). Operands of operators that commute stand in either order,
// constants last.
// clang-format off
enum class Fold : std::uint8_t {
  // --- every operator (fold_first.cpp)
  // f(c1, ..., cn)
  //   -> its value
  constants,
  // f(x, y), f commutes, y before x (by digest; constants last)
  //   -> f(y, x)
  commute,
  // f(ite(c, k1, k2))
  //   -> ite(c, f(k1), f(k2))
  unary_of_constant_ite,
  // f(ite(c, k1, k2), k), f(k, ite(c, k1, k2))
  //   -> ite(c, f(k1, k), f(k2, k))
  binary_of_constant_ite,
  // --- and, or, xor, not (fold_logic.cpp)
  // ~~x
  //   -> x
  not_not,
  // x & 0
  //   -> 0
  and_zero,
  // x & ~0
  //   -> x
  and_ones,
  // x | 0
  //   -> x
  or_zero,
  // x | ~0
  //   -> ~0
  or_ones,
  // x ^ 0
  //   -> x
  xor_zero,
  // x ^ ~0
  //   -> ~x
  xor_ones,
  // x & x, x | x
  //   -> x
  join_same,
  // x ^ x
  //   -> 0
  xor_same,
  // x & ~x
  //   -> 0
  and_inverse,
  // x | ~x, x ^ ~x
  //   -> ~0
  or_inverse,
  // ~x ^ y
  //   -> ~(x ^ y)
  xor_not,
  // x ^ (x ^ y)
  //   -> y
  xor_cancel,
  // x & (x & y), x | (x | y)
  //   -> x & y, x | y
  join_again,
  // x & (x | y), x | (x & y)
  //   -> x
  absorb,
  // x & (~x & y), x | (~x | y)
  //   -> 0, ~0
  inner_inverse,
  // x & (~x | y), x | (~x & y)
  //   -> x & y, x | y
  inverse_drops,
  // x & ~(x & y), x | ~(x | y)
  //   -> x & ~y, x | ~y
  absorb_under_not,
  // (x & y) | (x & ~y), (x | y) & (x | ~y)
  //   -> x
  split,
  // (x & c1) & c2; likewise |, ^
  //   -> x & (c1 & c2)
  join_constants,
  // (x == k1) & (x == k2), k1 and k2 differ
  //   -> false
  and_of_two_values,
  // (x == k1) & !(x == k2), k1 and k2 differ
  //   -> x == k1
  and_of_value_and_not,
  // --- masks (fold_mask.cpp)
  // x & c, x has none of c's bits
  //   -> 0
  mask_misses,
  // x & c, x has no bits outside c
  //   -> x
  mask_is_idle,
  // (x | y) & c, x has none of c's bits; likewise ^
  //   -> y & c
  mask_of_or,
  // (x | c1) & c2, c2 within c1
  //   -> c2
  mask_of_set_bits,
  // (x & c1) | c2, c1 | c2 is ~0
  //   -> x | c2
  set_masked_bits,
  // --- ite (fold_ite.cpp)
  // ite(true, x, y), ite(false, x, y)
  //   -> x, y
  ite_constant_condition,
  // ite(c, x, x)
  //   -> x
  ite_same,
  // ite(!c, x, y)
  //   -> ite(c, y, x)
  ite_not,
  // ite(c, true, y), ite(c, false, y)
  //   -> c | y, !c & y
  ite_bool_then,
  // ite(c, x, true), ite(c, x, false)
  //   -> !c | x, c & x
  ite_bool_else,
  // ite(c, c, y), ite(c, x, c)
  //   -> c | y, c & x
  ite_condition_as_arm,
  // ite(c, x, !x)
  //   -> c == x
  ite_inverse_arms,
  // ite(c, ite(c, x, y), z)
  //   -> ite(c, x, z)
  ite_nested_then,
  // ite(c, x, ite(c, y, z))
  //   -> ite(c, x, z)
  ite_nested_else,
  // ite(c, x, ite(d, x, y)), ite(c, x, ite(d, y, x))
  //   -> ite(c | d, x, y), ite(!c & d, y, x)
  ite_joins_else,
  // ite(c, ite(d, x, y), y), ite(c, ite(d, y, x), y)
  //   -> ite(c & d, x, y), ite(c & !d, x, y)
  ite_joins_then,
  // ite(x == 1, 1, 0), ite(x == 1, 0, 1), x one bit wide
  //   -> zext(x), zext(~x)
  ite_of_bit,
  // --- equality (fold_equal.cpp)
  // x == x
  //   -> true
  eq_same,
  // x == ~x
  //   -> false
  eq_inverse,
  // x == true, x == false
  //   -> x, !x
  eq_bool_constant,
  // !x == y
  //   -> !(x == y)
  eq_bool_not,
  // ~x == ~y
  //   -> x == y
  eq_not_not,
  // ~x == c; likewise -x
  //   -> x == ~c
  eq_not_constant,
  // x == 0, x one bit wide
  //   -> !(x == 1)
  eq_bit_zero,
  // x + c1 == c2
  //   -> x == c2 - c1
  eq_add_constant,
  // c1 - x == c2
  //   -> x == c1 - c2
  eq_sub_from_constant,
  // x ^ c1 == c2
  //   -> x == c1 ^ c2
  eq_xor_constant,
  // x - y == 0; likewise ^
  //   -> x == y
  eq_sub_zero,
  // x + y == x; likewise ^
  //   -> y == 0
  eq_add_itself,
  // x + y == x + z; likewise ^
  //   -> y == z
  eq_add_both,
  // x | y == 0
  //   -> (x == 0) & (y == 0)
  eq_or_zero,
  // x & c == c, c a single bit
  //   -> !(x & c == 0)
  eq_single_bit,
  // x == c, c has a bit that x cannot have
  //   -> false
  eq_impossible_bits,
  // x | c1 == c2, c1 not within c2
  //   -> false
  eq_set_bits,
  // zext(x) == c
  //   -> x == c cut to x, or false if c is too wide for x
  eq_zext_constant,
  // sext(x) == c
  //   -> x == c cut to x, or false if no x gives c
  eq_sext_constant,
  // zext(x) == zext(y), of one width; likewise sext
  //   -> x == y
  eq_extended_both,
  // concat(x, y) == c
  //   -> (x == high part of c) & (y == low part of c)
  eq_concat_constant,
  // ite(c, k1, x) == k, ite(c, x, k1) == k; a whole chain of them at once
  //   -> c | x == k if k1 is k, else !c & x == k; with !c for c in the other form
  eq_ite_constant,
  // ite(c, x, y) == x, ite(c, y, x) == x
  //   -> c | y == x, !c | y == x
  eq_ite_arm,
  // --- order (fold_order.cpp)
  // x <= y; likewise signed
  //   -> !(y < x)
  ule_as_ult,
  // x < x; likewise signed
  //   -> false
  lt_same,
  // x < 0, ~0 < x
  //   -> false
  ult_least,
  // x < 1, 0 < x
  //   -> x == 0, !(x == 0)
  ult_next_to_least,
  // x < ~0, c < x with c = ~0 - 1
  //   -> !(x == ~0), x == ~0
  ult_next_to_most,
  // x < c, all of x's possible bits together below c; c < x, none above c
  //   -> true, false
  ult_by_possible_bits,
  // zext(x) < zext(y), of one width
  //   -> x < y
  ult_zext_both,
  // zext(x) < c, c < zext(x), c fits x
  //   -> x < c, c < x
  ult_zext_constant,
  // x <s 0
  //   -> top bit of x == 1
  slt_zero,
  // --- arithmetic (fold_arithmetic.cpp)
  // x + 0
  //   -> x
  add_zero,
  // (x + c1) + c2, (c1 - x) + c2
  //   -> x + (c1 + c2), (c1 + c2) - x
  add_constants,
  // x + -y
  //   -> x - y
  add_neg,
  // x + ~x
  //   -> ~0
  add_not,
  // x + (y - x)
  //   -> y
  add_sub_cancel,
  // (x + c) + y
  //   -> (x + y) + c
  add_constant_outward,
  // x - x
  //   -> 0
  sub_same,
  // x - c
  //   -> x + -c
  sub_constant,
  // 0 - x
  //   -> -x
  sub_from_zero,
  // x - -y
  //   -> x + y
  sub_neg,
  // (x + y) - x
  //   -> y
  sub_add_cancel,
  // x - (x + y), x - (x - y)
  //   -> -y, y
  sub_of_sum_cancel,
  // (x + c) - y, x - (y + c)
  //   -> (x - y) + c, (x - y) + -c
  sub_constant_outward,
  // --x
  //   -> x
  neg_neg,
  // -(x - y)
  //   -> y - x
  neg_sub,
  // x * 0
  //   -> 0
  mul_zero,
  // x * ~0
  //   -> -x
  mul_ones,
  // x * 2^k
  //   -> x << k
  mul_power_of_two,
  // (x * c1) * c2
  //   -> x * (c1 * c2)
  mul_constants,
  // x / 2^k
  //   -> x >> k
  udiv_power_of_two,
  // x % 2^k
  //   -> x & (2^k - 1)
  urem_power_of_two,
  // --- shifts (fold_shift.cpp)
  // x << 0; likewise >>, ashr
  //   -> x
  shift_by_zero,
  // 0 << x; likewise >>, ashr
  //   -> 0
  shift_of_zero,
  // x << c, c at least the width; likewise >>, ashr
  //   -> 0; for ashr, ashr(x, width - 1)
  shift_out,
  // (x << c1) << c2, c1 and c2 below the width; likewise >>
  //   -> x << (c1 + c2), or 0 if all is out
  shift_again,
  // (x << c1) >> c2, (x >> c1) << c2, c1 and c2 below the width
  //   -> x shifted by the difference, and a mask
  shift_back,
  // (x & c) >> k; likewise <<, and |, ^ in place of &
  //   -> (x >> k) & (c >> k)
  shift_of_constant_join,
  // --- extract, concat, extensions (fold_slice.cpp)
  // all bits of x
  //   -> x
  extract_whole,
  // bits of bits of x
  //   -> bits of x
  extract_extract,
  // bits of concat(x, y)
  //   -> bits of y, bits of x, or concat(low bits of x, high bits of y)
  extract_concat,
  // bits of zext(x)
  //   -> bits of x, 0, or zext(high bits of x)
  extract_zext,
  // bits of sext(x), not only copies of the sign
  //   -> bits of x, or sext(high bits of x)
  extract_sext,
  // bits of x << c, all from x or none
  //   -> bits of x, 0
  extract_shl,
  // bits of x >> c
  //   -> bits of x, 0, or zext(high bits of x)
  extract_lshr,
  // bits of x & c; likewise |, ^
  //   -> (bits of x) & (bits of c)
  extract_constant_join,
  // bits of ~x
  //   -> ~(bits of x)
  extract_not,
  // concat(0, x)
  //   -> zext(x)
  concat_zero,
  // concat(bits of x, the next lower bits of x)
  //   -> bits of x
  concat_neighbours,
  // zext(x) to the width of x; likewise sext
  //   -> x
  extend_not_at_all,
  // zext(zext(x))
  //   -> zext(x)
  zext_zext,
  // zext(bits of x) to the width of x
  //   -> (x >> low bit) & mask
  zext_extract,
  // sext(sext(x))
  //   -> sext(x)
  sext_sext,
  // sext(zext(x)), zext wider than x
  //   -> zext(x)
  sext_zext,
};
// clang-format on

class Site;

/// One rule. `apply` gives the simpler Term, or an empty one where the rule does not match.
struct FoldRule {
  Fold fold;
  std::uint32_t ops;  ///< the operators at whose nodes it is tried: one bit each
  const char* name;
  Term (*apply)(const Site&);

  bool is_for(Op op) const { return (ops >> static_cast<unsigned>(op) & 1) != 0; }
};

/// All rules, in the order in which they are tried.
std::span<const FoldRule> fold_rules();

/// What the first rule that matches makes of a node (not yet in its pool; its operands are), or an empty
/// Term.
Term fold(const Node& node);

/// What one rule alone makes of a Term, or an empty Term. For tests, on a pool that does not fold.
Term apply(Fold fold, Term term);

}  // namespace pfncheck
