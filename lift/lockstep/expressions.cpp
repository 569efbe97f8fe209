// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/expressions.hpp"

#include <fmt/format.h>
#include <llvm/IR/GetElementPtrTypeIterator.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/IntrinsicInst.h>

#include <algorithm>

#include "lift/exec/call_places.hpp"
#include "lift/exec/constant_text.hpp"
#include "lift/exec/operators.hpp"
#include "lift/exec/unset_locals.hpp"

namespace pfncheck::lifting {

using llvm::Instruction;

Term Opaque::apply(const std::string& what, const std::vector<Term>& arguments, unsigned width) {
  std::string key = fmt::format("{} : {}", what, width);
  for (const Term& argument : arguments) key += fmt::format(" {}", argument.id());
  Term& known = known_[key];
  if (known.empty()) known = pool_.var(fmt::format("{} #{}", what, known_.size()), width);
  return known;
}

bool Expressions::is_plain(const llvm::Type& type) const {
  return type.isPointerTy() || (type.isIntegerTy() && type.getIntegerBitWidth() <= max_width);
}

unsigned Expressions::width_of(const llvm::Type& type) const {
  if (type.isPointerTy()) return layout_->getPointerSizeInBits(0);
  if (!is_plain(type)) return max_width;
  const unsigned bits = type.getIntegerBitWidth();
  return bits == 1 ? 0 : bits;
}

Term Expressions::of(const llvm::Value& value) {
  // What is not set is another one whenever it is asked for.
  if (llvm::isa<llvm::UndefValue>(value)) return compute(value);
  const bool is_fixed = llvm::isa<llvm::Constant>(value) || llvm::isa<llvm::AllocaInst>(value);
  auto& all = is_fixed ? fixed_->known : known_;
  if (const auto known = all.find(&value); known != all.end()) return known->second;
  const Term term = compute(value);
  return all[&value] = term;
}

void Expressions::keep_only(const std::vector<const llvm::Value*>& values) {
  llvm::DenseMap<const llvm::Value*, Term> kept;
  for (const auto& [value, term] : known_)
    if (!llvm::isa<Instruction>(*value)) kept[value] = term;
  for (const llvm::Value* value : values)
    if (const auto known = known_.find(value); known != known_.end()) kept[value] = known->second;
  known_ = std::move(kept);
}

Term Expressions::compute(const llvm::Value& value) {
  if (const auto* c = llvm::dyn_cast<llvm::Constant>(&value)) return constant(*c);
  if (const auto* compare = llvm::dyn_cast<llvm::CmpInst>(&value)) return compared(*compare);
  if (const auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&value)) return local(*alloca);
  if (const auto* l = llvm::dyn_cast<llvm::LoadInst>(&value)) return load(*l);
  if (const auto* extraction = llvm::dyn_cast<llvm::ExtractValueInst>(&value)) return part(*extraction);
  if (const auto* insertion = llvm::dyn_cast<llvm::InsertValueInst>(&value)) return put_together(*insertion);
  if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&value)) {
    if (is_expression(*call)) return call_of(*call);
  } else if (const auto* op = llvm::dyn_cast<llvm::Operator>(&value);
             op && !llvm::isa<llvm::PHINode>(value)) {
    return operation(*op);
  }
  // Bound by the walk, which comes by every definition before its uses; what it does not know equals nothing.
  return opaque_->apply(fmt::format("unbound {}", static_cast<const void*>(&value)), {},
                        width_of(*value.getType()));
}

Term Expressions::constant(const llvm::Constant& constant) {
  Pool& pool = opaque_->pool();
  const unsigned width = width_of(*constant.getType());
  if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&constant);
      number && is_plain(*number->getType()))
    return width == 0 ? pool.boolean(number->isOne()) : pool.constant(width, number->getZExtValue());
  if (llvm::isa<llvm::ConstantPointerNull>(constant)) return pool.constant(width, 0);
  if (llvm::isa<llvm::UndefValue>(constant))  // poison too: no particular value, another one each time
    return opaque_->apply(fmt::format("unset {} {}", static_cast<const void*>(fixed_.get()), ++fixed_->unset),
                          {}, width);
  if (const auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(&constant))
    return operation(*llvm::cast<llvm::Operator>(expression));
  if (const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(&constant))
    return this->variable(*variable);
  return opaque_->apply(ConstantText().of(constant), {}, width);
}

