// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of ite; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

constexpr FoldRule rules[] = {
    {Fold::ite_constant_condition, ops(Op::ite), "ite_constant_condition",
     [](const Site& s) -> Term { return s.a().is_const() ? (zero(s.a()) ? s.c() : s.b()) : none; }},
    {Fold::ite_same, ops(Op::ite), "ite_same",
     [](const Site& s) -> Term { return s.b().same(s.c()) ? s.b() : none; }},
    {Fold::ite_not, ops(Op::ite), "ite_not",
     [](const Site& s) -> Term { return is(s.a(), Op::not_) ? ite(s.a().arg(0), s.c(), s.b()) : none; }},
    {Fold::ite_bool_then, ops(Op::ite), "ite_bool_then",
     [](const Site& s) -> Term {
       if (!s.b().is_bool() || !s.b().is_const()) return none;
       return zero(s.b()) ? ~s.a() & s.c() : s.a() | s.c();
     }},
    {Fold::ite_bool_else, ops(Op::ite), "ite_bool_else",
     [](const Site& s) -> Term {
       if (!s.c().is_bool() || !s.c().is_const()) return none;
       return zero(s.c()) ? s.a() & s.b() : ~s.a() | s.b();
     }},
    {Fold::ite_condition_as_arm, ops(Op::ite), "ite_condition_as_arm",
     [](const Site& s) -> Term {
       if (s.a().same(s.b())) return s.a() | s.c();
       return s.a().same(s.c()) ? s.a() & s.b() : none;
     }},
    {Fold::ite_inverse_arms, ops(Op::ite), "ite_inverse_arms",
     [](const Site& s) -> Term {
       return s.b().is_bool() && inverse(s.b(), s.c()) ? eq(s.a(), s.b()) : none;
     }},
    {Fold::ite_nested_then, ops(Op::ite), "ite_nested_then",
     [](const Site& s) -> Term {
       return is(s.b(), Op::ite) && s.b().arg(0).same(s.a()) ? ite(s.a(), s.b().arg(1), s.c()) : none;
     }},
    {Fold::ite_nested_else, ops(Op::ite), "ite_nested_else",
     [](const Site& s) -> Term {
       return is(s.c(), Op::ite) && s.c().arg(0).same(s.a()) ? ite(s.a(), s.b(), s.c().arg(2)) : none;
     }},
    {Fold::ite_joins_else, ops(Op::ite), "ite_joins_else",
     [](const Site& s) -> Term {
       if (!is(s.c(), Op::ite)) return none;
       const Term d = s.c().arg(0), y = s.c().arg(1), z = s.c().arg(2);
       if (y.same(s.b())) return ite(s.a() | d, s.b(), z);
       return z.same(s.b()) ? ite(~s.a() & d, y, s.b()) : none;
     }},
    {Fold::ite_joins_then, ops(Op::ite), "ite_joins_then",
     [](const Site& s) -> Term {
       if (!is(s.b(), Op::ite)) return none;
       const Term d = s.b().arg(0), x = s.b().arg(1), y = s.b().arg(2);
       if (y.same(s.c())) return ite(s.a() & d, x, s.c());
       return x.same(s.c()) ? ite(s.a() & ~d, y, s.c()) : none;
     }},
    {Fold::ite_of_bit, ops(Op::ite), "ite_of_bit",
     [](const Site& s) -> Term {
       const Term c = s.a();
       if (s.width() == 0 || !equals_constant(c) || c.arg(0).width() != 1 || zero(c.arg(1))) return none;
       if (is_value(s.b(), 1) && is_value(s.c(), 0)) return zext(c.arg(0), s.width());
       return is_value(s.b(), 0) && is_value(s.c(), 1) ? zext(~c.arg(0), s.width()) : none;
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_ite() {
  return rules;
}

}  // namespace pfncheck
