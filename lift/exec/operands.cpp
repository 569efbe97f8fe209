// SPDX-License-Identifier: GPL-2.0-or-later
// Operands, constants, typed loads and stores, and what is reported.
#include <fmt/format.h>
#include <llvm/IR/ConstantRange.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/GlobalAlias.h>
#include <llvm/IR/Operator.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <bit>
#include <tuple>

#include "lift/exec/executor.hpp"
#include "lift/exec/function_text.hpp"
#include "lift/exec/undefined.hpp"
#include "lift/exec/unset_locals.hpp"

namespace pfncheck::lifting {

namespace {

constexpr std::uint64_t lowest_address = 4096;  // the kernel maps nothing below

std::string text_of(const llvm::Type* type) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  type->print(stream);
  return text;
}

unsigned elements_of(const llvm::Type* type) {
  if (const auto* structure = llvm::dyn_cast<llvm::StructType>(type)) return structure->getNumElements();
  return static_cast<unsigned>(llvm::cast<llvm::ArrayType>(type)->getNumElements());
}

llvm::Type* element_of(llvm::Type* type, unsigned i) {
  if (auto* structure = llvm::dyn_cast<llvm::StructType>(type)) return structure->getElementType(i);
  return llvm::cast<llvm::ArrayType>(type)->getElementType();
}

std::uint64_t element_offset(const llvm::DataLayout& layout, llvm::Type* type, unsigned i) {
  if (auto* structure = llvm::dyn_cast<llvm::StructType>(type))
    return layout.getStructLayout(structure)->getElementOffset(i).getFixedValue();
  return i * layout.getTypeAllocSize(element_of(type, 0)).getFixedValue();
}

bool is_aggregate(const llvm::Type* type) {
  return type->isStructTy() || type->isArrayTy();
}

}  // namespace

unsigned Executor::width_of(llvm::Type* type) const {
  if (!type->isIntegerTy()) throw NotLifted("a value of type " + text_of(type));
  const unsigned bits = type->getIntegerBitWidth();
  if (bits > max_width) throw NotLifted(fmt::format("an integer of {} bits", bits));
  return bits == 1 ? 0 : bits;
}

Term Executor::integer(const Value& value) {
  if (value.is_pointer()) return objects_.address(value);
  if (!value.is_integer()) throw NotLifted("a value that was not set");
  return value.term();
}

Value Executor::pointer(const Value& value) const {
  return value.is_integer() ? objects_.from_address(value.term()) : value;
}

Term Executor::bit(Term term) const {
  return term.is_bool() ? term : eq(extract(term, 0, 1), pool_.constant(1, 1));
}

Value Executor::operand(Frame& frame, const State& state, const llvm::Value* value) {
  if (const auto* c = llvm::dyn_cast<llvm::Constant>(value)) return constant(c);
  const auto local = frame.local.find(value);
  if (local != frame.local.end()) return local->second;
  const auto number = frame.shape.number.find(value);
  if (number == frame.shape.number.end() || state.registers[number->second].empty())
    throw NotLifted("a use of a value that was not computed on this path");
  return state.registers[number->second];
}

Value Executor::zero(llvm::Type* type) {
  if (type->isPointerTy()) return objects_.null();
  if (type->isIntegerTy()) return Value::integer(pool_.constant(width_of(type), 0));
  if (type->isVoidTy()) return Value();
  if (!is_aggregate(type)) throw NotLifted("a value of type " + text_of(type));
  std::vector<Value> parts;
  for (unsigned i = 0; i < elements_of(type); ++i) parts.push_back(zero(element_of(type, i)));
  return Value::aggregate(std::move(parts));
}

Value Executor::fresh(llvm::Type* type, const std::string& name, const std::vector<Term>& arguments,
                      ApproximationKind kind, const std::string& what) {
  if (type->isVoidTy()) return Value();
  if (is_aggregate(type)) {
    std::vector<Value> parts;
    for (unsigned i = 0; i < elements_of(type); ++i)
      parts.push_back(fresh(element_of(type, i), fmt::format("{}.{}", name, i), arguments, kind, what));
    return Value::aggregate(std::move(parts));
  }
  const unsigned width = type->isPointerTy() ? objects_.pointer_bits() : width_of(type);
  Term variable;
  const Term value = environment_.apply(name, arguments, width, &variable);
  approximate(kind, variable, what, name, arguments);
  if (type->isPointerTy()) return objects_.from_address(value);
  return Value::integer(value);
}

