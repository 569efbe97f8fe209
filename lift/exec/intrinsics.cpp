// SPDX-License-Identifier: GPL-2.0-or-later
// LLVM's own functions.
#include <fmt/format.h>
#include <llvm/IR/Intrinsics.h>

#include "lift/exec/executor.hpp"

namespace pfncheck::lifting {

using llvm::Intrinsic::ID;
namespace Intrinsic = llvm::Intrinsic;

Value Executor::intrinsic(Frame&, State& state, const llvm::IntrinsicInst& call,
                          const std::vector<Value>& arguments) {
  switch (call.getIntrinsicID()) {
    case Intrinsic::lifetime_start:
    case Intrinsic::lifetime_end:
    case Intrinsic::assume:
    case Intrinsic::donothing:
    case Intrinsic::dbg_declare:
    case Intrinsic::dbg_value:
    case Intrinsic::dbg_label:
    case Intrinsic::prefetch:
    case Intrinsic::experimental_noalias_scope_decl:
    case Intrinsic::invariant_end:
    case Intrinsic::sideeffect:
      return Value();
    case Intrinsic::expect:
    case Intrinsic::expect_with_probability:
    case Intrinsic::annotation:
    case Intrinsic::ssa_copy:
    case Intrinsic::launder_invariant_group:
    case Intrinsic::strip_invariant_group:
    case Intrinsic::ptr_annotation:
    case Intrinsic::threadlocal_address:
      return arguments.at(0);
    case Intrinsic::is_constant:
      // True exactly for what folding shows to be constant: the same answer as the passes would give.
      return Value::integer(yes(arguments.at(0).is_integer() && arguments.at(0).term().is_const()));
    case Intrinsic::objectsize:  // not known: all ones, or 0 for a minimum
      return Value::integer(
          pool_.constant(width_of(call.getType()), integer(arguments.at(1)).is_true() ? 0 : ~0ull));
    case Intrinsic::trap:
    case Intrinsic::ubsantrap:
      effect(state, "trap", {});
      state.path = state.path.with(yes(false));
      return Value();
    case Intrinsic::returnaddress:
    case Intrinsic::frameaddress:
    case Intrinsic::addressofreturnaddress:
    case Intrinsic::stacksave:
      return fresh(call.getType(), call.getCalledFunction()->getName().str(), {}, ApproximationKind::unknown,
                   "an address of the stack");
    case Intrinsic::stackrestore:
      return Value();
    case Intrinsic::ptrmask: {
      const Term mask = integer(arguments.at(1));
      return objects_.from_address(objects_.address(arguments.at(0)) & resize(mask, objects_.pointer_bits()));
    }
    case Intrinsic::memcpy:
    case Intrinsic::memmove:
    case Intrinsic::memset:
    case Intrinsic::memcpy_inline:
      return intrinsic_memory(state, call, arguments);
    case Intrinsic::read_register:
    case Intrinsic::read_volatile_register: {
      const unsigned times = ordinal(state, "read register");
      return fresh(call.getType(), fmt::format("register read#{}", times), {}, ApproximationKind::unknown,
                   "a register of the processor");
    }
    default:
      return intrinsic_bits(call, arguments);
  }
}

Value Executor::intrinsic_memory(State& state, const llvm::IntrinsicInst& call,
                                 const std::vector<Value>& arguments) {
  const Value to = followed(state, arguments.at(0));
  const Term size = integer(arguments.at(2));
  if (!size.is_const()) throw NotLifted("a copy of a size that is not constant");
  if (size.value() > 65536) throw NotLifted("a copy of more than 64 kB");
  if (size.value() == 0) return Value();
  note_reach(state, to, size.value());
  const bool is_fill = call.getIntrinsicID() == Intrinsic::memset;
  if (is_fill)
    note_write(state, to, "fill", {arguments.at(1), arguments.at(2)});
  else
    note_write(state, to, "copy to", {});
  if (is_fill) {
    memory_.fill(state.memory, to, integer(arguments.at(1)), size.value());
  } else {
    const Value from = followed(state, arguments.at(1));
    note_reach(state, from, size.value());
    memory_.copy(state.memory, to, from, size.value());
  }
  return Value();
}

namespace {

Term byte_swap(Term t) {
  Term out = extract(t, 0, 8);
  for (unsigned at = 8; at < t.width(); at += 8) out = concat(out, extract(t, at, 8));
  return out;
}

Term bit_reverse(Term t) {
  Term out = extract(t, 0, 1);
  for (unsigned at = 1; at < t.width(); ++at) out = concat(out, extract(t, at, 1));
  return out;
}

Term population(Term t) {
  Pool& pool = t.pool();
  Term out = pool.constant(t.width(), 0);
  for (unsigned at = 0; at < t.width(); ++at)
    out = out + (t.width() == 1 ? t : zext(extract(t, at, 1), t.width()));
  return out;
}

/// Zeros below the lowest set bit, from the top down if `leading`.
Term zeros(Term t, bool leading) {
  Pool& pool = t.pool();
  const unsigned width = t.width();
  Term out = pool.constant(width, width);
  for (unsigned i = width; i-- > 0;) {
    const unsigned at = leading ? width - 1 - i : i;
    out = ite(eq(extract(t, at, 1), pool.constant(1, 1)), pool.constant(width, i), out);
  }
  return out;
}

Term funnel(Term high, Term low, Term amount, bool left) {
  Pool& pool = high.pool();
  const unsigned width = high.width();
  const Term w = pool.constant(width, width), by = urem(amount, w), none = pool.constant(width, 0);
  const Term shifted = left ? shl(high, by) | lshr(low, w - by) : lshr(low, by) | shl(high, w - by);
  return ite(eq(by, none), left ? high : low, shifted);
}

}  // namespace

Value Executor::intrinsic_bits(const llvm::IntrinsicInst& call, const std::vector<Value>& arguments) {
  const auto n = [&](unsigned i) {
    const Term t = integer(arguments.at(i));
    return t.is_bool() ? bit_of(t) : t;
  };
  const auto give = [&](Term t) { return Value::integer(call.getType()->isIntegerTy(1) ? bit(t) : t); };
  if (!call.getType()->isIntegerTy() && !call.getType()->isStructTy())
    throw NotLifted("the function " + call.getCalledFunction()->getName().str());
  switch (call.getIntrinsicID()) {
    case Intrinsic::umin:
      return give(ite(ult(n(0), n(1)), n(0), n(1)));
    case Intrinsic::umax:
      return give(ite(ult(n(0), n(1)), n(1), n(0)));
    case Intrinsic::smin:
      return give(ite(slt(n(0), n(1)), n(0), n(1)));
    case Intrinsic::smax:
      return give(ite(slt(n(0), n(1)), n(1), n(0)));
    case Intrinsic::abs:
      return give(ite(slt(n(0), pool_.constant(n(0).width(), 0)), neg(n(0)), n(0)));
    case Intrinsic::bswap:
      return give(byte_swap(n(0)));
    case Intrinsic::bitreverse:
      return give(bit_reverse(n(0)));
    case Intrinsic::ctpop:
      return give(population(n(0)));
    case Intrinsic::ctlz:
      return give(zeros(n(0), true));
    case Intrinsic::cttz:
      return give(zeros(n(0), false));
    case Intrinsic::fshl:
      return give(funnel(n(0), n(1), n(2), true));
    case Intrinsic::fshr:
      return give(funnel(n(0), n(1), n(2), false));
    case Intrinsic::uadd_sat:
      return give(ite(ult(n(0) + n(1), n(0)), pool_.constant(n(0).width(), ~0ull), n(0) + n(1)));
    case Intrinsic::usub_sat:
      return give(ite(ult(n(0), n(1)), pool_.constant(n(0).width(), 0), n(0) - n(1)));
    case Intrinsic::ucmp:
    case Intrinsic::scmp: {
      const bool sign = call.getIntrinsicID() == Intrinsic::scmp;
      const unsigned w = width_of(call.getType());
      const Term less = sign ? slt(n(0), n(1)) : ult(n(0), n(1));
      return give(ite(less, pool_.constant(w, ~0ull),
                      ite(eq(n(0), n(1)), pool_.constant(w, 0), pool_.constant(w, 1))));
    }
    case Intrinsic::uadd_with_overflow:
    case Intrinsic::sadd_with_overflow:
    case Intrinsic::usub_with_overflow:
    case Intrinsic::ssub_with_overflow:
    case Intrinsic::umul_with_overflow:
    case Intrinsic::smul_with_overflow:
      return overflow(call, n(0), n(1));
    default:
      throw NotLifted("the function " + call.getCalledFunction()->getName().str());
  }
}

Value Executor::overflow(const llvm::IntrinsicInst& call, Term a, Term b) {
  const unsigned width = a.width();
  const Term none = pool_.constant(width, 0);
  const auto negative = [&](Term t) { return slt(t, none); };
  Term value, over;
  switch (call.getIntrinsicID()) {
    case Intrinsic::uadd_with_overflow:
      value = a + b;
      over = ult(value, a);
      break;
    case Intrinsic::usub_with_overflow:
      value = a - b;
      over = ult(a, b);
      break;
    case Intrinsic::sadd_with_overflow:
      value = a + b;
      over = ~(negative(a) ^ negative(b)) & (negative(a) ^ negative(value));
      break;
    case Intrinsic::ssub_with_overflow:
      value = a - b;
      over = (negative(a) ^ negative(b)) & (negative(a) ^ negative(value));
      break;
    case Intrinsic::umul_with_overflow:
      value = a * b;
      over = ne(a, none) & ne(udiv(value, a), b);
      break;
    default: {
      value = a * b;
      const Term least = pool_.constant(width, std::uint64_t{1} << (width - 1));
      const Term all = pool_.constant(width, ~0ull);
      const Term extreme = (eq(a, all) & eq(b, least)) | (eq(b, all) & eq(a, least));
      over = ne(a, none) & (extreme | ne(sdiv(value, a), b));
      break;
    }
  }
  return Value::aggregate({Value::integer(value), Value::integer(over)});
}

}  // namespace pfncheck::lifting
