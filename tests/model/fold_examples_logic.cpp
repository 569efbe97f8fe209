// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/model/fold_examples.hpp"

namespace pfncheck::test {
namespace {

using V = const Letters&;
const std::vector<unsigned> all = {0, 1, 8, 64}, boolean = {0}, wide = {8, 64}, words = {1, 8, 64};

const FoldExample examples[] = {
    {Fold::constants, all,
     [](V v) {
       return Terms{v.k(3) & v.k(5), ~v.k(9), eq(v.k(7), v.k(7)), ite(v.truth(true), v.k(1), v.k(0))};
     },
     [](V v) { return Terms{v.x & v.k(5), ite(v.truth(true), v.k(1), v.x)}; }},
    {Fold::commute, all, [](V v) { return Terms{v.k(5) & v.x, v.k(1) ^ v.x, eq(v.k(1), v.x)}; },
     [](V v) { return Terms{v.x & v.k(5), v.k(5) - v.x, v.x & v.x}; }},
    {Fold::unary_of_constant_ite, words,
     [](V v) {
       return Terms{~ite(v.p, v.k(3), v.k(200)), neg(ite(v.p, v.k(3), v.k(200))),
                    v.bits(ite(v.p, v.k(3), v.k(4)), 0, v.half),
                    v.sext(ite(v.p, v.pool.constant(v.half, 1), v.pool.constant(v.half, 0)))};
     },
     [](V v) { return Terms{~ite(v.p, v.k(3), v.x), neg(ite(v.p, v.x, v.k(3)))}; }},
    {Fold::binary_of_constant_ite, words,
     [](V v) {
       return Terms{ite(v.p, v.k(3), v.k(4)) & v.k(6), v.k(9) - ite(v.p, v.k(3), v.k(4)),
                    ult(ite(v.p, v.k(3), v.k(4)), v.k(4)), udiv(v.k(100), ite(v.p, v.k(0), v.k(7)))};
     },
     [](V v) { return Terms{ite(v.p, v.k(3), v.k(4)) & v.x, ite(v.p, v.x, v.k(4)) & v.k(6)}; }},
    {Fold::not_not, all, [](V v) { return Terms{~~v.x}; }, [](V v) { return Terms{~v.x, ~neg(v.x)}; }},
    {Fold::and_zero, all, [](V v) { return Terms{v.x & v.k(0)}; },
     [](V v) { return Terms{v.x & v.k(1), v.x & v.y}; }},
    {Fold::and_ones, all, [](V v) { return Terms{v.x & v.k(~0ULL)}; },
     [](V v) { return Terms{v.x & v.k(1)}; }},
    {Fold::or_zero, all, [](V v) { return Terms{v.x | v.k(0)}; }, [](V v) { return Terms{v.x | v.k(1)}; }},
    {Fold::or_ones, all, [](V v) { return Terms{v.x | v.k(~0ULL)}; },
     [](V v) { return Terms{v.x | v.k(1)}; }},
    {Fold::xor_zero, all, [](V v) { return Terms{v.x ^ v.k(0)}; }, [](V v) { return Terms{v.x ^ v.k(1)}; }},
    {Fold::xor_ones, all, [](V v) { return Terms{v.x ^ v.k(~0ULL)}; },
     [](V v) { return Terms{v.x ^ v.k(1)}; }},
    {Fold::join_same, all, [](V v) { return Terms{v.x & v.x, v.x | v.x}; },
     [](V v) { return Terms{v.x & v.y, v.x & ~v.x}; }},
    {Fold::xor_same, all, [](V v) { return Terms{v.x ^ v.x}; }, [](V v) { return Terms{v.x ^ v.y}; }},
    {Fold::and_inverse, all, [](V v) { return Terms{v.x & ~v.x, ~v.x & v.x}; },
     [](V v) { return Terms{v.x & ~v.y, v.x & v.x, v.x & neg(v.x)}; }},
    {Fold::or_inverse, all, [](V v) { return Terms{v.x | ~v.x, ~v.x ^ v.x}; },
     [](V v) { return Terms{v.x | ~v.y, v.x ^ v.x}; }},
    {Fold::xor_not, all, [](V v) { return Terms{~v.x ^ v.y, v.x ^ ~v.y}; },
     [](V v) { return Terms{v.x ^ v.y}; }},
    {Fold::xor_cancel, all, [](V v) { return Terms{v.x ^ (v.x ^ v.y), (v.y ^ v.x) ^ v.x}; },
     [](V v) { return Terms{v.x ^ (v.z ^ v.y), v.x ^ (v.x & v.y)}; }},
    {Fold::join_again, all, [](V v) { return Terms{v.x & (v.x & v.y), (v.y | v.x) | v.x}; },
     [](V v) { return Terms{v.x & (v.z & v.y), v.x & (v.x | v.y)}; }},
    {Fold::absorb, all, [](V v) { return Terms{v.x & (v.x | v.y), (v.y & v.x) | v.x}; },
     [](V v) { return Terms{v.x & (v.z | v.y), v.x & (v.x & v.y)}; }},
    {Fold::inner_inverse, all,
     [](V v) { return Terms{v.x & (~v.x & v.y), (v.y | ~v.x) | v.x, ~v.x & (v.y & v.x)}; },
     [](V v) { return Terms{v.x & (~v.z & v.y), v.x & (~v.x | v.y)}; }},
    {Fold::inverse_drops, all,
     [](V v) { return Terms{v.x & (~v.x | v.y), (v.y & ~v.x) | v.x, ~v.x & (v.x | v.y)}; },
     [](V v) { return Terms{v.x & (~v.z | v.y), v.x & (v.x | v.y)}; }},
    {Fold::absorb_under_not, all, [](V v) { return Terms{v.x & ~(v.x & v.y), ~(v.y | v.x) | v.x}; },
     [](V v) { return Terms{v.x & ~(v.z & v.y), v.x & ~(v.x | v.y)}; }},
    {Fold::split, all, [](V v) { return Terms{(v.x & v.y) | (v.x & ~v.y), (~v.y | v.x) & (v.x | v.y)}; },
     [](V v) { return Terms{(v.x & v.y) | (v.x & ~v.z), (v.x & v.y) | (v.z & ~v.y)}; }},
    {Fold::join_constants, all,
     [](V v) { return Terms{(v.x & v.k(6)) & v.k(3), (v.x | v.k(6)) | v.k(3), (v.x ^ v.k(6)) ^ v.k(3)}; },
     [](V v) { return Terms{(v.x & v.k(6)) | v.k(3), (v.x & v.y) & v.k(3)}; }},
    {Fold::and_of_two_values, words, [](V v) { return Terms{eq(v.x, v.k(1)) & eq(v.x, v.k(0))}; },
     [](V v) {
       return Terms{eq(v.x, v.k(3)) & eq(v.y, v.k(4)), eq(v.x, v.k(3)) & eq(v.x, v.k(3)),
                    eq(v.x, v.k(3)) & eq(v.x, v.y)};
     }},
    {Fold::and_of_value_and_not, words,
     [](V v) { return Terms{eq(v.x, v.k(1)) & ~eq(v.x, v.k(0)), ~eq(v.x, v.k(0)) & eq(v.x, v.k(1))}; },
     [](V v) { return Terms{eq(v.x, v.k(3)) & ~eq(v.x, v.k(3)), ~eq(v.x, v.k(3)) & ~eq(v.x, v.k(4))}; }},
    {Fold::mask_misses, wide,
     [](V v) {
       return Terms{shl(v.x, v.k(4)) & v.k(15), v.zext(v.n) & v.k(1ULL << (v.width - 1)),
                    (v.x & v.k(3)) & v.k(4)};
     },
     [](V v) { return Terms{shl(v.x, v.k(4)) & v.k(16), shl(v.x, v.y) & v.k(1)}; }},
    {Fold::mask_is_idle, wide,
     [](V v) {
       return Terms{lshr(v.x, v.k(4)) & v.k(~0ULL >> (68 - v.width)), v.zext(v.n) & v.k((1ULL << v.half) - 1),
                    ite(v.p, v.k(4), v.x & v.k(8)) & v.k(12), v.zext(v.bits(v.x, 2, 2)) & v.k(3)};
     },
     [](V v) { return Terms{lshr(v.x, v.k(4)) & v.k(7), ashr(v.x, v.k(4)) & v.k(15)}; }},
    {Fold::mask_of_or, wide,
     [](V v) {
       return Terms{(shl(v.x, v.k(4)) | v.y) & v.k(7), (v.y ^ shl(v.x, v.k(4))) & v.k(7),
                    (v.x | v.k(8)) & v.k(7)};
     },
     [](V v) { return Terms{(shl(v.x, v.k(4)) | v.y) & v.k(23), (shl(v.x, v.k(4)) + v.y) & v.k(7)}; }},
    {Fold::mask_of_set_bits, words, [](V v) { return Terms{(v.x | v.k(7)) & v.k(5)}; },
     [](V v) { return Terms{(v.x | v.k(6)) & v.k(5), (v.x | v.y) & v.k(5)}; }},
    {Fold::set_masked_bits, words,
     [](V v) { return Terms{(v.x & v.k(~3ULL)) | v.k(3), (v.x & v.k(~2ULL)) | v.k(3)}; },
     [](V v) { return Terms{(v.x & v.k(~3ULL)) | v.k(1)}; }},
    {Fold::ite_constant_condition, all,
     [](V v) { return Terms{ite(v.truth(true), v.x, v.y), ite(v.truth(false), v.x, v.y)}; },
     [](V v) { return Terms{ite(v.p, v.x, v.y)}; }},
    {Fold::ite_same, all, [](V v) { return Terms{ite(v.p, v.x, v.x)}; },
     [](V v) { return Terms{ite(v.p, v.x, v.y)}; }},
    {Fold::ite_not, all, [](V v) { return Terms{ite(~v.p, v.x, v.y)}; },
     [](V v) { return Terms{ite(v.p, v.x, v.y)}; }},
    {Fold::ite_bool_then, boolean,
     [](V v) { return Terms{ite(v.p, v.truth(true), v.y), ite(v.p, v.truth(false), v.y)}; },
     [](V v) { return Terms{ite(v.p, v.x, v.truth(true))}; }},
    {Fold::ite_bool_else, boolean,
     [](V v) { return Terms{ite(v.p, v.x, v.truth(true)), ite(v.p, v.x, v.truth(false))}; },
     [](V v) { return Terms{ite(v.p, v.truth(true), v.x)}; }},
    {Fold::ite_condition_as_arm, boolean, [](V v) { return Terms{ite(v.p, v.p, v.y), ite(v.p, v.x, v.p)}; },
     [](V v) { return Terms{ite(v.p, v.q, v.y), ite(v.p, ~v.p, v.y)}; }},
    {Fold::ite_inverse_arms, boolean, [](V v) { return Terms{ite(v.p, v.x, ~v.x), ite(v.p, ~v.x, v.x)}; },
     [](V v) { return Terms{ite(v.p, v.x, ~v.y)}; }},
    {Fold::ite_nested_then, all, [](V v) { return Terms{ite(v.p, ite(v.p, v.x, v.y), v.z)}; },
     [](V v) { return Terms{ite(v.p, ite(v.q, v.x, v.y), v.z), ite(v.p, v.x, ite(v.p, v.y, v.z))}; }},
    {Fold::ite_nested_else, all, [](V v) { return Terms{ite(v.p, v.x, ite(v.p, v.y, v.z))}; },
     [](V v) { return Terms{ite(v.p, v.x, ite(v.q, v.y, v.z)), ite(v.p, ite(v.p, v.x, v.y), v.z)}; }},
    {Fold::ite_joins_else, all,
     [](V v) { return Terms{ite(v.p, v.x, ite(v.q, v.x, v.y)), ite(v.p, v.x, ite(v.q, v.y, v.x))}; },
     [](V v) { return Terms{ite(v.p, v.x, ite(v.q, v.y, v.z))}; }},
    {Fold::ite_joins_then, all,
     [](V v) { return Terms{ite(v.p, ite(v.q, v.x, v.y), v.y), ite(v.p, ite(v.q, v.y, v.x), v.y)}; },
     [](V v) { return Terms{ite(v.p, ite(v.q, v.x, v.y), v.z)}; }},
    {Fold::ite_of_bit, words,
     [](V v) {
       return Terms{ite(eq(v.bit, v.pool.constant(1, 1)), v.k(1), v.k(0)),
                    ite(eq(v.bit, v.pool.constant(1, 1)), v.k(0), v.k(1))};
     },
     [](V v) {
       return Terms{ite(eq(v.bit, v.pool.constant(1, 1)), v.k(2), v.k(0)),
                    ite(eq(v.x, v.k(1)), v.k(1), v.k(0))};
     }},
};

}  // namespace

std::span<const FoldExample> logic_examples() {
  return examples;
}

}  // namespace pfncheck::test
