// SPDX-License-Identifier: GPL-2.0-or-later
// Facts of the operators: text, arity, and what they mean on numbers.
#pragma once

#include <cstdint>
#include <span>

#include "model/term/term.hpp"

namespace pfncheck {

/// The lowest `width` bits set; bool (0) counts as one bit.
constexpr std::uint64_t mask_of(unsigned width) {
  return width == 0 ? 1 : width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

/// The top bit of a width (1..64).
constexpr std::uint64_t sign_bit(unsigned width) {
  return std::uint64_t{1} << (width - 1);
}

/// A value of `width` bits (1..64) as a signed number.
constexpr std::int64_t as_signed(unsigned width, std::uint64_t value) {
  const unsigned unused = 64 - width;
  return static_cast<std::int64_t>(value << unused) >> unused;
}

/// For `not_` ... `sext`: value of the operator on values that fit their widths, cut to the result's width.
/// `operand_width` is that of the last operand (of `low` in a concat).
std::uint64_t apply(Op op, unsigned width, unsigned operand_width, unsigned low_bit,
                    std::span<const std::uint64_t> args);

/// Operators whose two operands may change places.
constexpr bool commutes(Op op) {
  return op == Op::and_ || op == Op::or_ || op == Op::xor_ || op == Op::eq || op == Op::add || op == Op::mul;
}

/// Operands of an operator; 0 for constants and variables.
unsigned arity(Op op);
/// Name of a bit-vector operator in SMT-LIB ("bvadd"); of a bool one for and, or, xor, not when `boolean`.
const char* smtlib_name(Op op, bool boolean);
/// Infix or prefix symbol in C-like text, or the name of a function ("slt") if C has no symbol of that
/// meaning.
const char* c_name(Op op, bool boolean);

}  // namespace pfncheck
