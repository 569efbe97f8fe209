// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of arithmetic; what each matches stands at its name in fold.hpp.
#include <bit>

#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

std::uint64_t exponent(Term power) {
  return static_cast<std::uint64_t>(std::countr_zero(power.value()));
}

constexpr FoldRule rules[] = {
    {Fold::add_zero, ops(Op::add), "add_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.a() : none; }},
    {Fold::add_constants, ops(Op::add), "add_constants",
     [](const Site& s) -> Term {
       if (!s.b().is_const()) return none;
       if (is(s.a(), Op::add) && s.a().arg(1).is_const()) return s.a().arg(0) + (s.a().arg(1) + s.b());
       return is(s.a(), Op::sub) && s.a().arg(0).is_const() ? (s.a().arg(0) + s.b()) - s.a().arg(1) : none;
     }},
    {Fold::add_neg, ops(Op::add), "add_neg",
     [](const Site& s) -> Term {
       return either_way(s, [](Term x, Term y) { return is(y, Op::neg) ? x - y.arg(0) : none; });
     }},
    {Fold::add_not, ops(Op::add), "add_not",
     [](const Site& s) -> Term { return inverse(s.a(), s.b()) ? s.constant(all_ones) : none; }},
    {Fold::add_sub_cancel, ops(Op::add), "add_sub_cancel",
     [](const Site& s) -> Term {
       return either_way(s,
                         [](Term x, Term y) { return is(y, Op::sub) && y.arg(1).same(x) ? y.arg(0) : none; });
     }},
    {Fold::add_constant_outward, ops(Op::add), "add_constant_outward",
     [](const Site& s) -> Term {
       if (s.b().is_const()) return none;
       return either_way(s, [](Term x, Term y) {
         return is(x, Op::add) && x.arg(1).is_const() ? (x.arg(0) + y) + x.arg(1) : none;
       });
     }},
    {Fold::sub_same, ops(Op::sub), "sub_same",
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.constant(0) : none; }},
    {Fold::sub_constant, ops(Op::sub), "sub_constant",
     [](const Site& s) -> Term { return s.b().is_const() ? s.a() + neg(s.b()) : none; }},
    {Fold::sub_from_zero, ops(Op::sub), "sub_from_zero",
     [](const Site& s) -> Term { return zero(s.a()) ? neg(s.b()) : none; }},
    {Fold::sub_neg, ops(Op::sub), "sub_neg",
     [](const Site& s) -> Term { return is(s.b(), Op::neg) ? s.a() + s.b().arg(0) : none; }},
    {Fold::sub_add_cancel, ops(Op::sub), "sub_add_cancel",
     [](const Site& s) -> Term { return is(s.a(), Op::add) ? other_than(s.b(), s.a()) : none; }},
    {Fold::sub_of_sum_cancel, ops(Op::sub), "sub_of_sum_cancel",
     [](const Site& s) -> Term {
       if (is(s.b(), Op::sub) && s.b().arg(0).same(s.a())) return s.b().arg(1);
       const Term rest = is(s.b(), Op::add) ? other_than(s.a(), s.b()) : none;
       return rest.empty() ? none : neg(rest);
     }},
    {Fold::sub_constant_outward, ops(Op::sub), "sub_constant_outward",
     [](const Site& s) -> Term {
       if (s.b().is_const()) return none;
       if (is(s.a(), Op::add) && s.a().arg(1).is_const()) return (s.a().arg(0) - s.b()) + s.a().arg(1);
       return is(s.b(), Op::add) && s.b().arg(1).is_const() ? (s.a() - s.b().arg(0)) + neg(s.b().arg(1))
                                                            : none;
     }},
    {Fold::neg_neg, ops(Op::neg), "neg_neg",
     [](const Site& s) -> Term { return is(s.a(), Op::neg) ? s.a().arg(0) : none; }},
    {Fold::neg_sub, ops(Op::neg), "neg_sub",
     [](const Site& s) -> Term { return is(s.a(), Op::sub) ? s.a().arg(1) - s.a().arg(0) : none; }},
    {Fold::mul_zero, ops(Op::mul), "mul_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.b() : none; }},
    {Fold::mul_ones, ops(Op::mul), "mul_ones",
     [](const Site& s) -> Term { return ones(s.b()) ? neg(s.a()) : none; }},
    {Fold::mul_power_of_two, ops(Op::mul), "mul_power_of_two",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !std::has_single_bit(s.b().value())) return none;
       return shl(s.a(), s.constant(exponent(s.b())));
     }},
    {Fold::mul_constants, ops(Op::mul), "mul_constants",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::mul) || !s.a().arg(1).is_const()) return none;
       return s.a().arg(0) * (s.a().arg(1) * s.b());
     }},
    {Fold::udiv_power_of_two, ops(Op::udiv), "udiv_power_of_two",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !std::has_single_bit(s.b().value())) return none;
       return lshr(s.a(), s.constant(exponent(s.b())));
     }},
    {Fold::urem_power_of_two, ops(Op::urem), "urem_power_of_two",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !std::has_single_bit(s.b().value())) return none;
       return s.a() & s.constant(s.b().value() - 1);
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_arithmetic() {
  return rules;
}

}  // namespace pfncheck
