// SPDX-License-Identifier: GPL-2.0-or-later
// Integer operations. Flags (nuw, nsw, disjoint ...) are ignored: the kernel is built with wrapping
// arithmetic, and the passes add them only where they hold.
#include <fmt/format.h>

#include "lift/exec/executor.hpp"
#include "lift/exec/operators.hpp"

namespace pfncheck::lifting {

using llvm::Instruction;

Value Executor::binary(unsigned opcode, const Value& a, const Value& b, llvm::Type* type) {
  const unsigned width = width_of(type);
  const Term x = integer(a), y = integer(b);
  if (width == 0) {  // one bit: addition is exclusive or, multiplication is and
    switch (opcode) {
      case Instruction::Add:
      case Instruction::Sub:
      case Instruction::Xor:
        return Value::integer(x ^ y);
      case Instruction::Mul:
      case Instruction::And:
        return Value::integer(x & y);
      case Instruction::Or:
        return Value::integer(x | y);
      default:
        return Value::integer(bit(arithmetic(opcode, bit_of(x), bit_of(y))));
    }
  }
  if (opcode == Instruction::Sub)
    if (const Term distance = objects_.difference(x, y); !distance.empty()) return Value::integer(distance);
  return Value::integer(arithmetic(opcode, x, y));
}

Term Executor::arithmetic(unsigned opcode, Term a, Term b) {
  if (const Term term = total_operation(opcode, a, b); !term.empty()) return term;
  switch (opcode) {
    case Instruction::UDiv:
      return udiv(a, b);
    case Instruction::SDiv:
      return sdiv(a, b);
    case Instruction::URem:
      return urem(a, b);
    case Instruction::SRem:
      return srem(a, b);
    case Instruction::Shl:
    case Instruction::LShr:
    case Instruction::AShr:
      return shift(opcode, a, b);
    default:
      throw NotLifted(fmt::format("the operation {}", Instruction::getOpcodeName(opcode)));
  }
}

/// A shift by the width or more gives no particular value in C.
Term Executor::shift(unsigned opcode, Term a, Term b) {
  const Term plain = shifted(opcode, a, b);
  if (upper_bound(b) < a.width()) return plain;
  const Term fits = ult(b, pool_.constant(b.width(), a.width()));
  if (fits.is_true()) return plain;
  // A name by the operands: the same shift gives the same unknown, whatever was executed before.
  Term variable;
  const Term unknown = environment_.apply(fmt::format("oversize {}", Instruction::getOpcodeName(opcode)),
                                          {a, b}, a.width(), &variable);
  approximate(ApproximationKind::unknown, variable, "a shift by the width or more", "oversize shift", {a, b});
  return ite(fits, plain, unknown);
}

Value Executor::evaluate_cast(const Value& value, unsigned opcode, llvm::Type* from, llvm::Type* to) {
  if (opcode == Instruction::PtrToInt) return Value::integer(resize(objects_.address(value), width_of(to)));
  if (opcode == Instruction::IntToPtr) {
    const Term address = integer(value);
    return objects_.from_address(address.is_bool() ? zext(address, objects_.pointer_bits()) : address);
  }
  if (from->isPointerTy() && to->isPointerTy()) return value;
  if (opcode == Instruction::BitCast && from == to) return value;
  const unsigned width = width_of(to);
  width_of(from);
  const Term term = integer(value);
  switch (opcode) {
    case Instruction::Trunc:
      return Value::integer(width == 0 ? bit(term) : extract(term, 0, width));
    case Instruction::ZExt:
      return Value::integer(zext(term, width));
    case Instruction::SExt:
      return Value::integer(term.is_bool() ? sext(bit_of(term), width) : sext(term, width));
    case Instruction::BitCast:
      return value;
    default:
      throw NotLifted(fmt::format("the conversion {}", Instruction::getOpcodeName(opcode)));
  }
}

Term Executor::compare_integers(llvm::CmpInst::Predicate predicate, Term a, Term b) const {
  const Term term = compared(predicate, a, b);
  if (term.empty()) throw NotLifted("a comparison of floating point numbers");
  return term;
}

Value Executor::compare(const llvm::CmpInst& comparison, const Value& a, const Value& b) {
  using Compare = llvm::CmpInst;
  const Compare::Predicate predicate = comparison.getPredicate();
  if (a.is_aggregate() || b.is_aggregate()) throw NotLifted("a vector");
  // IS_ERR() compares numbers.
  const bool asks_for_error =
      comparison.isUnsigned() && ((a.is_integer() && objects_.is_error_pointer(a.term())) ||
                                  (b.is_integer() && objects_.is_error_pointer(b.term())));
  if (a.is_pointer() || b.is_pointer() || asks_for_error) {
    const Value x = pointer(a), y = pointer(b);
    switch (predicate) {
      case Compare::ICMP_EQ:
        return Value::integer(objects_.equal(x, y));
      case Compare::ICMP_NE:
        return Value::integer(!objects_.equal(x, y));
      case Compare::ICMP_ULT:
        return Value::integer(objects_.below(x, y, false));
      case Compare::ICMP_ULE:
        return Value::integer(objects_.below(x, y, true));
      case Compare::ICMP_UGT:
        return Value::integer(objects_.below(y, x, false));
      case Compare::ICMP_UGE:
        return Value::integer(objects_.below(y, x, true));
      default:
        return Value::integer(compare_integers(predicate, objects_.address(x), objects_.address(y)));
    }
  }
  Term x = integer(a), y = integer(b);
  if (x.is_bool() && predicate != Compare::ICMP_EQ && predicate != Compare::ICMP_NE) {
    x = bit_of(x);
    y = bit_of(y);
  }
  return Value::integer(compare_integers(predicate, x, y));
}

}  // namespace pfncheck::lifting
