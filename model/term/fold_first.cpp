// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of every operator; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

Term constants(const Site& s) {
  std::array<std::uint64_t, 3> values{};
  const std::span<const Term> args = s.args();
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (!args[i].is_const()) return none;
    values[i] = args[i].value();
  }
  return s.constant(apply(s.op(), s.width(), args.back().width(), s.low_bit(), values));
}

// By content, not by order of construction: the same formula is then the same DAG on every run.
bool in_order(Term x, Term y) {
  if (x.is_const() != y.is_const()) return y.is_const();
  return x.digest() <= y.digest();
}

bool constant_arms(Term t) {
  return is(t, Op::ite) && t.arg(1).is_const() && t.arg(2).is_const();
}

constexpr FoldRule rules[] = {
    {Fold::constants, every_operator, "constants", [](const Site& s) -> Term { return constants(s); }},
    {Fold::commute, ops(Op::and_, Op::or_, Op::xor_, Op::eq, Op::add, Op::mul), "commute",
     [](const Site& s) -> Term { return in_order(s.a(), s.b()) ? none : s.make(s.b(), s.a()); }},
    {Fold::unary_of_constant_ite, ops(Op::not_, Op::neg, Op::extract, Op::zext, Op::sext),
     "unary_of_constant_ite",
     [](const Site& s) -> Term {
       return constant_arms(s.a()) ? ite(s.a().arg(0), s.make(s.a().arg(1)), s.make(s.a().arg(2))) : none;
     }},
    {Fold::binary_of_constant_ite,
     ops(Op::and_, Op::or_, Op::xor_, Op::ult, Op::ule, Op::slt, Op::sle, Op::add, Op::sub, Op::mul, Op::udiv,
         Op::urem, Op::sdiv, Op::srem, Op::shl, Op::lshr, Op::ashr, Op::concat),
     "binary_of_constant_ite",
     [](const Site& s) -> Term {
       const Term x = s.a(), y = s.b();
       if (constant_arms(x) && y.is_const()) return ite(x.arg(0), s.make(x.arg(1), y), s.make(x.arg(2), y));
       if (constant_arms(y) && x.is_const()) return ite(y.arg(0), s.make(x, y.arg(1)), s.make(x, y.arg(2)));
       return none;
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_every_operator() {
  return rules;
}

}  // namespace pfncheck