Term Expressions::variable(const llvm::GlobalVariable& variable) {
  const unsigned width = width_of(*variable.getType());
  // The contents that a local has before it is set: nobody knows them by the local's name.
  if (variable.getName().starts_with(unset_prefix))
    return opaque_->apply(fmt::format("contents {} of {}, never set", ++fixed_->contents,
                                      layout_->getTypeAllocSize(variable.getValueType()).getFixedValue()),
                          {}, width);
  if (is_of_function(variable)) return of_function(variable);
  std::string text = ConstantText().of(variable);
  // Two literals that can be written to are two, whatever they hold at first; what cannot be written to is
  // what it holds.
  if (is_literal(variable) && !variable.isConstant()) text += fmt::format(" {}", ++fixed_->statics[text]);
  const std::string name = text;
  if (!is_literal(variable) && variable.isConstant() && variable.hasInitializer())
    text += " =" + ConstantText().of(*variable.getInitializer());
  const Term address = opaque_->apply(text, {}, width);
  opaque_->note_place(name, address);
  return address;
}

/// Static variables of functions have numbers in their names where a function has several of one name, and
/// the name of a helper once it is one: their order tells them apart. Whether a warning was given is known by
/// its section (include/linux/once.h, 6.12).
Term Expressions::of_function(const llvm::GlobalVariable& variable) {
  const bool is_once = variable.getSection().starts_with(".data") && variable.getSection().contains("once");
  std::string text = is_once ? "once" : ConstantText().of(variable);
  text += " " + type_text(*variable.getValueType());
  if (variable.hasInitializer()) text += " = " + ConstantText().of(*variable.getInitializer());
  return opaque_->apply(fmt::format("{} {}", text, ++fixed_->statics[text]), {},
                        width_of(*variable.getType()));
}

Term Expressions::operation(const llvm::Operator& op) {
  if (const auto* gep = llvm::dyn_cast<llvm::GEPOperator>(&op)) return element(*gep);
  if (!is_plain(*op.getType())) return by_name(op);
  switch (op.getOpcode()) {
    case Instruction::Trunc:
    case Instruction::ZExt:
    case Instruction::SExt:
    case Instruction::PtrToInt:
    case Instruction::IntToPtr:
    case Instruction::BitCast:
      return is_plain(*op.getOperand(0)->getType()) ? cast(op) : by_name(op);
    case Instruction::Select:
      if (op.getOperand(0)->getType()->isIntegerTy())
        return ite(of(*op.getOperand(0)), of(*op.getOperand(1)), of(*op.getOperand(2)));
      return by_name(op);
    case Instruction::Freeze:
      return of(*op.getOperand(0));  // what is not set equals nothing anyhow
    default:
      return integer(op);
  }
}

Term Expressions::integer(const llvm::Operator& op) {
  if (!llvm::Instruction::isBinaryOp(op.getOpcode())) return by_name(op);
  const unsigned opcode = op.getOpcode();
  const Term a = of(*op.getOperand(0)), b = of(*op.getOperand(1));
  if (a.is_bool()) {
    if (opcode == Instruction::And || opcode == Instruction::Mul) return a & b;
    if (opcode == Instruction::Or) return a | b;
    if (opcode == Instruction::Xor || opcode == Instruction::Add || opcode == Instruction::Sub) return a ^ b;
    return by_name(op);
  }
  if (const Term term = total_operation(opcode, a, b); !term.empty()) return term;
  if (llvm::Instruction::isShift(opcode) && b.is_const() && b.value() < a.width())
    return shifted(opcode, a, b);
  return by_name(op);
}

Term Expressions::cast(const llvm::Operator& op) {
  const Term from = of(*op.getOperand(0));
  const unsigned width = width_of(*op.getType());
  if (op.getOpcode() == Instruction::Trunc && width == 0) return to_bool(extract(from, 0, 1));
  if (op.getOpcode() == Instruction::SExt) return sext(from.is_bool() ? bit_of(from) : from, width);
  if (from.is_bool()) return width == 0 ? from : zext(from, width);
  return width == 0 ? to_bool(extract(from, 0, 1)) : resize(from, width);
}

Term Expressions::compared(const llvm::CmpInst& compare) {
  const llvm::Type& type = *compare.getOperand(0)->getType();
  if (is_plain(type)) {
    Term a = of(*compare.getOperand(0)), b = of(*compare.getOperand(1));
    if (a.is_bool() && !compare.isEquality()) {
      // One bit: -1 is the signed value of true.
      a = bit_of(a);
      b = bit_of(b);
    }
    if (const Term term = lifting::compared(compare.getPredicate(), a, b); !term.empty()) return term;
  }
  return by_name(*llvm::cast<llvm::Operator>(&compare));
}