Value Executor::undefined(llvm::Type* type, const std::string& what) {
  const std::string function = stack_.empty() ? std::string() : stack_.back()->getName().str();
  const std::string name = fmt::format("{} in {} #{}", what, function, ++undefined_[what + function]);
  return fresh(type, name, {}, ApproximationKind::unknown, what);
}

const Object* Executor::object_of(const llvm::GlobalValue* global) {
  const Object*& object = globals_[global];
  if (object != nullptr) return object;
  Object made{.kind = Object::Kind::global, .name = global->getName().str(), .origin = global};
  if (llvm::isa<llvm::Function>(global)) {
    made.kind = Object::Kind::function;
  } else if (made.name.starts_with(unset_prefix)) {
    made.kind = Object::Kind::local;
    made.name.erase(0, unset_prefix.size());
    made.type = global->getValueType();
    made.size = layout_.getTypeAllocSize(global->getValueType()).getFixedValue();
  } else if (global->getValueType()->isSized()) {
    made.type = global->getValueType();
    made.size = layout_.getTypeAllocSize(global->getValueType()).getFixedValue();
  }
  return object = objects_.make(std::move(made));
}

Value Executor::constant(const llvm::Constant* c) {
  if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(c))
    return Value::integer(pool_.constant(width_of(number->getType()), number->getValue().getZExtValue()));
  if (llvm::isa<llvm::ConstantPointerNull>(c) || llvm::isa<llvm::ConstantAggregateZero>(c))
    return zero(c->getType());
  if (llvm::isa<llvm::UndefValue>(c)) return undefined(c->getType(), "undefined value");
  if (const auto* alias = llvm::dyn_cast<llvm::GlobalAlias>(c)) return constant(alias->getAliasee());
  if (const auto* global = llvm::dyn_cast<llvm::GlobalValue>(c)) return objects_.to(object_of(global));
  if (const auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(c)) return constant_expression(expression);
  if (is_aggregate(c->getType())) {
    std::vector<Value> parts;
    for (unsigned i = 0; i < elements_of(c->getType()); ++i)
      parts.push_back(constant(c->getAggregateElement(i)));
    return Value::aggregate(std::move(parts));
  }
  throw NotLifted("a constant of type " + text_of(c->getType()));
}

Value Executor::constant_expression(const llvm::ConstantExpr* e) {
  const unsigned opcode = e->getOpcode();
  if (const auto* gep = llvm::dyn_cast<llvm::GEPOperator>(e)) {
    llvm::APInt offset(layout_.getIndexSizeInBits(0), 0);
    if (!gep->accumulateConstantOffset(layout_, offset))
      throw NotLifted("a constant address that is not constant");
    return objects_.moved(pointer(constant(llvm::cast<llvm::Constant>(gep->getPointerOperand()))),
                          objects_.word(offset.getZExtValue()));
  }
  if (llvm::Instruction::isCast(opcode))
    return evaluate_cast(constant(e->getOperand(0)), opcode, e->getOperand(0)->getType(), e->getType());
  if (llvm::Instruction::isBinaryOp(opcode))
    return binary(opcode, constant(e->getOperand(0)), constant(e->getOperand(1)), e->getType());
  throw NotLifted(fmt::format("the constant expression {}", e->getOpcodeName()));
}

Value Executor::load(const State& state, const Value& place, llvm::Type* type) {
  if (is_aggregate(type)) {
    std::vector<Value> parts;
    for (unsigned i = 0; i < elements_of(type); ++i)
      parts.push_back(load(state, objects_.moved(place, objects_.word(element_offset(layout_, type, i))),
                           element_of(type, i)));
    return Value::aggregate(std::move(parts));
  }
  const unsigned width = type->isPointerTy() ? objects_.pointer_bits() : width_of(type);
  const Value value = memory_.load(state.memory, place, layout_.getTypeStoreSize(type).getFixedValue());
  if (type->isPointerTy()) return pointer(value);
  const Term term = state.path.refined(integer(value));
  return Value::integer(width == 0 ? bit(term) : resize(term, width));
}

