// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/numbers.hpp"

#include <llvm/IR/Instruction.h>

namespace pfncheck::lifting {

using llvm::Instruction;

std::optional<std::uint64_t> binary(unsigned opcode, std::uint64_t a, std::uint64_t b, unsigned bits) {
  const bool is_division = opcode == Instruction::UDiv || opcode == Instruction::SDiv ||
                           opcode == Instruction::URem || opcode == Instruction::SRem;
  if (is_division && b == 0) return std::nullopt;
  if (Instruction::isShift(opcode) && b >= bits) return std::nullopt;
  const std::int64_t x = as_signed(a, bits), y = as_signed(b, bits);
  if (is_division && y == -1 && (opcode == Instruction::SDiv || opcode == Instruction::SRem))
    return cut(opcode == Instruction::SDiv ? 0 - a : 0, bits);
  switch (opcode) {
    case Instruction::Add:
      return cut(a + b, bits);
    case Instruction::Sub:
      return cut(a - b, bits);
    case Instruction::Mul:
      return cut(a * b, bits);
    case Instruction::UDiv:
      return cut(a / b, bits);
    case Instruction::URem:
      return cut(a % b, bits);
    case Instruction::SDiv:
      return cut(static_cast<std::uint64_t>(x / y), bits);
    case Instruction::SRem:
      return cut(static_cast<std::uint64_t>(x % y), bits);
    case Instruction::And:
      return cut(a & b, bits);
    case Instruction::Or:
      return cut(a | b, bits);
    case Instruction::Xor:
      return cut(a ^ b, bits);
    case Instruction::Shl:
      return cut(a << b, bits);
    case Instruction::LShr:
      return cut(a >> b, bits);
    case Instruction::AShr:
      return cut(static_cast<std::uint64_t>(x >> b), bits);
    default:
      return std::nullopt;
  }
}

}  // namespace pfncheck::lifting
