// SPDX-License-Identifier: GPL-2.0-or-later
// LLVM's integer operators on Terms. Holds LLVM types.
#pragma once

#include <llvm/IR/InstrTypes.h>

#include "model/term/term.hpp"

namespace pfncheck::lifting {

/// Sums, products and bitwise operations, which give a value whatever the operands are; empty for all others.
Term total_operation(unsigned opcode, Term a, Term b);
/// A shift by less than the width.
Term shifted(unsigned opcode, Term a, Term b);
/// Of integers; empty for predicates of floating point numbers.
Term compared(llvm::CmpInst::Predicate predicate, Term a, Term b);

}  // namespace pfncheck::lifting
