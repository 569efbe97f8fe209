// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/operation.hpp"

#include "model/term/node.hpp"

namespace pfncheck {
namespace {

struct Row {
  Op op;
  unsigned arity;
  const char *smtlib, *smtlib_bool, *c, *c_bool;
};

constexpr Row rows[] = {
    {Op::constant, 0, "", "", "", ""},
    {Op::var, 0, "", "", "", ""},
    {Op::not_, 1, "bvnot", "not", "~", "!"},
    {Op::and_, 2, "bvand", "and", "&", "&&"},
    {Op::or_, 2, "bvor", "or", "|", "||"},
    {Op::xor_, 2, "bvxor", "xor", "^", "^"},
    {Op::ite, 3, "ite", "ite", "?", "?"},
    {Op::eq, 2, "=", "=", "==", "=="},
    {Op::ult, 2, "bvult", "", "<", ""},
    {Op::ule, 2, "bvule", "", "<=", ""},
    {Op::slt, 2, "bvslt", "", "slt", ""},
    {Op::sle, 2, "bvsle", "", "sle", ""},
    {Op::neg, 1, "bvneg", "", "-", ""},
    {Op::add, 2, "bvadd", "", "+", ""},
    {Op::sub, 2, "bvsub", "", "-", ""},
    {Op::mul, 2, "bvmul", "", "*", ""},
    {Op::udiv, 2, "bvudiv", "", "/", ""},
    {Op::urem, 2, "bvurem", "", "%", ""},
    {Op::sdiv, 2, "bvsdiv", "", "sdiv", ""},
    {Op::srem, 2, "bvsrem", "", "srem", ""},
    {Op::shl, 2, "bvshl", "", "<<", ""},
    {Op::lshr, 2, "bvlshr", "", ">>", ""},
    {Op::ashr, 2, "bvashr", "", "ashr", ""},
    {Op::concat, 2, "concat", "", "concat", ""},
    {Op::extract, 1, "extract", "", "extract", ""},
    {Op::zext, 1, "zero_extend", "", "zext", ""},
    {Op::sext, 1, "sign_extend", "", "sext", ""},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (static_cast<std::size_t>(rows[i].op) != i) return false;
  }
  return std::size(rows) == static_cast<std::size_t>(Op::sext) + 1;
}
static_assert(in_order(), "one row per operator, in the order of Op");

const Row& row(Op op) {
  return rows[static_cast<std::size_t>(op)];
}

std::uint64_t divide(Op op, unsigned width, std::uint64_t a, std::uint64_t b) {
  if (op == Op::udiv) return b == 0 ? mask_of(width) : a / b;
  if (op == Op::urem) return b == 0 ? a : a % b;
  // SMT-LIB defines the signed ones by the unsigned ones on absolute values; so x / 0 is 1 or -1.
  const bool a_negative = (a & sign_bit(width)) != 0, b_negative = (b & sign_bit(width)) != 0;
  const std::uint64_t x = a_negative ? (0 - a) & mask_of(width) : a;
  const std::uint64_t y = b_negative ? (0 - b) & mask_of(width) : b;
  if (op == Op::sdiv) {
    const std::uint64_t quotient = divide(Op::udiv, width, x, y);
    return a_negative != b_negative ? 0 - quotient : quotient;
  }
  const std::uint64_t rest = divide(Op::urem, width, x, y);
  return a_negative ? 0 - rest : rest;
}

std::uint64_t shift(Op op, unsigned width, std::uint64_t a, std::uint64_t by) {
  if (op == Op::shl) return by >= width ? 0 : a << by;
  if (op == Op::lshr) return by >= width ? 0 : a >> by;
  const std::int64_t value = as_signed(width, a);
  return static_cast<std::uint64_t>(value >> (by >= width ? width - 1 : by));
}

std::uint64_t apply_uncut(Op op, unsigned width, unsigned operand_width, unsigned low_bit,
                          std::span<const std::uint64_t> v) {
  switch (op) {
    case Op::not_:
      return ~v[0];
    case Op::and_:
      return v[0] & v[1];
    case Op::or_:
      return v[0] | v[1];
    case Op::xor_:
      return v[0] ^ v[1];
    case Op::ite:
      return v[0] != 0 ? v[1] : v[2];
    case Op::eq:
      return v[0] == v[1];
    case Op::ult:
      return v[0] < v[1];
    case Op::ule:
      return v[0] <= v[1];
    case Op::slt:
      return as_signed(operand_width, v[0]) < as_signed(operand_width, v[1]);
    case Op::sle:
      return as_signed(operand_width, v[0]) <= as_signed(operand_width, v[1]);
    case Op::neg:
      return 0 - v[0];
    case Op::add:
      return v[0] + v[1];
    case Op::sub:
      return v[0] - v[1];
    case Op::mul:
      return v[0] * v[1];
    case Op::udiv:
    case Op::urem:
    case Op::sdiv:
    case Op::srem:
      return divide(op, width, v[0], v[1]);
    case Op::shl:
    case Op::lshr:
    case Op::ashr:
      return shift(op, width, v[0], v[1]);
    case Op::concat:
      return v[0] << operand_width | v[1];
    case Op::extract:
      return v[0] >> low_bit;
    case Op::zext:
      return v[0];
    case Op::sext:
      return static_cast<std::uint64_t>(as_signed(operand_width, v[0]));
    case Op::constant:
    case Op::var:
      break;
  }
  broken_term("apply: a leaf is no operator");
}

}  // namespace

std::uint64_t apply(Op op, unsigned width, unsigned operand_width, unsigned low_bit,
                    std::span<const std::uint64_t> args) {
  return apply_uncut(op, width, operand_width, low_bit, args) & mask_of(width);
}

unsigned arity(Op op) {
  return row(op).arity;
}
const char* smtlib_name(Op op, bool boolean) {
  return boolean ? row(op).smtlib_bool : row(op).smtlib;
}
const char* c_name(Op op, bool boolean) {
  return boolean ? row(op).c_bool : row(op).c;
}

}  // namespace pfncheck
