// SPDX-License-Identifier: GPL-2.0-or-later
// Inline assembly: what it is known to do (traps, warnings, boot constants), else unknowns that are named by
// text, constraints, operands and order of execution.
#include <fmt/format.h>
#include <llvm/Support/SHA256.h>

#include <tuple>

#include "lift/exec/constant_text.hpp"
#include "lift/exec/executor.hpp"

namespace pfncheck::lifting {

namespace {

constexpr std::string_view bug_table = "__bug_table";

std::string short_digest(const std::string& text) {
  llvm::SHA256 hash;
  hash.update(text);
  const auto bytes = hash.final();
  std::string out;
  for (unsigned i = 0; i < 6; ++i) out += fmt::format("{:02x}", bytes[i]);
  return out;
}

/// For people: the text on one line and cut.
std::string one_line(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != '\n' && c != '\t' && c != ' ') {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out.size() > 60 ? out.substr(0, 57) + "..." : out;
}

/// Text of a trap that a register decides: powerpc tdnei and twnei with operand 0, mips tne against register
/// 0.
bool is_conditional_trap(const std::string& text) {
  return text.find("tdnei") != std::string::npos || text.find("twnei") != std::string::npos ||
         text.find("tlnei") != std::string::npos || text.find("tne ") != std::string::npos ||
         text.find("tne\t") != std::string::npos;
}

bool clobbers_memory(const llvm::InlineAsm& code) {
  return code.getConstraintString().find("~{memory}") != std::string::npos;
}

bool ends_in_unreachable(const llvm::Instruction& i) {
  return llvm::isa<llvm::UnreachableInst>(i.getParent()->getTerminator());
}

}  // namespace

struct AsmOperands {
  std::vector<Term> inputs;                                   ///< values that it reads
  std::vector<std::pair<Value, llvm::Type*>> memory_outputs;  ///< "=*m"
  std::vector<Value> pointers;                                ///< addresses in registers
  std::string names;                                          ///< of constants that are addresses
  Term last_register;  ///< the last integer operand that is no constant
};

Value Executor::inline_asm(Frame& frame, State& state, const llvm::CallBase& call) {
  const auto* code = llvm::cast<llvm::InlineAsm>(call.getCalledOperand());
  const std::string text = assembly_without_counters(code->getAsmString());
  const AsmOperands operands = asm_operands(frame, state, call);
  const bool report = text.find(bug_table) != std::string::npos;
  if (is_conditional_trap(text) && !operands.last_register.empty() && call.getType()->isVoidTy()) {
    const Term trapped = to_bool(operands.last_register);
    State trapping = state;
    std::tie(trapping.path, state.path) = state.path.fork(trapped);
    effect(trapping, "trap", {});
    return Value();
  }
  if (report && has_trap(text) && call.getType()->isVoidTy()) {
    // Line number and file name are operands, and no part of the meaning. What does not come back is a trap.
    if (!ends_in_unreachable(call)) effect(state, "warn", {});
    return Value();
  }
  if (const AsmStandIn* row = find_asm_stand_in(text)) {
    if (row->kind == StandInKind::nothing) return zero(call.getType());
    if (row->kind == StandInKind::thead_memory_type) return thead_memory_type(operands);
    if (row->kind == StandInKind::riscv_memory_type)
      return riscv_memory_type(operands, width_of(call.getType()));
    return fresh(call.getType(), std::string(row->name), operands.inputs, ApproximationKind::stand_in,
                 brief_call(std::string(row->name), operands.inputs));
  }
  // Marks for objtool are in sections that the linker drops; tools/objtool.
  const bool is_mark = text.find(".discard.") != std::string::npos;
  if (code->hasSideEffects() && !is_mark)
    effect(state, std::string(unknown_assembly) + short_digest(text + "\n" + code->getConstraintString()),
           operands.inputs, text.empty() || (operands.memory_outputs.empty() && !clobbers_memory(*code)));
  return unknown_asm(state, call, text, operands);
}

AsmOperands Executor::asm_operands(Frame& frame, State& state, const llvm::CallBase& call) {
  AsmOperands out;
  const auto* code = llvm::cast<llvm::InlineAsm>(call.getCalledOperand());
  unsigned at = 0;
  for (const llvm::InlineAsm::ConstraintInfo& constraint : code->ParseConstraints()) {
    const bool takes_argument = constraint.Type == llvm::InlineAsm::isInput ||
                                (constraint.Type == llvm::InlineAsm::isOutput && constraint.isIndirect);
    if (!takes_argument) continue;
    const unsigned index = at++;
    const Value value = operand(frame, state, call.getArgOperand(index));
    if (constraint.isIndirect) {
      llvm::Type* type = call.getParamElementType(index);
      if (constraint.Type == llvm::InlineAsm::isOutput) {
        out.memory_outputs.emplace_back(pointer(value), type);
      } else if (type != nullptr && (type->isIntegerTy() || type->isPointerTy())) {
        out.inputs.push_back(integer(load(state, pointer(value), type)));
      } else {
        out.inputs.push_back(objects_.address(pointer(value)));
      }
      continue;
    }
    if (value.is_pointer()) {
      out.pointers.push_back(value);
      const Choice& c = value.choices().front();
      const bool text = c.object->name.starts_with(".str") || c.object->name.starts_with("__func__");
      if (!text) out.inputs.push_back(objects_.address(value));
      continue;
    }
    if (value.is_aggregate()) throw NotLifted("inline assembly with an aggregate operand");
    out.inputs.push_back(value.term());
    if (!llvm::isa<llvm::Constant>(call.getArgOperand(index)) || constraint.Codes.empty() ||
        constraint.Codes[0] == "r")
      out.last_register = value.term();
  }
  return out;
}

/// One bit that is chosen at boot.
Term Executor::chip_has(const std::string& what) {
  const Term variable = environment_.apply(what, {}, 0);
  approximate(ApproximationKind::stand_in, variable, what, what, {});
  return variable;
}

/// arch/riscv/include/asm/errata_list.h, ALT_SVPBMT: the bits of a memory type, which depend on the chip.
/// Operands: Svpbmt's above a shift, T-Head's above another, the shifts. Later alternatives win; no chip has
/// both.
Value Executor::riscv_memory_type(const AsmOperands& operands, unsigned width) {
  if (operands.inputs.size() != 4) throw NotLifted("the choice of a memory type with other operands");
  const auto bits = [&](unsigned i) {
    return shl(resize(operands.inputs[i], width), resize(operands.inputs[i + 2], width));
  };
  return Value::integer(ite(chip_has("T-Head memory types"), bits(1),
                            ite(chip_has("Svpbmt"), bits(0), pool_.constant(width, 0))));
}

/// arch/riscv/include/asm/errata_list.h, ALT_THEAD_PMA: unless the entry has a memory type, T-Head's chips
/// want theirs. Operands: mask and type above `shift`, shift, protection bits.
Value Executor::thead_memory_type(const AsmOperands& operands) {
  if (operands.inputs.size() != 4) throw NotLifted("the T-Head alternative with other operands than known");
  const Term bits = operands.inputs[3];
  const auto high = [&](unsigned i) {
    return shl(resize(operands.inputs[i], bits.width()), resize(operands.inputs[2], bits.width()));
  };
  const Term variable = chip_has("T-Head memory types");
  const Term untyped = eq(bits & high(0), pool_.constant(bits.width(), 0));
  return Value::integer(ite(variable & untyped, bits | high(1), bits));
}

Value Executor::unknown_asm(State& state, const llvm::CallBase& call, const std::string& text,
                            const AsmOperands& operands) {
  const auto* code = llvm::cast<llvm::InlineAsm>(call.getCalledOperand());
  std::string label = "asm " + short_digest(text + "\n" + code->getConstraintString());
  if (code->hasSideEffects()) {
    std::string key = label;
    for (const Term& t : operands.inputs) key += "," + brief(t);
    if (const unsigned times = ordinal(state, key); times != 1) label += fmt::format("#{}", times);
  }
  const std::string what = "inline assembly: " + one_line(text);
  unsigned written = 0;
  for (const auto& [place, type] : operands.memory_outputs) {
    if (type == nullptr) throw NotLifted("inline assembly that writes memory of unknown type");
    store(state, place,
          fresh(type, fmt::format("{} memory {}", label, written++), operands.inputs,
                ApproximationKind::unknown, what),
          type);
  }
  if (clobbers_memory(*code))
    for (const Value& p : operands.pointers) forget(state, p, label);
  if (call.getType()->isVoidTy()) return Value();
  return fresh(call.getType(), label, operands.inputs, ApproximationKind::unknown, what);
}

/// asm goto: a trap that a register decides goes to its label; anything else is an unknown choice.
void Executor::branch_asm_goto(Frame& frame, const llvm::CallBrInst& end, State state) {
  const llvm::BasicBlock& here = *end.getParent();
  if (!end.isInlineAsm()) throw NotLifted("a call with several successors");
  const std::string text =
      assembly_without_counters(llvm::cast<llvm::InlineAsm>(end.getCalledOperand())->getAsmString());
  const AsmOperands operands = asm_operands(frame, state, end);
  const bool report = text.find(bug_table) != std::string::npos;
  if (report && end.getNumIndirectDests() == 1) {
    // A WARN: the label is where it goes on afterwards.
    const bool conditional = is_conditional_trap(text) && !operands.last_register.empty();
    const Term warns = conditional ? to_bool(operands.last_register) : yes(true);
    State warned = state;
    std::tie(warned.path, state.path) = state.path.fork(warns);
    effect(warned, "warn", {});
    leave(frame, here, *end.getIndirectDest(0), std::move(warned));
    leave(frame, here, *end.getDefaultDest(), std::move(state));
    return;
  }
  const Value value = unknown_asm(state, end, text, operands);
  set(frame, state, end, value);
  std::string label = "asm goto " + short_digest(text);
  std::string key = label;
  for (const Term& t : operands.inputs) key += "," + brief(t);
  if (const unsigned times = ordinal(state, key); times != 1) label += fmt::format("#{}", times);
  for (unsigned i = 0; i < end.getNumIndirectDests(); ++i) {
    Term variable;
    const Term taken =
        environment_.apply(fmt::format("{} label {}", label, i), operands.inputs, 0, &variable);
    approximate(ApproximationKind::unknown, variable, "inline assembly: " + one_line(text), label,
                operands.inputs);
    State jumped = state;
    std::tie(jumped.path, state.path) = state.path.fork(taken);
    leave(frame, here, *end.getIndirectDest(i), std::move(jumped));
  }
  leave(frame, here, *end.getDefaultDest(), std::move(state));
}

}  // namespace pfncheck::lifting
