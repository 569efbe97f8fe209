// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of order; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

constexpr FoldRule rules[] = {
    {Fold::ule_as_ult, ops(Op::ule, Op::sle), "ule_as_ult",
     [](const Site& s) -> Term { return ~(s.op() == Op::ule ? ult(s.b(), s.a()) : slt(s.b(), s.a())); }},
    {Fold::lt_same, ops(Op::ult, Op::slt), "lt_same",
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.boolean(false) : none; }},
    {Fold::ult_least, ops(Op::ult), "ult_least",
     [](const Site& s) -> Term { return zero(s.b()) || ones(s.a()) ? s.boolean(false) : none; }},
    {Fold::ult_next_to_least, ops(Op::ult), "ult_next_to_least",
     [](const Site& s) -> Term {
       if (is_value(s.b(), 1)) return eq(s.a(), s.zero_like(s.a()));
       return zero(s.a()) ? ~eq(s.b(), s.a()) : none;
     }},
    {Fold::ult_next_to_most, ops(Op::ult), "ult_next_to_most",
     [](const Site& s) -> Term {
       if (ones(s.b())) return ~eq(s.a(), s.b());
       if (!is_value(s.a(), mask_of(s.a().width()) - 1)) return none;
       return eq(s.b(), s.pool().constant(s.b().width(), all_ones));
     }},
    {Fold::ult_by_possible_bits, ops(Op::ult), "ult_by_possible_bits",
     [](const Site& s) -> Term {
       if (s.b().is_const() && possible_bits(s.a()) < s.b().value()) return s.boolean(true);
       return s.a().is_const() && possible_bits(s.b()) <= s.a().value() ? s.boolean(false) : none;
     }},
    {Fold::ult_zext_both, ops(Op::ult), "ult_zext_both",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::zext) || !is(s.b(), Op::zext)) return none;
       const Term x = s.a().arg(0), y = s.b().arg(0);
       return x.width() == y.width() ? ult(x, y) : none;
     }},
    {Fold::ult_zext_constant, ops(Op::ult), "ult_zext_constant",
     [](const Site& s) -> Term {
       const auto fits = [&](Term c, Term x) {
         return c.is_const() && is(x, Op::zext) && c.value() <= mask_of(x.arg(0).width());
       };
       const auto cut = [&](Term c, Term x) { return s.pool().constant(x.arg(0).width(), c.value()); };
       if (fits(s.b(), s.a())) return ult(s.a().arg(0), cut(s.b(), s.a()));
       return fits(s.a(), s.b()) ? ult(cut(s.a(), s.b()), s.b().arg(0)) : none;
     }},
    {Fold::slt_zero, ops(Op::slt), "slt_zero",
     [](const Site& s) -> Term {
       if (!zero(s.b())) return none;
       return eq(extract(s.a(), s.a().width() - 1, 1), s.pool().constant(1, 1));
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_order() {
  return rules;
}

}  // namespace pfncheck
