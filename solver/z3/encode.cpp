// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/z3/encode.hpp"

#include "model/term/walk.hpp"

namespace pfncheck {
namespace {

z3::expr leaf(z3::context& context, Term t) {
  if (t.is_const()) {
    return t.is_bool() ? context.bool_val(t.value() != 0) : context.bv_val(t.value(), t.width());
  }
  const char* name = t.name().c_str();
  return t.is_bool() ? context.bool_const(name) : context.bv_const(name, t.width());
}

z3::expr logic(Op op, bool boolean, const z3::expr& a, const z3::expr& b) {
  if (op == Op::and_) return boolean ? a && b : a & b;
  if (op == Op::or_) return boolean ? a || b : a | b;
  return boolean ? a != b : a ^ b;
}

z3::expr binary(Op op, const z3::expr& a, const z3::expr& b) {
  switch (op) {
    case Op::eq:
      return a == b;
    case Op::ult:
      return z3::ult(a, b);
    case Op::ule:
      return z3::ule(a, b);
    case Op::slt:
      return z3::slt(a, b);
    case Op::sle:
      return z3::sle(a, b);
    case Op::add:
      return a + b;
    case Op::sub:
      return a - b;
    case Op::mul:
      return a * b;
    case Op::udiv:
      return z3::udiv(a, b);
    case Op::urem:
      return z3::urem(a, b);
    case Op::sdiv:
      return a / b;
    case Op::srem:
      return z3::srem(a, b);
    case Op::shl:
      return z3::shl(a, b);
    case Op::lshr:
      return z3::lshr(a, b);
    case Op::ashr:
      return z3::ashr(a, b);
    case Op::concat:
      return z3::concat(a, b);
    default:
      return logic(op, a.is_bool(), a, b);
  }
}

z3::expr unary(Term t, const z3::expr& a) {
  const unsigned from = t.arg(0).width();
  switch (t.op()) {
    case Op::not_:
      return a.is_bool() ? !a : ~a;
    case Op::neg:
      return -a;
    case Op::extract:
      return a.extract(t.low_bit() + t.width() - 1, t.low_bit());
    case Op::zext:
      return z3::zext(a, t.width() - from);
    default:
      return z3::sext(a, t.width() - from);
  }
}

}  // namespace

std::vector<z3::expr> encode(z3::context& context, std::span<const Term> roots) {
  const Walk walk(roots);
  std::vector<z3::expr> made;
  made.reserve(walk.nodes.size());
  for (std::size_t i = 0; i < walk.nodes.size(); ++i) {
    const Term t = walk.nodes[i];
    const auto arg = [&](unsigned k) -> const z3::expr& { return made[walk.args[i][k]]; };
    switch (t.args().size()) {
      case 0:
        made.push_back(leaf(context, t));
        break;
      case 1:
        made.push_back(unary(t, arg(0)));
        break;
      case 2:
        made.push_back(binary(t.op(), arg(0), arg(1)));
        break;
      default:
        made.push_back(z3::ite(arg(0), arg(1), arg(2)));
    }
  }
  std::vector<z3::expr> wanted;
  for (std::uint32_t place : walk.roots) wanted.push_back(made[place]);
  return wanted;
}

}  // namespace pfncheck
