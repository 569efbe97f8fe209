// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of and, or, xor, not; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

Op dual(Op op) {
  return op == Op::and_ ? Op::or_ : Op::and_;
}

constexpr FoldRule rules[] = {
    {Fold::not_not, ops(Op::not_), "not_not",
     [](const Site& s) -> Term { return is(s.a(), Op::not_) ? s.a().arg(0) : none; }},
    {Fold::and_zero, ops(Op::and_), "and_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.b() : none; }},
    {Fold::and_ones, ops(Op::and_), "and_ones",
     [](const Site& s) -> Term { return ones(s.b()) ? s.a() : none; }},
    {Fold::or_zero, ops(Op::or_), "or_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.a() : none; }},
    {Fold::or_ones, ops(Op::or_), "or_ones",
     [](const Site& s) -> Term { return ones(s.b()) ? s.b() : none; }},
    {Fold::xor_zero, ops(Op::xor_), "xor_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.a() : none; }},
    {Fold::xor_ones, ops(Op::xor_), "xor_ones",
     [](const Site& s) -> Term { return ones(s.b()) ? ~s.a() : none; }},
    {Fold::join_same, ops(Op::and_, Op::or_), "join_same",
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.a() : none; }},
    {Fold::xor_same, ops(Op::xor_), "xor_same",
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.constant(0) : none; }},
    {Fold::and_inverse, ops(Op::and_), "and_inverse",
     [](const Site& s) -> Term { return inverse(s.a(), s.b()) ? s.constant(0) : none; }},
    {Fold::or_inverse, ops(Op::or_, Op::xor_), "or_inverse",
     [](const Site& s) -> Term { return inverse(s.a(), s.b()) ? s.constant(all_ones) : none; }},
    {Fold::xor_not, ops(Op::xor_), "xor_not",
     [](const Site& s) -> Term {
       if (is(s.a(), Op::not_)) return ~(s.a().arg(0) ^ s.b());
       return is(s.b(), Op::not_) ? ~(s.a() ^ s.b().arg(0)) : none;
     }},
    {Fold::xor_cancel, ops(Op::xor_), "xor_cancel",
     [](const Site& s) -> Term {
       return either_way(s, [](Term x, Term y) { return is(y, Op::xor_) ? other_than(x, y) : none; });
     }},
    {Fold::join_again, ops(Op::and_, Op::or_), "join_again",
     [](const Site& s) -> Term {
       return either_way(
           s, [&](Term x, Term y) { return is(y, s.op()) && !other_than(x, y).empty() ? y : none; });
     }},
    {Fold::absorb, ops(Op::and_, Op::or_), "absorb",
     [](const Site& s) -> Term {
       return either_way(
           s, [&](Term x, Term y) { return is(y, dual(s.op())) && !other_than(x, y).empty() ? x : none; });
     }},
    {Fold::inner_inverse, ops(Op::and_, Op::or_), "inner_inverse",
     [](const Site& s) -> Term {
       return either_way(s, [&](Term x, Term y) {
         return is(y, s.op()) && !other_than_inverse(x, y).empty()
                    ? s.constant(s.op() == Op::and_ ? 0 : all_ones)
                    : none;
       });
     }},
    {Fold::inverse_drops, ops(Op::and_, Op::or_), "inverse_drops",
     [](const Site& s) -> Term {
       return either_way(s, [&](Term x, Term y) {
         const Term rest = is(y, dual(s.op())) ? other_than_inverse(x, y) : none;
         return rest.empty() ? none : s.make(x, rest);
       });
     }},
    {Fold::absorb_under_not, ops(Op::and_, Op::or_), "absorb_under_not",
     [](const Site& s) -> Term {
       return either_way(s, [&](Term x, Term y) {
         if (!is(y, Op::not_) || !is(y.arg(0), s.op())) return none;
         const Term rest = other_than(x, y.arg(0));
         return rest.empty() ? none : s.make(x, ~rest);
       });
     }},
    {Fold::split, ops(Op::and_, Op::or_), "split",
     [](const Site& s) -> Term {
       if (!is(s.a(), dual(s.op())) || !is(s.b(), dual(s.op()))) return none;
       for (const Term x : s.a().args()) {
         const Term y = other_than(x, s.a()), z = other_than(x, s.b());
         if (!z.empty() && inverse(y, z)) return x;
       }
       return none;
     }},
    {Fold::join_constants, ops(Op::and_, Op::or_, Op::xor_), "join_constants",
     [](const Site& s) -> Term {
       if (!is(s.a(), s.op()) || !s.b().is_const() || !s.a().arg(1).is_const()) return none;
       return s.make(s.a().arg(0), s.make(s.a().arg(1), s.b()));
     }},
    {Fold::and_of_two_values, ops(Op::and_), "and_of_two_values",
     [](const Site& s) -> Term {
       if (!equals_constant(s.a()) || !equals_constant(s.b()) || !s.a().arg(0).same(s.b().arg(0)))
         return none;
       return s.a().arg(1).value() != s.b().arg(1).value() ? s.constant(0) : none;
     }},
    {Fold::and_of_value_and_not, ops(Op::and_), "and_of_value_and_not",
     [](const Site& s) -> Term {
       return either_way(s, [](Term x, Term y) {
         if (!equals_constant(x) || !is(y, Op::not_) || !equals_constant(y.arg(0))) return none;
         const Term other = y.arg(0);
         return x.arg(0).same(other.arg(0)) && x.arg(1).value() != other.arg(1).value() ? x : none;
       });
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_logic() {
  return rules;
}

}  // namespace pfncheck
