// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/model/fold_examples.hpp"

namespace pfncheck::test {
namespace {

using V = const Letters&;
const std::vector<unsigned> all = {0, 1, 8, 64}, boolean = {0}, one = {1}, wide = {8, 64}, words = {1, 8, 64};

const FoldExample examples[] = {
    {Fold::eq_same, all, [](V v) { return Terms{eq(v.x, v.x)}; }, [](V v) { return Terms{eq(v.x, v.y)}; }},
    {Fold::eq_inverse, all, [](V v) { return Terms{eq(v.x, ~v.x)}; },
     [](V v) { return Terms{eq(v.x, ~v.y)}; }},
    {Fold::eq_bool_constant, boolean,
     [](V v) { return Terms{eq(v.x, v.truth(true)), eq(v.x, v.truth(false))}; },
     [](V v) { return Terms{eq(v.x, v.y)}; }},
    {Fold::eq_bool_not, boolean, [](V v) { return Terms{eq(~v.x, v.y), eq(v.x, ~v.y)}; },
     [](V v) { return Terms{eq(v.x, v.y)}; }},
    {Fold::eq_not_not, all, [](V v) { return Terms{eq(~v.x, ~v.y)}; },
     [](V v) { return Terms{eq(~v.x, v.y)}; }},
    {Fold::eq_not_constant, words, [](V v) { return Terms{eq(~v.x, v.k(5)), eq(neg(v.x), v.k(5))}; },
     [](V v) { return Terms{eq(~v.x, v.y)}; }},
    {Fold::eq_bit_zero, one, [](V v) { return Terms{eq(v.x, v.k(0))}; },
     [](V v) { return Terms{eq(v.x, v.k(1))}; }},
    {Fold::eq_add_constant, words, [](V v) { return Terms{eq(v.x + v.k(9), v.k(4))}; },
     [](V v) { return Terms{eq(v.x + v.y, v.k(4)), eq(v.x + v.k(9), v.y)}; }},
    {Fold::eq_sub_from_constant, words, [](V v) { return Terms{eq(v.k(9) - v.x, v.k(4))}; },
     [](V v) { return Terms{eq(v.x - v.k(9), v.k(4)), eq(v.k(9) - v.x, v.y)}; }},
    {Fold::eq_xor_constant, words, [](V v) { return Terms{eq(v.x ^ v.k(9), v.k(4))}; },
     [](V v) { return Terms{eq(v.x ^ v.y, v.k(4)), eq(v.x | v.k(9), v.k(11))}; }},
    {Fold::eq_sub_zero, words, [](V v) { return Terms{eq(v.x - v.y, v.k(0)), eq(v.x ^ v.y, v.k(0))}; },
     [](V v) { return Terms{eq(v.x - v.y, v.k(1)), eq(v.x + v.y, v.k(0))}; }},
    {Fold::eq_add_itself, words, [](V v) { return Terms{eq(v.x + v.y, v.x), eq(v.y, v.x ^ v.y)}; },
     [](V v) { return Terms{eq(v.x + v.y, v.z), eq(v.x - v.y, v.x)}; }},
    {Fold::eq_add_both, words, [](V v) { return Terms{eq(v.x + v.y, v.z + v.x), eq(v.y ^ v.x, v.x ^ v.z)}; },
     [](V v) { return Terms{eq(v.x + v.y, v.z ^ v.x), eq(v.x - v.y, v.x - v.z)}; }},
    {Fold::eq_or_zero, words, [](V v) { return Terms{eq(v.x | v.y, v.k(0))}; },
     [](V v) { return Terms{eq(v.x | v.y, v.k(1)), eq(v.x & v.y, v.k(0))}; }},
    {Fold::eq_single_bit, words,
     [](V v) {
       return Terms{eq(v.x & v.k(1), v.k(1)),
                    eq(v.x & v.k(1ULL << (v.width - 1)), v.k(1ULL << (v.width - 1)))};
     },
     [](V v) { return Terms{eq(v.x & v.k(3), v.k(3)), eq(v.x & v.k(2), v.k(1))}; }},
    {Fold::eq_impossible_bits, wide,
     [](V v) {
       return Terms{eq(v.x & v.k(6), v.k(3)), eq(shl(v.x, v.k(2)), v.k(2)), eq(v.zext(v.n), v.k(~0ULL))};
     },
     [](V v) { return Terms{eq(v.x & v.k(6), v.k(2)), eq(v.x, v.k(3))}; }},
    {Fold::eq_set_bits, words, [](V v) { return Terms{eq(v.x | v.k(5), v.k(2))}; },
     [](V v) { return Terms{eq(v.x | v.k(5), v.k(7)), eq(v.x | v.y, v.k(7))}; }},
    {Fold::eq_zext_constant, words,
     [](V v) { return Terms{eq(v.zext(v.n), v.k(1)), eq(v.zext(v.n), v.k(~0ULL))}; },
     [](V v) { return Terms{eq(v.zext(v.n), v.x), eq(v.sext(v.n), v.k(1))}; }},
    {Fold::eq_sext_constant, words,
     [](V v) {
       return Terms{eq(v.sext(v.n), v.k(1)), eq(v.sext(v.n), v.k(~0ULL)), eq(v.sext(v.n), v.k(~0ULL >> 1))};
     },
     [](V v) { return Terms{eq(v.sext(v.n), v.x), eq(v.zext(v.n), v.k(1))}; }},
    {Fold::eq_extended_both, words,
     [](V v) { return Terms{eq(v.zext(v.n), v.zext(v.m)), eq(v.sext(v.n), v.sext(v.m))}; },
     [](V v) { return Terms{eq(v.zext(v.n), v.sext(v.m)), eq(v.zext(v.n), v.zext(v.bit))}; }},
    {Fold::eq_concat_constant, wide, [](V v) { return Terms{eq(concat(v.n, v.m), v.k(0x1234567890abcdef))}; },
     [](V v) { return Terms{eq(concat(v.n, v.m), v.x)}; }},
    {Fold::eq_ite_constant, words,
     [](V v) {
       return Terms{eq(ite(v.p, v.k(3), v.x), v.k(3)), eq(ite(v.p, v.k(2), v.x), v.k(3)),
                    eq(ite(v.p, v.x, v.k(3)), v.k(3)), eq(ite(v.p, v.x, v.k(2)), v.k(3)),
                    eq(ite(v.p, v.k(4), v.k(3)), v.k(3))};
     },
     [](V v) { return Terms{eq(ite(v.p, v.x, v.y), v.k(3)), eq(ite(v.p, v.k(3), v.x), v.y)}; }},
    {Fold::eq_ite_arm, all,
     [](V v) { return Terms{eq(ite(v.p, v.x, v.y), v.x), eq(v.y, ite(v.p, v.x, v.y))}; },
     [](V v) { return Terms{eq(ite(v.p, v.x, v.y), v.z)}; }},
    {Fold::ule_as_ult, words, [](V v) { return Terms{ule(v.x, v.y), sle(v.x, v.y)}; },
     [](V v) { return Terms{ult(v.x, v.y)}; }},
    {Fold::lt_same, words, [](V v) { return Terms{ult(v.x, v.x), slt(v.x, v.x)}; },
     [](V v) { return Terms{ult(v.x, v.y), ule(v.x, v.x)}; }},
    {Fold::ult_least, words, [](V v) { return Terms{ult(v.x, v.k(0)), ult(v.k(~0ULL), v.x)}; },
     [](V v) { return Terms{ult(v.x, v.k(2)), slt(v.x, v.k(0))}; }},
    {Fold::ult_next_to_least, words, [](V v) { return Terms{ult(v.x, v.k(1)), ult(v.k(0), v.x)}; },
     [](V v) { return Terms{ult(v.x, v.k(2)), ult(v.k(1), v.x)}; }},
    {Fold::ult_next_to_most, words, [](V v) { return Terms{ult(v.x, v.k(~0ULL)), ult(v.k(~1ULL), v.x)}; },
     [](V v) { return Terms{ult(v.x, v.k(~1ULL)), ult(v.k(~2ULL), v.x)}; }},
    {Fold::ult_by_possible_bits, wide,
     [](V v) { return Terms{ult(v.x & v.k(6), v.k(7)), ult(v.k(6), v.x & v.k(6))}; },
     [](V v) { return Terms{ult(v.x & v.k(6), v.k(6)), ult(v.k(5), v.x & v.k(6))}; }},
    {Fold::ult_zext_both, words, [](V v) { return Terms{ult(v.zext(v.n), v.zext(v.m))}; },
     [](V v) { return Terms{ult(v.zext(v.n), v.sext(v.m)), ult(v.zext(v.n), v.zext(v.bit))}; }},
    {Fold::ult_zext_constant, words,
     [](V v) { return Terms{ult(v.zext(v.n), v.k(1)), ult(v.k(1), v.zext(v.n))}; },
     [](V v) { return Terms{ult(v.zext(v.n), v.k(16)), ult(v.zext(v.n), v.x)}; }},
    {Fold::slt_zero, words, [](V v) { return Terms{slt(v.x, v.k(0))}; },
     [](V v) { return Terms{slt(v.x, v.k(1)), slt(v.k(0), v.x)}; }},
};

}  // namespace

std::span<const FoldExample> comparison_examples() {
  return examples;
}

}  // namespace pfncheck::test
