// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of equality; what each matches stands at its name in fold.hpp.
#include <bit>

#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

// Iterative, as lifted code selects constants in long chains: from the innermost choice outwards.
Term eq_choice_of_constants(const Site& s) {
  std::vector<Term> chain;
  Term rest = s.a();
  while (is(rest, Op::ite) && (rest.arg(1).is_const() || rest.arg(2).is_const())) {
    chain.push_back(rest);
    rest = rest.arg(rest.arg(1).is_const() ? 2 : 1);
  }
  if (chain.empty() || !s.b().is_const()) return none;
  Term result = eq(rest, s.b());
  for (auto choice = chain.rbegin(); choice != chain.rend(); ++choice) {
    const bool first = choice->arg(1).is_const();
    const Term taken = first ? choice->arg(0) : ~choice->arg(0);
    const Term constant = choice->arg(first ? 1 : 2);
    result = is_value(constant, s.b().value()) ? taken | result : ~taken & result;
  }
  return result;
}

constexpr FoldRule rules[] = {
    {Fold::eq_same, ops(Op::eq), "eq_same",
     [](const Site& s) -> Term { return s.a().same(s.b()) ? s.boolean(true) : none; }},
    {Fold::eq_inverse, ops(Op::eq), "eq_inverse",
     [](const Site& s) -> Term { return inverse(s.a(), s.b()) ? s.boolean(false) : none; }},
    {Fold::eq_bool_constant, ops(Op::eq), "eq_bool_constant",
     [](const Site& s) -> Term {
       return s.b().is_bool() && s.b().is_const() ? (zero(s.b()) ? ~s.a() : s.a()) : none;
     }},
    {Fold::eq_bool_not, ops(Op::eq), "eq_bool_not",
     [](const Site& s) -> Term {
       if (!s.a().is_bool()) return none;
       if (is(s.a(), Op::not_)) return ~eq(s.a().arg(0), s.b());
       return is(s.b(), Op::not_) ? ~eq(s.a(), s.b().arg(0)) : none;
     }},
    {Fold::eq_not_not, ops(Op::eq), "eq_not_not",
     [](const Site& s) -> Term {
       return is(s.a(), Op::not_) && is(s.b(), Op::not_) ? eq(s.a().arg(0), s.b().arg(0)) : none;
     }},
    {Fold::eq_not_constant, ops(Op::eq), "eq_not_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || s.a().is_bool()) return none;
       if (is(s.a(), Op::not_)) return eq(s.a().arg(0), ~s.b());
       return is(s.a(), Op::neg) ? eq(s.a().arg(0), neg(s.b())) : none;
     }},
    {Fold::eq_bit_zero, ops(Op::eq), "eq_bit_zero",
     [](const Site& s) -> Term {
       return s.a().width() == 1 && zero(s.b()) ? ~eq(s.a(), s.pool().constant(1, 1)) : none;
     }},
    {Fold::eq_add_constant, ops(Op::eq), "eq_add_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::add) || !s.a().arg(1).is_const()) return none;
       return eq(s.a().arg(0), s.b() - s.a().arg(1));
     }},
    {Fold::eq_sub_from_constant, ops(Op::eq), "eq_sub_from_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::sub) || !s.a().arg(0).is_const()) return none;
       return eq(s.a().arg(1), s.a().arg(0) - s.b());
     }},
    {Fold::eq_xor_constant, ops(Op::eq), "eq_xor_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::xor_) || !s.a().arg(1).is_const()) return none;
       return eq(s.a().arg(0), s.a().arg(1) ^ s.b());
     }},
    {Fold::eq_sub_zero, ops(Op::eq), "eq_sub_zero",
     [](const Site& s) -> Term {
       return zero(s.b()) && (is(s.a(), Op::sub) || is(s.a(), Op::xor_)) ? eq(s.a().arg(0), s.a().arg(1))
                                                                         : none;
     }},
    {Fold::eq_add_itself, ops(Op::eq), "eq_add_itself",
     [](const Site& s) -> Term {
       return either_way(s, [](Term x, Term y) {
         const Term rest = is(x, Op::add) || is(x, Op::xor_) ? other_than(y, x) : none;
         return rest.empty() ? none : eq(rest, y.pool().constant(y.width(), 0));
       });
     }},
    {Fold::eq_add_both, ops(Op::eq), "eq_add_both",
     [](const Site& s) -> Term {
       if (!is(s.b(), s.a().op()) || (!is(s.a(), Op::add) && !is(s.a(), Op::xor_))) return none;
       for (const Term x : s.a().args()) {
         if (const Term z = other_than(x, s.b()); !z.empty()) return eq(other_than(x, s.a()), z);
       }
       return none;
     }},
    {Fold::eq_or_zero, ops(Op::eq), "eq_or_zero",
     [](const Site& s) -> Term {
       if (!zero(s.b()) || !is(s.a(), Op::or_)) return none;
       return eq(s.a().arg(0), s.b()) & eq(s.a().arg(1), s.b());
     }},
    {Fold::eq_single_bit, ops(Op::eq), "eq_single_bit",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::and_) || !s.a().arg(1).same(s.b())) return none;
       return std::has_single_bit(s.b().value()) ? ~eq(s.a(), s.zero_like(s.a())) : none;
     }},
    {Fold::eq_impossible_bits, ops(Op::eq), "eq_impossible_bits",
     [](const Site& s) -> Term {
       return s.b().is_const() && (s.b().value() & ~possible_bits(s.a())) != 0 ? s.boolean(false) : none;
     }},
    {Fold::eq_set_bits, ops(Op::eq), "eq_set_bits",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::or_) || !s.a().arg(1).is_const()) return none;
       return (s.a().arg(1).value() & ~s.b().value()) != 0 ? s.boolean(false) : none;
     }},
    {Fold::eq_zext_constant, ops(Op::eq), "eq_zext_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::zext)) return none;
       const Term x = s.a().arg(0), low = s.pool().constant(x.width(), s.b().value());
       return low.value() == s.b().value() ? eq(x, low) : s.boolean(false);
     }},
    {Fold::eq_sext_constant, ops(Op::eq), "eq_sext_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::sext)) return none;
       const Term x = s.a().arg(0), low = s.pool().constant(x.width(), s.b().value());
       const auto widened =
           static_cast<std::uint64_t>(as_signed(x.width(), low.value())) & mask_of(s.a().width());
       return widened == s.b().value() ? eq(x, low) : s.boolean(false);
     }},
    {Fold::eq_extended_both, ops(Op::eq), "eq_extended_both",
     [](const Site& s) -> Term {
       if (!is(s.b(), s.a().op()) || (!is(s.a(), Op::zext) && !is(s.a(), Op::sext))) return none;
       const Term x = s.a().arg(0), y = s.b().arg(0);
       return x.width() == y.width() ? eq(x, y) : none;
     }},
    {Fold::eq_concat_constant, ops(Op::eq), "eq_concat_constant",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::concat)) return none;
       const Term x = s.a().arg(0), y = s.a().arg(1);
       return eq(x, s.pool().constant(x.width(), s.b().value() >> y.width())) &
              eq(y, s.pool().constant(y.width(), s.b().value()));
     }},
    {Fold::eq_ite_constant, ops(Op::eq), "eq_ite_constant", eq_choice_of_constants},
    {Fold::eq_ite_arm, ops(Op::eq), "eq_ite_arm",
     [](const Site& s) -> Term {
       return either_way(s, [](Term choice, Term x) {
         if (!is(choice, Op::ite)) return none;
         if (choice.arg(1).same(x)) return choice.arg(0) | eq(choice.arg(2), x);
         return choice.arg(2).same(x) ? ~choice.arg(0) | eq(choice.arg(1), x) : none;
       });
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_equal() {
  return rules;
}

}  // namespace pfncheck