Value Executor::followed(State& state, const Value& place) {
  if (place.is_integer()) return followed(state, objects_.from_address(place.term()));
  if (place.choices().size() == 1) return place;
  std::vector<Choice> possible;
  for (Choice c : place.choices()) {
    c.guard = state.path.refined(c.guard);
    if (!c.guard.is_false()) possible.push_back(c);
  }
  const auto is_null = [&](const Choice& c) {
    return c.object == objects_.absolute() && c.offset.is_const() && c.offset.value() < lowest_address;
  };
  if (possible.size() > 1)
    if (const auto null = std::find_if(possible.begin(), possible.end(), is_null); null != possible.end()) {
      State trapping = state;
      std::tie(trapping.path, state.path) = state.path.fork(null->guard);
      effect(trapping, "trap", {});
      possible.erase(null);
    }
  if (possible.empty()) return place;  // no execution gets here
  if (possible.size() == 1) possible[0].guard = yes(true);
  return Value::pointer(std::move(possible));
}

void Executor::store(State& state, const Value& place, const Value& value, llvm::Type* type) {
  if (is_aggregate(type)) {
    for (unsigned i = 0; i < elements_of(type); ++i)
      store(state, objects_.moved(place, objects_.word(element_offset(layout_, type, i))), value.parts()[i],
            element_of(type, i));
    return;
  }
  note_write(state, place, "write", {value});
  const std::uint64_t bytes = layout_.getTypeStoreSize(type).getFixedValue();
  if (value.is_pointer()) return memory_.store(state.memory, place, value, bytes);
  const Term term = integer(value);
  const auto width = static_cast<unsigned>(8 * bytes);
  memory_.store(state.memory, place, Value::integer(term.is_bool() ? zext(term, width) : resize(term, width)),
                bytes);
}

bool is_seen_outside(const Object& object) {
  if (object.kind == Object::Kind::local) return object.of_adapter;
  const auto* global = llvm::dyn_cast_or_null<llvm::GlobalVariable>(object.origin);
  if (global == nullptr) return true;
  const llvm::StringRef section = global->getSection();  // include/linux/once_lite.h: 6.1 and 6.12 differ
  return section != ".data.once" && section != ".data..once";
}

namespace {

SourceLine line_of(const llvm::DILocation* location, const std::string& tree_root) {
  SourceLine out;
  if (location == nullptr) return out;
  out.line = location->getLine();
  out.file = file_in_tree(location->getFile(), tree_root);
  if (const llvm::DISubprogram* function = location->getScope()->getSubprogram())
    out.function = function->getName().str();
  return out;
}

}  // namespace

SourceLine source_line(const llvm::Instruction& instruction, const std::string& tree_root) {
  return line_of(instruction.getDebugLoc().get(), tree_root);
}

SourceLine outer_line(const llvm::Instruction& instruction, const std::string& tree_root) {
  const llvm::DILocation* location = instruction.getDebugLoc().get();
  while (location != nullptr && location->getInlinedAt() != nullptr) location = location->getInlinedAt();
  return line_of(location, tree_root);
}

SourceLine Executor::where() const {
  SourceLine line = at_ != nullptr ? source_line(*at_, options_.tree_root) : SourceLine();
  if (line.function.empty() && !stack_.empty()) line.function = stack_.back()->getName().str();
  return line;
}

void Executor::effect(const State& state, const std::string& name, std::vector<Term> arguments,
                      bool keeps_memory) {
  if (state.path.impossible()) return;
  out_.effects.push_back(
      {name, state.path.condition(), std::move(arguments), where(), state.outputs, keeps_memory});
}

void Executor::note_alignment(const State& state, const Value& place, std::uint64_t bytes) {
  for (const Choice& c : place.choices()) {
    if (c.object != objects_.absolute() || c.offset.is_const()) continue;
    const auto low_bits = static_cast<unsigned>(std::countr_zero(bytes));
    if (trailing_zeros(c.offset) >= low_bits) continue;
    const Term low = extract(c.offset, 0, low_bits);
    out_.impossible =
        out_.impossible | (state.path.condition() & c.guard & ne(low, pool_.constant(low_bits, 0)));
  }
}

