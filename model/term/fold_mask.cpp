// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of masks; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

constexpr FoldRule rules[] = {
    {Fold::mask_misses, ops(Op::and_), "mask_misses",
     [](const Site& s) -> Term {
       return s.b().is_const() && (possible_bits(s.a()) & s.b().value()) == 0 ? s.constant(0) : none;
     }},
    {Fold::mask_is_idle, ops(Op::and_), "mask_is_idle",
     [](const Site& s) -> Term {
       return s.b().is_const() && (possible_bits(s.a()) & ~s.b().value()) == 0 ? s.a() : none;
     }},
    {Fold::mask_of_or, ops(Op::and_), "mask_of_or",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || (!is(s.a(), Op::or_) && !is(s.a(), Op::xor_))) return none;
       const Term x = s.a().arg(0), y = s.a().arg(1);
       if ((possible_bits(x) & s.b().value()) == 0) return y & s.b();
       return (possible_bits(y) & s.b().value()) == 0 ? x & s.b() : none;
     }},
    {Fold::mask_of_set_bits, ops(Op::and_), "mask_of_set_bits",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::or_) || !s.a().arg(1).is_const()) return none;
       return (s.b().value() & ~s.a().arg(1).value()) == 0 ? s.b() : none;
     }},
    {Fold::set_masked_bits, ops(Op::or_), "set_masked_bits",
     [](const Site& s) -> Term {
       if (!s.b().is_const() || !is(s.a(), Op::and_) || !s.a().arg(1).is_const()) return none;
       const std::uint64_t either = s.a().arg(1).value() | s.b().value();
       return either == mask_of(s.width()) ? s.a().arg(0) | s.b() : none;
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_mask() {
  return rules;
}

}  // namespace pfncheck
