// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/fold_site.hpp"

namespace pfncheck {
namespace {

// Entries are built by a few masks, shifts and ors; deeper looks cost more than they find.
constexpr unsigned deepest = 5;

std::uint64_t possible(Term t, unsigned depth) {
  const std::uint64_t all = mask_of(t.width());
  if (t.is_const()) return t.value();
  if (depth == deepest) return all;
  const auto below = [&](unsigned i) { return possible(t.arg(i), depth + 1); };
  const auto constant_shift = [&] { return t.arg(1).is_const() && t.arg(1).value() < t.width(); };
  switch (t.op()) {
    case Op::and_:
      return below(0) & below(1);
    case Op::or_:
    case Op::xor_:
      return below(0) | below(1);
    case Op::ite:
      return below(1) | below(2);
    case Op::shl:
      return constant_shift() ? (below(0) << t.arg(1).value()) & all : all;
    case Op::lshr:
      return constant_shift() ? below(0) >> t.arg(1).value() : all;
    case Op::concat:
      return below(0) << t.arg(1).width() | below(1);
    case Op::extract:
      return (below(0) >> t.low_bit()) & all;
    case Op::zext:
      return below(0);
    default:
      return all;
  }
}

}  // namespace

std::uint64_t possible_bits(Term t) {
  return possible(t, 0);
}

}  // namespace pfncheck