Term Expressions::element(const llvm::GEPOperator& gep) {
  Pool& pool = opaque_->pool();
  if (!gep.getType()->isPointerTy()) return by_name(gep);
  const unsigned width = width_of(*gep.getType());
  Term address = of(*gep.getPointerOperand());
  for (auto at = llvm::gep_type_begin(gep); at != llvm::gep_type_end(gep); ++at) {
    const llvm::Value& index = *at.getOperand();
    if (llvm::StructType* type = at.getStructTypeOrNull()) {
      const unsigned field = static_cast<unsigned>(llvm::cast<llvm::ConstantInt>(index).getZExtValue());
      address = address + pool.constant(width, layout_->getStructLayout(type)->getElementOffset(field));
      continue;
    }
    const Term number = of(index);
    const Term wide = number.width() < width ? sext(number, width) : extract(number, 0, width);
    address = address + wide * pool.constant(width, at.getSequentialElementStride(*layout_).getFixedValue());
  }
  return address;
}

/// The global that stands for what is in it when it begins.
const llvm::Value* beginning_of(const llvm::AllocaInst& local) {
  for (const llvm::User* user : local.users()) {
    const llvm::Value* from = nullptr;
    if (const auto* copy = llvm::dyn_cast<llvm::MemTransferInst>(user)) from = copy->getRawSource();
    if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(user))
      if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(store->getValueOperand()))
        from = load->getPointerOperand();
    const auto* variable = llvm::dyn_cast_or_null<llvm::GlobalVariable>(from);
    if (variable != nullptr && variable->getName().starts_with(unset_prefix)) return variable;
  }
  return nullptr;
}

/// Two functions whose locals come in one order have them in common; wherever they are.
Term Expressions::local(const llvm::AllocaInst& alloca) {
  const auto bytes = alloca.getAllocationSize(*layout_);
  if (!bytes || bytes->isScalable()) {
    std::string text = "array " + type_text(*alloca.getAllocatedType());
    return opaque_->apply(fmt::format("{} local {}", text, ++fixed_->locals), {of(*alloca.getArraySize())},
                          width_of(*alloca.getType()));
  }
  const Term address = opaque_->apply(
      fmt::format("{} {} of {} bytes", alloca.isStaticAlloca() ? "local" : "local made in place",
                  ++fixed_->locals, bytes->getFixedValue()),
      {}, width_of(*alloca.getType()));
  if (const llvm::Value* beginning = beginning_of(alloca))
    opaque_->note_place(ConstantText().of(llvm::cast<llvm::Constant>(*beginning)), address);
  return address;
}

Term Expressions::load(const llvm::LoadInst& load) {
  const auto memory = memory_.find(&load);
  const std::string state = memory == memory_.end() ? fmt::format("of {}", static_cast<const void*>(&load))
                                                    : fmt::format("{}", memory->second);
  const Term address = of(*load.getPointerOperand());
  const Term value = opaque_->apply(fmt::format("load {} of space {} in state {}", type_text(*load.getType()),
                                                load.getPointerAddressSpace(), state),
                                    {address}, width_of(*load.getType()));
  if (is_plain(*load.getType())) reads_.push_back({address, value, (std::max(value.width(), 1U) + 7) / 8});
  return value;
}

Term Expressions::part(const llvm::ExtractValueInst& extraction) {
  std::string what = "part";
  for (const unsigned index : extraction.indices()) what += fmt::format(" .{}", index);
  return opaque_->apply(what, {of(*extraction.getAggregateOperand())}, width_of(*extraction.getType()));
}

/// An object all of whose parts are put in one after the other is its parts; what it was before is nothing.
Term Expressions::put_together(const llvm::InsertValueInst& insertion) {
  const llvm::Type* type = insertion.getType();
  // Arrays are structs that are passed by value (arm).
  std::vector<const llvm::Value*> parts(type->isStructTy() ? type->getStructNumElements()
                                                           : type->getArrayNumElements());
  const llvm::Value* whole = &insertion;
  while (const auto* one = llvm::dyn_cast<llvm::InsertValueInst>(whole)) {
    if (one->getNumIndices() != 1) return by_name(llvm::cast<llvm::Operator>(insertion));
    const llvm::Value*& part = parts[one->getIndices()[0]];
    if (part == nullptr) part = one->getInsertedValueOperand();
    whole = one->getAggregateOperand();
  }
  if (std::ranges::find(parts, nullptr) != parts.end()) return by_name(llvm::cast<llvm::Operator>(insertion));
  std::vector<Term> terms;
  for (const llvm::Value* part : parts) terms.push_back(of(*part));
  return opaque_->apply("object " + type_text(*type), terms, width_of(*type));
}