void Executor::note_range(const State& state, const llvm::LoadInst& from, const Value& value) {
  const llvm::MDNode* metadata = from.getMetadata(llvm::LLVMContext::MD_range);
  if (metadata == nullptr || !value.is_integer() || value.term().is_bool()) return;
  const llvm::ConstantRange range = llvm::getConstantRangeFromMetadata(*metadata);
  if (range.isWrappedSet() || !range.getLower().isZero() || range.getBitWidth() > 64) return;
  const Term number = value.term();
  const std::uint64_t last = range.getUpper().getZExtValue() - 1;
  if (upper_bound(number) <= last) return;
  out_.impossible =
      out_.impossible | (state.path.condition() & ult(pool_.constant(number.width(), last), number));
}

void Executor::note_reach(const State& state, const Value& place, std::uint64_t bytes) {
  for (const Choice& c : place.choices()) {
    const Object& object = *c.object;
    if (object.kind != Object::Kind::local || object.size == 0) continue;
    if (bytes <= object.size && upper_bound(c.offset) <= object.size - bytes) continue;
    const Term last = objects_.word(bytes <= object.size ? object.size - bytes : 0);
    const Term beyond = bytes <= object.size ? ult(last, c.offset) : yes(true);
    const Term guard = state.path.condition() & c.guard & state.path.refined(beyond);
    if (guard.is_false()) continue;
    // What is there already is the mark before the access.
    if (!out_.effects.empty() && out_.effects.back().guard.same(guard) &&
        out_.effects.back().name == beyond_local_text(object.size))
      continue;
    out_.effects.push_back({beyond_local_text(object.size), guard, {}, where(), state.outputs, false});
  }
}

void Executor::note_write(const State& state, const Value& place, const std::string& how,
                          const std::vector<Value>& what) {
  Term outside = yes(false);
  std::string name;
  for (const Choice& c : place.choices()) {
    if (!is_seen_outside(*c.object)) continue;
    outside = outside | c.guard;
    name = c.object->name;
  }
  if (outside.is_false() || where().function.starts_with(adapter_prefix)) return;
  std::vector<Term> arguments{objects_.address(place)};
  for (const Value& value : what) arguments.push_back(integer(value));
  out_.effects.push_back({how + " " + name, state.path.condition() & outside, std::move(arguments), where(),
                          state.outputs, false});
}

void Executor::approximate(ApproximationKind kind, Term variable, const std::string& what,
                           const std::string& name, std::vector<Term> arguments) {
  const bool known = std::any_of(out_.approximations.begin(), out_.approximations.end(),
                                 [&](const Approximation& a) { return a.variable.same(variable); });
  if (known) return;
  if (kind == ApproximationKind::stand_in) initial_.trust(variable);
  out_.approximations.push_back({kind, variable, what, where(), name, std::move(arguments)});
}

unsigned Executor::ordinal(State& state, const std::string& key) {
  return ++state.ordinals[key];
}

/// Keeps the approximations that the reported Terms depend on.
void Executor::finish(LiftedFunction& out) {
  if (!out.unsupported.empty()) return;
  std::vector<Term> roots{out.returns, out.beyond_bound, out.outside, out.impossible};
  if (!out.result.empty()) roots.push_back(out.result);
  for (const auto& [name, value] : out.outputs) roots.push_back(value);
  std::erase_if(out.effects, [](const Effect& e) { return e.guard.is_false(); });
  for (const Effect& e : out.effects) {
    roots.push_back(e.guard);
    roots.insert(roots.end(), e.args.begin(), e.args.end());
  }
  for (const Assertion& a : out.assertions) roots.insert(roots.end(), {a.reached, a.holds, a.after_unknown});
  std::set<const Node*> used;
  for (const Term& v : variables(roots)) used.insert(v.node());
  std::erase_if(out.approximations,
                [&](const Approximation& a) { return !used.contains(a.variable.node()); });
}

}  // namespace pfncheck::lifting
