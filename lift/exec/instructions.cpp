// SPDX-License-Identifier: GPL-2.0-or-later
// Instructions other than calls and terminators.
#include <fmt/format.h>
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/GetElementPtrTypeIterator.h>
#include <llvm/IR/Operator.h>

#include "lift/exec/executor.hpp"

namespace pfncheck::lifting {

Value Executor::evaluate(Frame& frame, State& state, const llvm::Instruction& i) {
  const auto get = [&](unsigned n) { return operand(frame, state, i.getOperand(n)); };
  const unsigned opcode = i.getOpcode();
  if (llvm::Instruction::isBinaryOp(opcode)) return binary(opcode, get(0), get(1), i.getType());
  if (llvm::Instruction::isCast(opcode))
    return evaluate_cast(get(0), opcode, i.getOperand(0)->getType(), i.getType());
  if (const auto* comparison = llvm::dyn_cast<llvm::ICmpInst>(&i))
    return compare(*comparison, get(0), get(1));
  switch (opcode) {
    case llvm::Instruction::Select:
      if (!i.getOperand(0)->getType()->isIntegerTy(1)) throw NotLifted("a vector");
      return choose(objects_, state.path.refined(integer(get(0))), get(1), get(2));
    case llvm::Instruction::Freeze:
      return get(0);
    case llvm::Instruction::ExtractValue:
    case llvm::Instruction::InsertValue:
      return evaluate_aggregate(frame, state, i);
    case llvm::Instruction::GetElementPtr:
      return element_pointer(frame, state, llvm::cast<llvm::GEPOperator>(i));
    default:
      return evaluate_memory(frame, state, i);
  }
}

Value Executor::evaluate_aggregate(Frame& frame, State& state, const llvm::Instruction& i) {
  if (const auto* extraction = llvm::dyn_cast<llvm::ExtractValueInst>(&i)) {
    Value value = operand(frame, state, extraction->getAggregateOperand());
    for (const unsigned index : extraction->indices()) {
      Value part = value.parts().at(index);
      value = std::move(part);
    }
    return value;
  }
  const auto& insertion = llvm::cast<llvm::InsertValueInst>(i);
  Value whole = operand(frame, state, insertion.getAggregateOperand());
  Value* place = &whole;
  for (const unsigned index : insertion.indices()) place = &place->parts().at(index);
  *place = operand(frame, state, insertion.getInsertedValueOperand());
  return whole;
}

Value Executor::evaluate_memory(Frame& frame, State& state, const llvm::Instruction& i) {
  if (const auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&i)) return allocate(frame, state, *alloca);
  if (const auto* from = llvm::dyn_cast<llvm::LoadInst>(&i)) {
    const Value place = followed(state, operand(frame, state, from->getPointerOperand()));
    note_reach(state, place, layout_.getTypeStoreSize(from->getType()).getFixedValue());
    note_alignment(state, place, from->getAlign().value());
    Value value =
        from->isVolatile() ? load_volatile(state, place, *from) : load(state, place, from->getType());
    note_range(state, *from, value);
    return value;
  }
  if (const auto* to = llvm::dyn_cast<llvm::StoreInst>(&i)) {
    const Value place = followed(state, operand(frame, state, to->getPointerOperand()));
    note_reach(state, place, layout_.getTypeStoreSize(to->getValueOperand()->getType()).getFixedValue());
    note_alignment(state, place, to->getAlign().value());
    store(state, place, operand(frame, state, to->getValueOperand()), to->getValueOperand()->getType());
    return Value();
  }
  if (llvm::isa<llvm::FenceInst>(i)) return Value();
  if (llvm::isa<llvm::AtomicRMWInst>(i) || llvm::isa<llvm::AtomicCmpXchgInst>(i))
    return exchange(frame, state, i);
  throw NotLifted(fmt::format("the instruction {}", i.getOpcodeName()));
}

Value Executor::allocate(Frame& frame, State& state, const llvm::AllocaInst& alloca) {
  const Value count = operand(frame, state, alloca.getArraySize());
  if (!count.term().is_const()) throw NotLifted("a local array whose size is not constant");
  std::string name = alloca.hasName() ? alloca.getName().str() : "local";
  bool of_adapter = false;
  for (llvm::DbgVariableRecord* record : llvm::findDVRDeclares(const_cast<llvm::AllocaInst*>(&alloca))) {
    name = record->getVariable()->getName().str();
    const llvm::DISubprogram* function = record->getVariable()->getScope()->getSubprogram();
    of_adapter = function != nullptr && function->getName().starts_with(adapter_prefix);
  }
  const unsigned before = local_names_[name]++;
  if (before != 0) name += fmt::format("#{}", before + 1);
  Object made{.kind = Object::Kind::local, .name = name, .origin = &alloca, .of_adapter = of_adapter};
  made.type = alloca.getAllocatedType();
  made.size = layout_.getTypeAllocSize(made.type).getFixedValue() * count.term().value();
  if (count.term().value() != 1) made.type = nullptr;
  const Object* object = objects_.make(std::move(made));
  frame.objects.push_back(object);
  return objects_.to(object);
}

