// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/model/fold_examples.hpp"

namespace pfncheck::test {
namespace {

using V = const Letters&;
const std::vector<unsigned> wide = {8, 64}, words = {1, 8, 64};

const FoldExample examples[] = {
    {Fold::add_zero, words, [](V v) { return Terms{v.x + v.k(0)}; }, [](V v) { return Terms{v.x + v.k(1)}; }},
    {Fold::add_constants, words, [](V v) { return Terms{(v.x + v.k(9)) + v.k(5), (v.k(9) - v.x) + v.k(5)}; },
     [](V v) { return Terms{(v.x + v.y) + v.k(5), (v.x - v.k(9)) + v.k(5), (v.x + v.k(9)) + v.y}; }},
    {Fold::add_neg, words, [](V v) { return Terms{v.x + neg(v.y), neg(v.y) + v.x}; },
     [](V v) { return Terms{v.x + ~v.y}; }},
    {Fold::add_not, words, [](V v) { return Terms{v.x + ~v.x, ~v.x + v.x}; },
     [](V v) { return Terms{v.x + ~v.y, v.x + neg(v.x)}; }},
    {Fold::add_sub_cancel, words, [](V v) { return Terms{v.x + (v.y - v.x), (v.y - v.x) + v.x}; },
     [](V v) { return Terms{v.x + (v.x - v.y)}; }},
    {Fold::add_constant_outward, words, [](V v) { return Terms{(v.x + v.k(9)) + v.y, v.y + (v.x + v.k(9))}; },
     [](V v) { return Terms{(v.x + v.z) + v.y, (v.x + v.k(9)) + v.k(1)}; }},
    {Fold::sub_same, words, [](V v) { return Terms{v.x - v.x}; }, [](V v) { return Terms{v.x - v.y}; }},
    {Fold::sub_constant, words, [](V v) { return Terms{v.x - v.k(9)}; },
     [](V v) { return Terms{v.x - v.y, v.k(9) - v.x}; }},
    {Fold::sub_from_zero, words, [](V v) { return Terms{v.k(0) - v.x}; },
     [](V v) { return Terms{v.k(1) - v.x, v.x - v.k(0)}; }},
    {Fold::sub_neg, words, [](V v) { return Terms{v.x - neg(v.y)}; },
     [](V v) { return Terms{v.x - ~v.y, neg(v.x) - v.y}; }},
    {Fold::sub_add_cancel, words, [](V v) { return Terms{(v.x + v.y) - v.x, (v.y + v.x) - v.x}; },
     [](V v) { return Terms{(v.x + v.y) - v.z, v.x - (v.x + v.y)}; }},
    {Fold::sub_of_sum_cancel, words,
     [](V v) { return Terms{v.x - (v.x + v.y), v.x - (v.y + v.x), v.x - (v.x - v.y)}; },
     [](V v) { return Terms{v.x - (v.y - v.x), (v.x + v.y) - v.x}; }},
    {Fold::sub_constant_outward, words, [](V v) { return Terms{(v.x + v.k(9)) - v.y, v.x - (v.y + v.k(9))}; },
     [](V v) { return Terms{(v.x + v.z) - v.y, (v.x + v.k(9)) - v.k(1)}; }},
    {Fold::neg_neg, words, [](V v) { return Terms{neg(neg(v.x))}; }, [](V v) { return Terms{neg(~v.x)}; }},
    {Fold::neg_sub, words, [](V v) { return Terms{neg(v.x - v.y)}; },
     [](V v) { return Terms{neg(v.x + v.y)}; }},
    {Fold::mul_zero, words, [](V v) { return Terms{v.x * v.k(0)}; }, [](V v) { return Terms{v.x * v.k(3)}; }},
    {Fold::mul_ones, words, [](V v) { return Terms{v.x * v.k(~0ULL)}; },
     [](V v) { return Terms{v.x * v.k(3)}; }},
    {Fold::mul_power_of_two, words, [](V v) { return Terms{v.x * v.k(1), v.x * v.k(1ULL << (v.width - 1))}; },
     [](V v) { return Terms{v.x * v.k(3), v.x * v.k(0), v.x * v.y}; }},
    {Fold::mul_constants, words, [](V v) { return Terms{(v.x * v.k(9)) * v.k(7)}; },
     [](V v) { return Terms{(v.x * v.y) * v.k(7), (v.x + v.k(9)) * v.k(7)}; }},
    {Fold::udiv_power_of_two, words,
     [](V v) { return Terms{udiv(v.x, v.k(1)), udiv(v.x, v.k(1ULL << (v.width - 1)))}; },
     [](V v) { return Terms{udiv(v.x, v.k(3)), udiv(v.x, v.k(0)), udiv(v.k(4), v.x)}; }},
    {Fold::urem_power_of_two, words,
     [](V v) { return Terms{urem(v.x, v.k(1)), urem(v.x, v.k(1ULL << (v.width - 1)))}; },
     [](V v) { return Terms{urem(v.x, v.k(3)), urem(v.x, v.k(0))}; }},
    {Fold::shift_by_zero, words,
     [](V v) { return Terms{shl(v.x, v.k(0)), lshr(v.x, v.k(0)), ashr(v.x, v.k(0))}; },
     [](V v) { return Terms{shl(v.x, v.k(1)), shl(v.k(0), v.x)}; }},
    {Fold::shift_of_zero, words,
     [](V v) { return Terms{shl(v.k(0), v.x), lshr(v.k(0), v.x), ashr(v.k(0), v.x)}; },
     [](V v) { return Terms{shl(v.x, v.k(0)), shl(v.k(1), v.x)}; }},
    {Fold::shift_out, words,
     [](V v) {
       return Terms{shl(v.x, v.k(v.width == 1 ? 1 : v.width)), lshr(v.x, v.k(~0ULL)), ashr(v.x, v.k(~0ULL))};
     },
     [](V v) { return Terms{shl(v.x, v.k(7)), ashr(v.x, v.k(7)), shl(v.x, v.y)}; }},
    {Fold::shift_again, wide,
     [](V v) {
       return Terms{shl(shl(v.x, v.k(2)), v.k(3)), shl(shl(v.x, v.k(2)), v.k(v.width - 1)),
                    lshr(lshr(v.x, v.k(2)), v.k(3))};
     },
     [](V v) {
       return Terms{shl(lshr(v.x, v.k(2)), v.k(3)), shl(shl(v.x, v.k(2)), v.k(8)),
                    ashr(ashr(v.x, v.k(2)), v.k(3))};
     }},
    {Fold::shift_back, wide,
     [](V v) {
       return Terms{lshr(shl(v.x, v.k(3)), v.k(3)), lshr(shl(v.x, v.k(2)), v.k(5)),
                    lshr(shl(v.x, v.k(5)), v.k(2)), shl(lshr(v.x, v.k(3)), v.k(3)),
                    shl(lshr(v.x, v.k(2)), v.k(5)), shl(lshr(v.x, v.k(5)), v.k(2))};
     },
     [](V v) {
       return Terms{lshr(lshr(v.x, v.k(3)), v.k(3)), lshr(shl(v.x, v.y), v.k(3)),
                    lshr(shl(v.x, v.k(3)), v.k(8))};
     }},
    {Fold::shift_of_constant_join, words,
     [](V v) {
       return Terms{lshr(v.x & v.k(0xf0), v.k(3)), shl(v.x | v.k(0xf1), v.k(3)),
                    shl(v.x ^ v.k(0xf1), v.k(3))};
     },
     [](V v) {
       return Terms{lshr(v.x & v.y, v.k(3)), ashr(v.x & v.k(0xf0), v.k(3)), lshr(v.x & v.k(0xf0), v.y)};
     }},
    {Fold::extract_whole, words, [](V v) { return Terms{v.bits(v.x, 0, v.width)}; },
     [](V v) { return Terms{v.bits(v.x, 0, 7)}; }},
    {Fold::extract_extract, wide, [](V v) { return Terms{v.bits(v.bits(v.x, 2, 4), 1, 2)}; },
     [](V v) { return Terms{v.bits(v.x, 2, 4), v.bits(~v.x, 2, 4)}; }},
    {Fold::extract_concat, wide,
     [](V v) {
       return Terms{v.bits(concat(v.n, v.m), 1, 2), v.bits(concat(v.n, v.m), v.half, 2),
                    v.bits(concat(v.n, v.m), v.half - 1, 3)};
     },
     [](V v) { return Terms{v.bits(v.zext(v.n), 0, 2)}; }},
    {Fold::extract_zext, wide,
     [](V v) {
       return Terms{v.bits(v.zext(v.n), 1, 2), v.bits(v.zext(v.n), v.half, 2),
                    v.bits(v.zext(v.n), v.half - 1, 3)};
     },
     [](V v) { return Terms{v.bits(v.sext(v.n), 0, 2)}; }},
    {Fold::extract_sext, wide,
     [](V v) {
       return Terms{v.bits(v.sext(v.n), 1, 2), v.bits(v.sext(v.n), v.half - 1, 3),
                    v.bits(v.sext(v.n), v.half - 2, 4)};
     },
     [](V v) { return Terms{v.bits(v.sext(v.n), 4, 2), v.bits(v.zext(v.n), 0, 2)}; }},
    {Fold::extract_shl, wide,
     [](V v) {
       return Terms{v.bits(shl(v.x, v.k(3)), 3, 4), v.bits(shl(v.x, v.k(3)), 4, 2),
                    v.bits(shl(v.x, v.k(3)), 1, 2)};
     },
     [](V v) {
       return Terms{v.bits(shl(v.x, v.k(3)), 2, 2), v.bits(shl(v.x, v.y), 3, 2),
                    v.bits(lshr(v.x, v.k(3)), 3, 2)};
     }},
    {Fold::extract_lshr, wide,
     [](V v) {
       return Terms{v.bits(lshr(v.x, v.k(3)), 1, 2), v.bits(lshr(v.x, v.k(3)), v.width - 3, 2),
                    v.bits(lshr(v.x, v.k(3)), v.width - 5, 4)};
     },
     [](V v) { return Terms{v.bits(lshr(v.x, v.y), 1, 2), v.bits(ashr(v.x, v.k(3)), 1, 2)}; }},
    {Fold::extract_constant_join, wide,
     [](V v) {
       return Terms{v.bits(v.x & v.k(0x3c), 1, 3), v.bits(v.x | v.k(0x3c), 1, 3),
                    v.bits(v.x ^ v.k(0x3c), 1, 3)};
     },
     [](V v) { return Terms{v.bits(v.x & v.y, 1, 3), v.bits(v.x + v.k(0x3c), 1, 3)}; }},
    {Fold::extract_not, wide, [](V v) { return Terms{v.bits(~v.x, 1, 3)}; },
     [](V v) { return Terms{v.bits(neg(v.x), 1, 3)}; }},
    {Fold::concat_zero, wide, [](V v) { return Terms{concat(v.pool.constant(v.half, 0), v.n)}; },
     [](V v) {
       return Terms{concat(v.n, v.pool.constant(v.half, 0)), concat(v.pool.constant(v.half, 1), v.n)};
     }},
    {Fold::concat_neighbours, wide, [](V v) { return Terms{concat(v.bits(v.x, 4, 3), v.bits(v.x, 1, 3))}; },
     [](V v) {
       return Terms{concat(v.bits(v.x, 1, 3), v.bits(v.x, 4, 3)),
                    concat(v.bits(v.x, 4, 3), v.bits(v.y, 1, 3))};
     }},
    {Fold::extend_not_at_all, words, [](V v) { return Terms{v.zext(v.x), v.sext(v.x)}; },
     [](V v) { return Terms{v.zext(v.n), v.sext(v.n)}; }},
    {Fold::zext_zext, wide, [](V v) { return Terms{v.zext(zext(v.bit, v.half))}; },
     [](V v) { return Terms{v.zext(v.n), v.zext(sext(v.bit, v.half))}; }},
    {Fold::zext_extract, wide,
     [](V v) { return Terms{v.zext(v.bits(v.x, 0, 4)), v.zext(v.bits(v.x, 2, 5))}; },
     [](V v) { return Terms{v.zext(v.bits(v.n, 0, 2)), v.sext(v.bits(v.x, 0, 4))}; }},
    {Fold::sext_sext, wide, [](V v) { return Terms{v.sext(sext(v.bit, v.half))}; },
     [](V v) { return Terms{v.sext(v.n), v.sext(zext(v.bit, v.half))}; }},
    {Fold::sext_zext, wide, [](V v) { return Terms{v.sext(zext(v.bit, v.half))}; },
     [](V v) {
       return Terms{v.sext(v.pool.make(Op::zext, std::span(&v.n, 1), v.half)), v.sext(sext(v.bit, v.half))};
     }},
};

}  // namespace

std::span<const FoldExample> number_examples() {
  return examples;
}

}  // namespace pfncheck::test
