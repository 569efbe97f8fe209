// SPDX-License-Identifier: GPL-2.0-or-later
// Folds of extract, concat, extensions; what each matches stands at its name in fold.hpp.
#include "model/term/fold_site.hpp"

namespace pfncheck {

namespace {

constexpr FoldRule rules[] = {
    {Fold::extract_whole, ops(Op::extract), "extract_whole",
     [](const Site& s) -> Term { return s.width() == s.a().width() ? s.a() : none; }},
    {Fold::extract_extract, ops(Op::extract), "extract_extract",
     [](const Site& s) -> Term {
       return is(s.a(), Op::extract) ? extract(s.a().arg(0), s.a().low_bit() + s.low_bit(), s.width()) : none;
     }},
    {Fold::extract_concat, ops(Op::extract), "extract_concat",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::concat)) return none;
       const Term x = s.a().arg(0), y = s.a().arg(1);
       if (s.end() <= y.width()) return extract(y, s.low_bit(), s.width());
       if (s.low_bit() >= y.width()) return extract(x, s.low_bit() - y.width(), s.width());
       return concat(extract(x, 0, s.end() - y.width()), extract(y, s.low_bit(), y.width() - s.low_bit()));
     }},
    {Fold::extract_zext, ops(Op::extract), "extract_zext",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::zext)) return none;
       const Term x = s.a().arg(0);
       if (s.end() <= x.width()) return extract(x, s.low_bit(), s.width());
       if (s.low_bit() >= x.width()) return s.constant(0);
       return zext(extract(x, s.low_bit(), x.width() - s.low_bit()), s.width());
     }},
    {Fold::extract_sext, ops(Op::extract), "extract_sext",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::sext)) return none;
       const Term x = s.a().arg(0);
       if (s.end() <= x.width()) return extract(x, s.low_bit(), s.width());
       return s.low_bit() >= x.width() ? none
                                       : sext(extract(x, s.low_bit(), x.width() - s.low_bit()), s.width());
     }},
    {Fold::extract_shl, ops(Op::extract), "extract_shl",
     [](const Site& s) -> Term {
       if (!shift_by_constant(s.a()) || !is(s.a(), Op::shl)) return none;
       const auto by = static_cast<unsigned>(s.a().arg(1).value());
       if (s.low_bit() >= by) return extract(s.a().arg(0), s.low_bit() - by, s.width());
       return s.end() <= by ? s.constant(0) : none;
     }},
    {Fold::extract_lshr, ops(Op::extract), "extract_lshr",
     [](const Site& s) -> Term {
       if (!shift_by_constant(s.a()) || !is(s.a(), Op::lshr)) return none;
       const Term x = s.a().arg(0);
       const unsigned low_bit = s.low_bit() + static_cast<unsigned>(s.a().arg(1).value());
       if (low_bit >= x.width()) return s.constant(0);
       if (low_bit + s.width() <= x.width()) return extract(x, low_bit, s.width());
       return zext(extract(x, low_bit, x.width() - low_bit), s.width());
     }},
    {Fold::extract_constant_join, ops(Op::extract), "extract_constant_join",
     [](const Site& s) -> Term {
       const bool join = is(s.a(), Op::and_) || is(s.a(), Op::or_) || is(s.a(), Op::xor_);
       if (!join || !s.a().arg(1).is_const()) return none;
       const std::array<Term, 2> cut{extract(s.a().arg(0), s.low_bit(), s.width()),
                                     extract(s.a().arg(1), s.low_bit(), s.width())};
       return s.pool().make(s.a().op(), cut);
     }},
    {Fold::extract_not, ops(Op::extract), "extract_not",
     [](const Site& s) -> Term {
       return is(s.a(), Op::not_) ? ~extract(s.a().arg(0), s.low_bit(), s.width()) : none;
     }},
    {Fold::concat_zero, ops(Op::concat), "concat_zero",
     [](const Site& s) -> Term { return zero(s.a()) ? zext(s.b(), s.width()) : none; }},
    {Fold::concat_neighbours, ops(Op::concat), "concat_neighbours",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::extract) || !is(s.b(), Op::extract) || !s.a().arg(0).same(s.b().arg(0)))
         return none;
       return s.a().low_bit() == s.b().low_bit() + s.b().width()
                  ? extract(s.a().arg(0), s.b().low_bit(), s.width())
                  : none;
     }},
    {Fold::extend_not_at_all, ops(Op::zext, Op::sext), "extend_not_at_all",
     [](const Site& s) -> Term { return s.width() == s.a().width() ? s.a() : none; }},
    {Fold::zext_zext, ops(Op::zext), "zext_zext",
     [](const Site& s) -> Term { return is(s.a(), Op::zext) ? zext(s.a().arg(0), s.width()) : none; }},
    {Fold::zext_extract, ops(Op::zext), "zext_extract",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::extract) || s.a().arg(0).width() != s.width()) return none;
       return lshr(s.a().arg(0), s.constant(s.a().low_bit())) & s.constant(mask_of(s.a().width()));
     }},
    {Fold::sext_sext, ops(Op::sext), "sext_sext",
     [](const Site& s) -> Term { return is(s.a(), Op::sext) ? sext(s.a().arg(0), s.width()) : none; }},
    {Fold::sext_zext, ops(Op::sext), "sext_zext",
     [](const Site& s) -> Term {
       if (!is(s.a(), Op::zext) || s.a().width() == s.a().arg(0).width()) return none;
       return zext(s.a().arg(0), s.width());
     }},
};

}  // namespace

std::span<const FoldRule> rules_of_slice() {
  return rules;
}

}  // namespace pfncheck