/// Memory of our own behaves; another processor may change a global or what a pointer of the kernel leads to.
Value Executor::load_volatile(State& state, const Value& place, const llvm::LoadInst& from) {
  Value now = load(state, place, from.getType());
  if (place.choices().size() != 1 || now.is_aggregate()) return now;
  const Choice& c = place.choices()[0];
  if (c.object->kind == Object::Kind::local || c.object->kind == Object::Kind::function) return now;
  if (c.object->kind == Object::Kind::global && stays_the_same(c.object->name)) return now;
  if (const auto* global = llvm::dyn_cast_or_null<llvm::GlobalVariable>(c.object->origin))
    if (global->isConstant()) return now;
  if (state.memory.contains(c.object)) return now;  // written by this function
  const std::string key = fmt::format("volatile {}+{}", c.object->name, brief(c.offset));
  const unsigned times = ordinal(state, key);
  if (times == 1) return now;
  const std::string what = c.offset.is_const()
                               ? initial_.name_of(*c.object, signed_offset(c.offset),
                                                  layout_.getTypeStoreSize(from.getType()).getFixedValue())
                               : key;
  std::vector<Term> arguments;
  for (const Term& t : {c.index, c.offset})
    if (!t.empty() && !t.is_const()) arguments.push_back(t);
  return fresh(from.getType(), fmt::format("{}#{}", what, times), arguments, ApproximationKind::unknown,
               what + " was read again");
}

Value Executor::element_pointer(Frame& frame, const State& state, const llvm::GEPOperator& gep) {
  Value place = pointer(operand(frame, state, gep.getPointerOperand()));
  Term offset = objects_.word(0);
  for (auto it = llvm::gep_type_begin(gep), end = llvm::gep_type_end(gep); it != end; ++it) {
    if (llvm::StructType* structure = it.getStructTypeOrNull()) {
      const auto field =
          static_cast<unsigned>(llvm::cast<llvm::ConstantInt>(it.getOperand())->getZExtValue());
      offset =
          offset + objects_.word(layout_.getStructLayout(structure)->getElementOffset(field).getFixedValue());
      continue;
    }
    const Term index = integer(operand(frame, state, it.getOperand()));
    const unsigned bits = objects_.pointer_bits();
    const Term wide = index.is_bool()         ? ite(index, objects_.word(~0ull), objects_.word(0))
                      : index.width() > bits  ? extract(index, 0, bits)
                      : index.width() == bits ? index
                                              : sext(index, bits);
    offset = offset + wide * objects_.word(it.getSequentialElementStride(layout_).getFixedValue());
  }
  return objects_.moved(place, offset);
}

/// Atomic read-modify-write and compare-and-exchange: one execution is looked at by itself.
Value Executor::exchange(Frame& frame, State& state, const llvm::Instruction& i) {
  if (const auto* cas = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&i)) {
    const Value place = followed(state, operand(frame, state, cas->getPointerOperand()));
    llvm::Type* type = cas->getNewValOperand()->getType();
    const Value old = load(state, place, type);
    const Term same = objects_.equal(old, operand(frame, state, cas->getCompareOperand()));
    store(state, place, choose(objects_, same, operand(frame, state, cas->getNewValOperand()), old), type);
    return Value::aggregate({old, Value::integer(same)});
  }
  const auto& rmw = llvm::cast<llvm::AtomicRMWInst>(i);
  const Value place = followed(state, operand(frame, state, rmw.getPointerOperand()));
  const Value old = load(state, place, rmw.getType());
  Value by = operand(frame, state, rmw.getValOperand());
  const auto combined = [&]() -> Value {
    using Operation = llvm::AtomicRMWInst;
    switch (rmw.getOperation()) {
      case Operation::Xchg:
        return by;
      case Operation::Add:
        return binary(llvm::Instruction::Add, old, by, rmw.getType());
      case Operation::Sub:
        return binary(llvm::Instruction::Sub, old, by, rmw.getType());
      case Operation::And:
        return binary(llvm::Instruction::And, old, by, rmw.getType());
      case Operation::Or:
        return binary(llvm::Instruction::Or, old, by, rmw.getType());
      case Operation::Xor:
        return binary(llvm::Instruction::Xor, old, by, rmw.getType());
      case Operation::Nand:
        return Value::integer(~(integer(old) & integer(by)));
      default:
        throw NotLifted("an atomic minimum or maximum");
    }
  };
  store(state, place, combined(), rmw.getType());
  return old;
}

}  // namespace pfncheck::lifting