/// What gives its result and does nothing else: intrinsics, assembly without side effects, functions that the
/// kernel declares so.
Term Expressions::call_of(const llvm::CallBase& call) {
  if (const auto* extreme = llvm::dyn_cast<llvm::MinMaxIntrinsic>(&call);
      extreme && is_plain(*call.getType())) {
    const Term a = of(*extreme->getLHS()), b = of(*extreme->getRHS());
    if (const Term first = lifting::compared(extreme->getPredicate(), a, b); !first.empty())
      return ite(first, a, b);
  }
  std::vector<Term> arguments;
  for (const llvm::Use& use : call.args()) arguments.push_back(of(*use.get()));
  std::string what = "call" + type_text(*call.getFunctionType());
  if (llvm::isa<llvm::InlineAsm>(call.getCalledOperand()))
    what += CallPlaces(call).assembly();
  else
    arguments.push_back(of(*call.getCalledOperand()));
  return opaque_->apply(what, arguments, width_of(*call.getType()));
}

bool is_expression(const llvm::CallBase& call) {
  if (call.getType()->isVoidTy() || call.isTerminator()) return false;
  if (const auto* code = llvm::dyn_cast<llvm::InlineAsm>(call.getCalledOperand()))
    return !code->hasSideEffects() && call.doesNotAccessMemory();
  return call.doesNotAccessMemory() && call.doesNotThrow() &&
         (call.willReturn() || llvm::isa<llvm::IntrinsicInst>(call));
}

Term Expressions::by_name(const llvm::Operator& op) {
  std::vector<Term> arguments;
  for (const llvm::Use& use : op.operands()) arguments.push_back(of(*use.get()));
  std::string what = llvm::Instruction::getOpcodeName(op.getOpcode());
  if (const auto* instruction = llvm::dyn_cast<llvm::Instruction>(&op)) what = kind_of(*instruction);
  for (const llvm::Use& use : op.operands()) what += " " + type_text(*use.get()->getType());
  return opaque_->apply(what + " -> " + type_text(*op.getType()), arguments, width_of(*op.getType()));
}

std::string kind_of(const llvm::Instruction& i) {
  std::string text = i.getOpcodeName();
  if (const auto* compare = llvm::dyn_cast<llvm::CmpInst>(&i))
    text += fmt::format(" {}", +compare->getPredicate());
  if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(&i))
    text +=
        fmt::format(" order {} in {}", static_cast<unsigned>(load->getOrdering()), +load->getSyncScopeID());
  if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i))
    text +=
        fmt::format(" order {} in {}", static_cast<unsigned>(store->getOrdering()), +store->getSyncScopeID());
  if (const auto* fence = llvm::dyn_cast<llvm::FenceInst>(&i))
    text +=
        fmt::format(" order {} in {}", static_cast<unsigned>(fence->getOrdering()), +fence->getSyncScopeID());
  if (const auto* update = llvm::dyn_cast<llvm::AtomicRMWInst>(&i))
    text += fmt::format(" {} order {} in {}", +update->getOperation(),
                        static_cast<unsigned>(update->getOrdering()), +update->getSyncScopeID());
  if (const auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&i))
    text += fmt::format(" order {} {} {} in {}", static_cast<unsigned>(exchange->getSuccessOrdering()),
                        static_cast<unsigned>(exchange->getFailureOrdering()), exchange->isWeak(),
                        +exchange->getSyncScopeID());
  if (const auto* gep = llvm::dyn_cast<llvm::GetElementPtrInst>(&i))
    text += " " + type_text(*gep->getSourceElementType());
  if (const auto* insertion = llvm::dyn_cast<llvm::InsertValueInst>(&i))
    for (const unsigned index : insertion->indices()) text += fmt::format(" .{}", index);
  if (const auto* shuffle = llvm::dyn_cast<llvm::ShuffleVectorInst>(&i))
    for (const int lane : shuffle->getShuffleMask()) text += fmt::format(" {}", lane);
  if (const llvm::Value* place = llvm::getLoadStorePointerOperand(&i))
    text += fmt::format(" space {}", place->getType()->getPointerAddressSpace());
  if (i.isVolatile()) text += " volatile";
  return text + " " + type_text(*i.getType());
}

}  // namespace pfncheck::lifting
