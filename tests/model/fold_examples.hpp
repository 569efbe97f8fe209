// SPDX-License-Identifier: GPL-2.0-or-later
// For each fold: Terms at which it must fire, over several widths, and Terms close by at which it must not.
#pragma once

#include <span>
#include <vector>

#include "model/term/fold.hpp"
#include "model/term/term.hpp"

namespace pfncheck::test {

/// Variables and constants of one width in a pool that does not fold.
struct Letters {
  Letters(Pool& pool, unsigned width);

  Term k(std::uint64_t value) const;  ///< of the width; for bools 0 is false and anything else true
  Term truth(bool value) const { return pool.boolean(value); }
  Term zext(Term t) const { return extended(Op::zext, t); }  ///< to the width, also if t has it
  Term sext(Term t) const { return extended(Op::sext, t); }
  Term extended(Op op, Term t) const { return pool.make(op, std::span(&t, 1), width); }
  Term bits(Term t, unsigned low_bit, unsigned count) const {
    return pool.make(Op::extract, std::span(&t, 1), count, low_bit);
  }

  Pool& pool;
  unsigned width;
  unsigned half;  ///< of the width, at least 1
  Term x, y, z;   ///< of the width
  Term p, q;      ///< bools
  Term n, m;      ///< of half the width
  Term bit;       ///< one bit wide
};

using Terms = std::vector<Term>;

struct FoldExample {
  Fold fold;
  std::vector<unsigned> widths;
  Terms (*fires)(const Letters&);
  Terms (*does_not)(const Letters&);  ///< tried at 8 bits, or at the only width
};

std::span<const FoldExample> logic_examples();       ///< constants, logic, masks, ite
std::span<const FoldExample> comparison_examples();  ///< equality and order
std::span<const FoldExample> number_examples();      ///< arithmetic, shifts, slices

}  // namespace pfncheck::test
