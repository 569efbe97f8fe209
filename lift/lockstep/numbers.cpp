// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/numbers.hpp"

#include <llvm/IR/Instruction.h>
#include <llvm/IR/IntrinsicInst.h>

#include <algorithm>

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

bool is_arithmetic(const llvm::IntrinsicInst& call) {
  const auto of_numbers = [](const llvm::Type* type) { return type->isIntegerTy() || type->isStructTy(); };
  return of_numbers(call.getType()) && call.arg_size() != 0 &&
         std::ranges::all_of(call.args(), [](const llvm::Use& use) { return use->getType()->isIntegerTy(); });
}

namespace {

std::vector<std::uint64_t> with_overflow(const llvm::WithOverflowInst& sum, const llvm::APInt& a,
                                         const llvm::APInt& b) {
  bool passed = false;
  const auto result = [&] {
    switch (sum.getBinaryOp()) {
      case Instruction::Add:
        return sum.isSigned() ? a.sadd_ov(b, passed) : a.uadd_ov(b, passed);
      case Instruction::Sub:
        return sum.isSigned() ? a.ssub_ov(b, passed) : a.usub_ov(b, passed);
      default:
        return sum.isSigned() ? a.smul_ov(b, passed) : a.umul_ov(b, passed);
    }
  };
  const std::uint64_t low = result().getZExtValue();
  return {low, passed ? 1U : 0U};
}

/// The high half of two numbers side by side, shifted to the left; or the low one, to the right.
llvm::APInt funnel(const llvm::APInt& high, const llvm::APInt& low, std::uint64_t by, bool left) {
  const unsigned bits = high.getBitWidth(), places = static_cast<unsigned>(by % bits);
  const llvm::APInt both = high.concat(low);
  return (left ? both.shl(places).lshr(bits) : both.lshr(places)).trunc(bits);
}

}  // namespace

std::optional<std::vector<std::uint64_t>> intrinsic_result(const llvm::IntrinsicInst& call,
                                                           const std::vector<std::uint64_t>& arguments) {
  const unsigned bits = call.getArgOperand(0)->getType()->getIntegerBitWidth();
  if (bits > 64) return std::nullopt;
  const auto n = [&](std::size_t k) { return llvm::APInt(bits, arguments.at(k)); };
  if (const auto* sum = llvm::dyn_cast<llvm::WithOverflowInst>(&call)) return with_overflow(*sum, n(0), n(1));
  if (!call.getType()->isIntegerTy(bits)) return std::nullopt;
  const auto one = [](const llvm::APInt& number) { return std::vector{number.getZExtValue()}; };
  switch (call.getIntrinsicID()) {
    case llvm::Intrinsic::umin:
      return one(llvm::APIntOps::umin(n(0), n(1)));
    case llvm::Intrinsic::umax:
      return one(llvm::APIntOps::umax(n(0), n(1)));
    case llvm::Intrinsic::smin:
      return one(llvm::APIntOps::smin(n(0), n(1)));
    case llvm::Intrinsic::smax:
      return one(llvm::APIntOps::smax(n(0), n(1)));
    case llvm::Intrinsic::abs:
      return one(n(0).abs());
    case llvm::Intrinsic::ctpop:
      return std::vector<std::uint64_t>{n(0).popcount()};
    case llvm::Intrinsic::ctlz:
      return std::vector<std::uint64_t>{n(0).countl_zero()};
    case llvm::Intrinsic::cttz:
      return std::vector<std::uint64_t>{n(0).countr_zero()};
    case llvm::Intrinsic::bswap:
      return one(n(0).byteSwap());
    case llvm::Intrinsic::bitreverse:
      return one(n(0).reverseBits());
    case llvm::Intrinsic::usub_sat:
      return one(n(0).usub_sat(n(1)));
    case llvm::Intrinsic::uadd_sat:
      return one(n(0).uadd_sat(n(1)));
    case llvm::Intrinsic::ssub_sat:
      return one(n(0).ssub_sat(n(1)));
    case llvm::Intrinsic::sadd_sat:
      return one(n(0).sadd_sat(n(1)));
    case llvm::Intrinsic::fshl:
    case llvm::Intrinsic::fshr:
      return one(funnel(n(0), n(1), arguments.at(2), call.getIntrinsicID() == llvm::Intrinsic::fshl));
    default:
      return std::nullopt;
  }
}

}  // namespace pfncheck::lifting
