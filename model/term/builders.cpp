// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/term/node.hpp"
#include "model/term/operation.hpp"
#include "model/term/term.hpp"

namespace pfncheck {
namespace {

Term unary(Op op, Term a, unsigned width = 0, unsigned low_bit = 0) {
  return a.pool().make(op, std::span(&a, 1), width, low_bit);
}

Term binary(Op op, Term a, Term b) {
  const std::array<Term, 2> args{a, b};
  return a.pool().make(op, args);
}

}  // namespace

Term operator!(Term a) {
  return unary(Op::not_, a);
}
Term operator~(Term a) {
  return unary(Op::not_, a);
}
Term operator&(Term a, Term b) {
  return binary(Op::and_, a, b);
}
Term operator|(Term a, Term b) {
  return binary(Op::or_, a, b);
}
Term operator^(Term a, Term b) {
  return binary(Op::xor_, a, b);
}
Term operator+(Term a, Term b) {
  return binary(Op::add, a, b);
}
Term operator-(Term a, Term b) {
  return binary(Op::sub, a, b);
}
Term operator*(Term a, Term b) {
  return binary(Op::mul, a, b);
}
Term neg(Term a) {
  return unary(Op::neg, a);
}
Term udiv(Term a, Term b) {
  return binary(Op::udiv, a, b);
}
Term urem(Term a, Term b) {
  return binary(Op::urem, a, b);
}
Term sdiv(Term a, Term b) {
  return binary(Op::sdiv, a, b);
}
Term srem(Term a, Term b) {
  return binary(Op::srem, a, b);
}
Term shl(Term a, Term b) {
  return binary(Op::shl, a, b);
}
Term lshr(Term a, Term b) {
  return binary(Op::lshr, a, b);
}
Term ashr(Term a, Term b) {
  return binary(Op::ashr, a, b);
}
Term eq(Term a, Term b) {
  return binary(Op::eq, a, b);
}
Term ne(Term a, Term b) {
  return !eq(a, b);
}
Term ult(Term a, Term b) {
  return binary(Op::ult, a, b);
}
Term ule(Term a, Term b) {
  return binary(Op::ule, a, b);
}
Term ugt(Term a, Term b) {
  return ult(b, a);
}
Term uge(Term a, Term b) {
  return ule(b, a);
}
Term slt(Term a, Term b) {
  return binary(Op::slt, a, b);
}
Term sle(Term a, Term b) {
  return binary(Op::sle, a, b);
}
Term implies(Term a, Term b) {
  return (!a) | b;
}

Term ite(Term c, Term t, Term e) {
  const std::array<Term, 3> args{c, t, e};
  return c.pool().make(Op::ite, args);
}

Term concat(Term high, Term low) {
  return binary(Op::concat, high, low);
}
Term extract(Term a, unsigned low_bit, unsigned width) {
  return unary(Op::extract, a, width, low_bit);
}

Term zext(Term a, unsigned width) {
  if (width == a.width()) return a;
  if (a.is_bool()) return ite(a, a.pool().constant(width, 1), a.pool().constant(width, 0));
  return unary(Op::zext, a, width);
}

Term sext(Term a, unsigned width) {
  if (width == a.width()) return a;
  if (a.is_bool()) return ite(a, a.pool().constant(width, mask_of(width)), a.pool().constant(width, 0));
  return unary(Op::sext, a, width);
}

Term resize(Term a, unsigned width) {
  if (width == 0) broken_term("resize: to bool is to_bool's work");
  return width < a.width() ? extract(a, 0, width) : zext(a, width);
}

Term to_bool(Term a) {
  return a.is_bool() ? a : ne(a, a.pool().constant(a.width(), 0));
}
Term bit_of(Term boolean) {
  return zext(boolean, 1);
}

Term all_of(Pool& pool, std::span<const Term> terms) {
  Term all = pool.boolean(true);
  for (Term term : terms) all = all & term;
  return all;
}

Term any_of(Pool& pool, std::span<const Term> terms) {
  Term any = pool.boolean(false);
  for (Term term : terms) any = any | term;
  return any;
}

}  // namespace pfncheck
