// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of shifts; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

bool below_width(Term by) {
  return by.is_const() && by.value() < by.width();
}

constexpr FoldRule rules[] = {
    {Fold::shift_by_zero, ops(Op::shl, Op::lshr, Op::ashr), "shift_by_zero",
     [](const Site& s) -> Term { return zero(s.b()) ? s.a() : none; }},
    {Fold::shift_of_zero, ops(Op::shl, Op::lshr, Op::ashr), "shift_of_zero",
     [](const Site& s) -> Term { return zero(s.a()) ? s.a() : none; }},
    {Fold::shift_out, ops(Op::shl, Op::lshr, Op::ashr), "shift_out",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || s.b().value() < s.width()) return none;
       return s.op() == Op::ashr ? ashr(s.a(), s.constant(s.width() - 1)) : s.constant(0);
     }},
    {Fold::shift_again, ops(Op::shl, Op::lshr), "shift_again",
     [](const Site& s) -> Term {
       if (!shift_by_constant(s.a()) || !is(s.a(), s.op()) || !below_width(s.b())) return none;
       const std::uint64_t by = s.a().arg(1).value() + s.b().value();
       return by >= s.width() ? s.constant(0) : s.make(s.a().arg(0), s.constant(by));
     }},
    {Fold::shift_back, ops(Op::shl, Op::lshr), "shift_back",
     [](const Site& s) -> Term {
       if (!shift_by_constant(s.a()) || is(s.a(), s.op()) || !below_width(s.b())) return none;
       const std::uint64_t first = s.a().arg(1).value(), then = s.b().value(), all = mask_of(s.width());
       const bool down = s.op() == Op::lshr;
       const Term mask = s.constant(down ? ((all << first) & all) >> then : (all >> first) << then);
       const Term by = s.constant(first > then ? first - then : then - first);
       return ((first > then) == down ? shl(s.a().arg(0), by) : lshr(s.a().arg(0), by)) & mask;
     }},
    {Fold::shift_of_constant_join, ops(Op::shl, Op::lshr), "shift_of_constant_join",
     [](const Site& s) -> Term {
       const bool join = is(s.a(), Op::and_) || is(s.a(), Op::or_) || is(s.a(), Op::xor_);
       if (!join || !s.b().is_const() || !s.a().arg(1).is_const()) return none;
       const std::array<Term, 2> shifted{s.make(s.a().arg(0), s.b()), s.make(s.a().arg(1), s.b())};
       return s.pool().make(s.a().op(), shifted);
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_shift() {
  return rules;
}

}  // namespace pfncheck
