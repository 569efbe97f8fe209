// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/exec/operators.hpp"

namespace pfncheck::lifting {

using llvm::Instruction;

Term shifted(unsigned opcode, Term a, Term b) {
  return opcode == Instruction::Shl ? shl(a, b) : opcode == Instruction::LShr ? lshr(a, b) : ashr(a, b);
}

Term total_operation(unsigned opcode, Term a, Term b) {
  switch (opcode) {
    case Instruction::Add:
      return a + b;
    case Instruction::Sub:
      return a - b;
    case Instruction::Mul:
      return a * b;
    case Instruction::And:
      return a & b;
    case Instruction::Or:
      return a | b;
    case Instruction::Xor:
      return a ^ b;
    default:
      return Term();
  }
}

Term compared(llvm::CmpInst::Predicate predicate, Term a, Term b) {
  using Compare = llvm::CmpInst;
  switch (predicate) {
    case Compare::ICMP_EQ:
      return eq(a, b);
    case Compare::ICMP_NE:
      return ne(a, b);
    case Compare::ICMP_ULT:
      return ult(a, b);
    case Compare::ICMP_ULE:
      return ule(a, b);
    case Compare::ICMP_UGT:
      return ugt(a, b);
    case Compare::ICMP_UGE:
      return uge(a, b);
    case Compare::ICMP_SLT:
      return slt(a, b);
    case Compare::ICMP_SLE:
      return sle(a, b);
    case Compare::ICMP_SGT:
      return slt(b, a);
    case Compare::ICMP_SGE:
      return sle(b, a);
    default:
      return Term();
  }
}

}  // namespace pfncheck::lifting
