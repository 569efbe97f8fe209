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
    {Fold::add_zero, "add_zero", ops(Op::add),
     [](const Site& s) -> Term { return zero(s.b()) ? s.a() : none; }},
    {Fold::add_constants, "add_constants", ops(Op::add),
     [](const Site& s) -> Term {
       if (!s.b().is_const()) return none;
       if (is(s.a(), Op::add) && s.a().arg(1).is_const()) return s.a().arg(0) + (s.a().arg(1) + s.b());
       return is(s.a(), Op::sub) && s.a().arg(0).is_const() ? (s.a().arg(0) + s.b()) - s.a().arg(1) : none;
     }},
    {Fold::add_neg, "add_neg", ops(Op::add),
     [](const Site& s) -> Term {
       return either_way(s, [](Term x, Term y) { return is(y, Op::neg) ? x - y.arg(0) : none; });
     }},
    {Fold::add_not, "add_not", ops(Op::add),
     [](const Site& s) -> Term { return inverse(s.a(), s.b()) ? s.constant(all_ones) : none; }},
    {Fold::add_sub_cancel, "add_sub_cancel", ops(Op::add),
     [](const Site& s) -> Term {
       return either_way(s,
                         [](Term x, Term y) { return is(y, Op::sub) && y.arg(1).same(x) ? y.arg(0) : none; });
     }},
    {Fold::add_constant_outward, "add_constant_outward", ops(Op::add),
     [](const Site& s) -> Term {
       if (s.b().is_const()) return none;
       return either_way(s, [](Term x, Term y) {
         return is(x, Op::add) && x.arg(1).is_const() ? (x.arg(0) + y) + x.arg(1) : none;
       });
     }},
    {Fold::sub_same, "sub_same", ops(Op::sub),
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.constant(0) : none; }},
    {Fold::sub_constant, "sub_constant", ops(Op::sub),
     [](const Site& s) -> Term { return s.b().is_const() ? s.a() + neg(s.b()) : none; }},
    {Fold::sub_from_zero, "sub_from_zero", ops(Op::sub),
     [](const Site& s) -> Term { return zero(s.a()) ? neg(s.b()) : none; }},
    {Fold::sub_neg, "sub_neg", ops(Op::sub),
     [](const Site& s) -> Term { return is(s.b(), Op::neg) ? s.a() + s.b().arg(0) : none; }},
    {Fold::sub_add_cancel, "sub_add_cancel", ops(Op::sub),
     [](const Site& s) -> Term { return is(s.a(), Op::add) ? other_than(s.b(), s.a()) : none; }},
    {Fold::sub_of_sum_cancel, "sub_of_sum_cancel", ops(Op::sub),
     [](const Site& s) -> Term {
       if (is(s.b(), Op::sub) && s.b().arg(0).same(s.a())) return s.b().arg(1);
       const Term rest = is(s.b(), Op::add) ? other_than(s.a(), s.b()) : none;
       return rest.empty() ? none : neg(rest);
     }},
    {Fold::sub_constant_outward, "sub_constant_outward", ops(Op::sub),
     [](const Site& s) -> Term {
       if (s.b().is_const()) return none;
       if (is(s.a(), Op::add) && s.a().arg(1).is_const()) return (s.a().arg(0) - s.b()) + s.a().arg(1);
       return is(s.b(), Op::add) && s.b().arg(1).is_const() ? (s.a() - s.b().arg(0)) + neg(s.b().arg(1))
                                                            : none;
     }},
    {Fold::neg_neg, "neg_neg", ops(Op::neg),
     [](const Site& s) -> Term { return is(s.a(), Op::neg) ? s.a().arg(0) : none; }},
    {Fold::neg_sub, "neg_sub", ops(Op::neg),
     [](const Site& s) -> Term { return is(s.a(), Op::sub) ? s.a().arg(1) - s.a().arg(0) : none; }},
    {Fold::mul_zero, "mul_zero", ops(Op::mul),
     [](const Site& s) -> Term { return zero(s.b()) ? s.b() : none; }},
    {Fold::mul_ones, "mul_ones", ops(Op::mul),
     [](const Site& s) -> Term { return ones(s.b()) ? neg(s.a()) : none; }},
    {Fold::mul_power_of_two, "mul_power_of_two", ops(Op::mul),
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !std::has_single_bit(s.b().value())) return none;
       return shl(s.a(), s.constant(exponent(s.b())));
     }},
    {Fold::mul_constants, "mul_constants", ops(Op::mul),
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::mul) || !s.a().arg(1).is_const()) return none;
       return s.a().arg(0) * (s.a().arg(1) * s.b());
     }},
    {Fold::udiv_power_of_two, "udiv_power_of_two", ops(Op::udiv),
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !std::has_single_bit(s.b().value())) return none;
       return lshr(s.a(), s.constant(exponent(s.b())));
     }},
    {Fold::urem_power_of_two, "urem_power_of_two", ops(Op::urem),
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
