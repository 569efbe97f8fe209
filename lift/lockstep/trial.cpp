// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/lockstep/trial.hpp"

#include <fmt/format.h>
#include <llvm/ADT/DenseMap.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/GetElementPtrTypeIterator.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

#include <algorithm>
#include <bit>
#include <set>

#include "lift/exec/call_places.hpp"
#include "lift/exec/constant_text.hpp"
#include "lift/lockstep/expressions.hpp"
#include "lift/lockstep/memory_of_trial.hpp"
#include "lift/lockstep/numbers.hpp"
#include "lift/lockstep/possible_answer.hpp"

namespace pfncheck::lifting {

namespace {

using llvm::Instruction;

constexpr unsigned most_steps = 20000;
constexpr std::size_t most_effects = 400;
constexpr std::uint64_t most_bytes = 4096;  // of one memset or memcpy

/// Thrown where nothing can be said of this execution.
struct Undefined {};

struct Number {
  std::vector<std::uint64_t> parts;  ///< one, or those of an aggregate
  std::uint64_t plain() const {
    if (parts.size() != 1) throw Undefined{};
    return parts.front();
  }
};

class Machine {
 public:
  Machine(llvm::Function& function, const World& world, const std::set<std::string>& silent)
      : function_(function),
        world_(world),
        silent_(silent),
        layout_(function.getParent()->getDataLayout()),
        places_(places_for(layout_.getPointerSizeInBits(0))) {}

  std::optional<Trial> run() {
    try {
      for (llvm::Argument& argument : function_.args()) give(argument);
      execute();
      finish();
      return std::move(trial_);
    } catch (const Undefined&) {
      return std::nullopt;
    }
  }

 private:
  using Bytes = std::map<std::uint64_t, std::uint8_t>;
  unsigned bits_of(const llvm::Type& type) const {
    if (type.isPointerTy()) return layout_.getPointerSizeInBits(0);
    if (!type.isIntegerTy() || type.getIntegerBitWidth() > 64) throw Undefined{};
    return type.getIntegerBitWidth();
  }

  void give(llvm::Argument& argument) {
    const unsigned bits = bits_of(*argument.getType());
    const auto chosen = world_.arguments.find(argument.getArgNo());
    std::uint64_t value = chosen != world_.arguments.end()
                              ? chosen->second
                              : likely(mixed(world_.seed, argument.getArgNo() + 1), bits);
    if (chosen == world_.arguments.end() && argument.getType()->isPointerTy() && (value & 0xfff) != 0)
      value = 0;
    values_[&argument] = {{cut(value, bits)}};
  }

  void execute() {
    const llvm::BasicBlock* block = &function_.getEntryBlock();
    const llvm::BasicBlock* from = nullptr;
    while (block != nullptr) {
      std::vector<std::pair<const llvm::Value*, Number>> joined;
      for (const llvm::PHINode& phi : block->phis())
        joined.emplace_back(&phi, value(*phi.getIncomingValueForBlock(from)));
      for (auto& [phi, number] : joined) values_[phi] = std::move(number);
      const llvm::BasicBlock* next = nullptr;
      for (auto at = block->getFirstNonPHIIt(); at != block->end(); ++at) {
        if (++steps_ > most_steps) throw Undefined{};
        if (at->isTerminator()) {
          next = terminate(*at);
        } else if (!step(*at)) {
          return;
        }
      }
      from = block;
      block = next;
    }
  }

  const llvm::BasicBlock* terminate(const Instruction& end) {
    if (const auto* back = llvm::dyn_cast<llvm::ReturnInst>(&end)) {
      trial_.returned = true;
      if (const llvm::Value* result = back->getReturnValue()) {
        const Number number = value(*result);
        trial_.has_value = number.parts.size() == 1;
        if (trial_.has_value) trial_.value = number.plain();
      }
      return nullptr;
    }
    if (const auto* branch = llvm::dyn_cast<llvm::BranchInst>(&end)) {
      if (branch->isUnconditional()) return branch->getSuccessor(0);
      const unsigned way = value(*branch->getCondition()).plain() != 0 ? 0 : 1;
      trial_.decisions.push_back({branch, way});
      return branch->getSuccessor(way);
    }
    if (const auto* way = llvm::dyn_cast<llvm::SwitchInst>(&end)) {
      const std::uint64_t asked = value(*way->getCondition()).plain();
      unsigned number = 0;
      for (const auto& c : way->cases()) {
        ++number;
        if (c.getCaseValue()->getZExtValue() != asked) continue;
        trial_.decisions.push_back({way, number});
        return c.getCaseSuccessor();
      }
      trial_.decisions.push_back({way, 0});
      return way->getDefaultDest();
    }
    if (const auto* way = llvm::dyn_cast<llvm::CallBrInst>(&end)) {
      effect(*way);
      const std::uint64_t choice =
          mixed(world_.seed, trial_.trace.back().what) % (1 + way->getNumIndirectDests());
      return choice == 0 ? way->getDefaultDest() : way->getIndirectDest(static_cast<unsigned>(choice - 1));
    }
    if (llvm::isa<llvm::UnreachableInst>(end) && !trial_.trace.empty()) return nullptr;
    throw Undefined{};
  }

  /// False: it does not come back.
  bool step(const Instruction& i) {
    if (i.isDebugOrPseudoInst()) return true;
    if (const auto* call = llvm::dyn_cast<llvm::CallBase>(&i)) return step_call(*call);
    if (const auto* store = llvm::dyn_cast<llvm::StoreInst>(&i)) {
      write_to_memory(*store);
    } else if (const auto* load = llvm::dyn_cast<llvm::LoadInst>(&i)) {
      values_[&i] = load->isVolatile() || load->isAtomic() ? seen_effect(*load) : read(*load);
    } else if (i.mayHaveSideEffects()) {
      values_[&i] = seen_effect(i);
    } else {
      values_[&i] = compute(i);
    }
    return true;
  }

  bool step_call(const llvm::CallBase& call) {
    if (const auto* intrinsic = llvm::dyn_cast<llvm::IntrinsicInst>(&call)) {
      if (intrinsic->isLifetimeStartOrEnd() ||
          (intrinsic->isAssumeLikeIntrinsic() && call.getType()->isVoidTy()))
        return true;
      if (const auto* copy = llvm::dyn_cast<llvm::MemTransferInst>(intrinsic)) return copy_memory(*copy);
      if (const auto* fill = llvm::dyn_cast<llvm::MemSetInst>(intrinsic)) return fill_memory(*fill);
      if (is_arithmetic(*intrinsic)) {
        std::vector<std::uint64_t> numbers;
        for (const llvm::Use& use : intrinsic->args()) numbers.push_back(value(*use).plain());
        auto result = intrinsic_result(*intrinsic, numbers);
        if (!result) throw Undefined{};
        values_[&call] = {std::move(*result)};
        return true;
      }
    }
    if (is_expression(call)) {
      values_[&call] = answer(call, name_of(call), arguments_of(call), 0);
      return true;
    }
    effect(call);
    return !call.doesNotReturn();
  }

  std::string name_of(const llvm::CallBase& call) const {
    if (llvm::isa<llvm::InlineAsm>(call.getCalledOperand())) return CallPlaces(call).assembly();
    if (const auto* function = llvm::dyn_cast<llvm::Function>(call.getCalledOperand()))
      return without_counters(function->getName().str()) + "()";
    return "a call of a pointer";
  }

  std::vector<std::uint64_t> arguments_of(const llvm::CallBase& call) {
    std::vector<std::uint64_t> all;
    for (const Given& given : given_to(call))
      for (const std::uint64_t part : value(*given.value).parts) all.push_back(seen(part));
    return all;
  }

  std::vector<std::uint64_t> contents_for(const llvm::CallBase& call) {
    std::vector<std::uint64_t> all;
    for (const llvm::Use& use : call.args()) {
      if (!use->getType()->isPointerTy()) continue;
      const std::uint64_t address = value(*use.get()).plain();
      if (is_local(address)) all.push_back(contents_of(address));
    }
    return all;
  }

  /// What was written to a local that others get to see; pointers to locals are not told apart.
  std::uint64_t contents_of(std::uint64_t address) const {
    const std::uint64_t first = address - address % places_.room_of_a_local;
    std::uint64_t sum = 1;
    for (auto at = memory_.lower_bound(first);
         at != memory_.end() && at->first < first + places_.room_of_a_local; ++at) {
      const std::uint64_t bytes = pointer_bits() / 8, word = at->first - at->first % bytes;
      if (is_local(read_bytes(word, bytes))) continue;
      sum = mixed(sum, (at->first - first) << 8 | at->second);
    }
    return sum;
  }

  /// Addresses of locals by the order in which others get to see them.
  std::uint64_t seen(std::uint64_t value) {
    if (!is_local(value)) return value;
    const std::uint64_t local = (value - places_.locals) / places_.room_of_a_local;
    const auto number = seen_locals_.emplace(local, seen_locals_.size()).first->second;
    return places_.locals / 2 + number * places_.room_of_a_local + value % places_.room_of_a_local;
  }

  /// Callees and assembly answer what the world says; memory stays as it is.
  void effect(const llvm::CallBase& call) {
    Step step;
    step.what = name_of(call);
    step.arguments = arguments_of(call);
    step.contents = contents_for(call);
    step.at = &call;
    const llvm::Function* callee = call.getCalledFunction();
    step.is_silent = callee != nullptr && silent_.contains(callee->getName().str());
    record(call, std::move(step));
    for (const llvm::Use& use : call.args())
      if (use->getType()->isPointerTy()) fill_in(value(*use.get()).plain());
  }

  /// What nobody set in a local that a callee is given is the callee's to set.
  void fill_in(std::uint64_t address) {
    if (!is_local(address)) return;
    const std::uint64_t first = address - address % places_.room_of_a_local;
    const auto begin = left_over_.lower_bound(first),
               end = left_over_.lower_bound(first + places_.room_of_a_local);
    for (auto at = begin; at != end; ++at) {
      const auto chosen = world_.memory.find(at->second);
      memory_[at->first] = chosen != world_.memory.end() ? chosen->second : byte_of(world_.seed, at->second);
    }
    filled_.insert(begin, end);
    left_over_.erase(begin, end);
  }

  Number seen_effect(const Instruction& i) {
    Step step;
    step.what = kind_of(i);
    step.at = &i;
    for (const llvm::Use& use : i.operands()) step.arguments.push_back(seen(value(*use.get()).plain()));
    record(i, std::move(step));
    return values_[&i];
  }

  void record(const Instruction& i, Step step) {
    if (trial_.trace.size() >= most_effects) throw Undefined{};
    step.call = call_number(step.what, step.arguments);
    if (!i.getType()->isVoidTy()) {
      Number number = answer(i, step.what, step.arguments, step.is_silent ? 0 : times_[step.call]++);
      const auto chosen = world_.results.find(answers_);
      const auto known = world_.answers.find(step.call);
      if (number.parts.size() == 1) {
        const unsigned bits = bits_of(*i.getType());
        if (!step.is_silent && chosen != world_.results.end())
          number.parts.front() = cut(chosen->second, bits);
        else if (known != world_.answers.end())
          number.parts.front() = cut(known->second, bits);
        number.parts.front() = possible_answer(step, number.parts.front(), bits);
      }
      step.has_result = number.parts.size() == 1;
      if (step.has_result) step.result = number.plain();
      values_[&i] = std::move(number);
    }
    if (step.is_silent) return;
    step.answer = answers_++;
    trial_.trace.push_back(std::move(step));
  }

  Number answer(const Instruction& i, const std::string& what, const std::vector<std::uint64_t>& arguments,
                unsigned time) {
    std::uint64_t random = mixed(mixed(world_.seed, what), time);
    for (const std::uint64_t argument : arguments) random = mixed(random, argument);
    Number number;
    if (auto* type = llvm::dyn_cast<llvm::StructType>(i.getType())) {
      for (const llvm::Type* part : type->elements())
        number.parts.push_back(likely(mixed(random, number.parts.size()), bits_of(*part)));
    } else {
      number.parts.push_back(likely(random, bits_of(*i.getType())));
    }
    return number;
  }

  // Memory.
  std::uint8_t byte_at(std::uint64_t address) const {
    for (const Bytes* bytes : {&memory_, &constants_})
      if (const auto set = bytes->find(address); set != bytes->end()) return set->second;
    if (is_never_set(address) && world_.leftovers != 0)
      return byte_of(mixed(world_.seed, world_.leftovers), address);
    if (const auto chosen = world_.memory.find(address); chosen != world_.memory.end()) return chosen->second;
    return byte_of(world_.seed, address);
  }

  std::uint8_t byte_of(std::uint64_t seed, std::uint64_t address) const {
    const std::uint64_t word = likely(mixed(seed, address / 8), 64);
    const unsigned at = static_cast<unsigned>(address % 8);
    return static_cast<std::uint8_t>(word >> (8 * (layout_.isBigEndian() ? 7 - at : at)));
  }

  std::uint64_t read_bytes(std::uint64_t address, std::uint64_t bytes) const {
    std::uint64_t number = 0;
    for (std::uint64_t k = 0; k < bytes; ++k) {
      const std::uint64_t at = layout_.isBigEndian() ? k : bytes - 1 - k;
      number = number << 8 | byte_at(address + at);
    }
    return number;
  }

  void write_bytes(Bytes& to, std::uint64_t address, std::uint64_t number, std::uint64_t bytes) const {
    for (std::uint64_t k = 0; k < bytes; ++k) {
      const std::uint64_t at = layout_.isBigEndian() ? bytes - 1 - k : k;
      to[address + at] = static_cast<std::uint8_t>(number >> (8 * k));
    }
  }

  Number read(const llvm::LoadInst& load) {
    const unsigned bits = bits_of(*load.getType());
    const std::uint64_t address = value(*load.getPointerOperand()).plain();
    if (const auto filled = filled_.find(address); filled != filled_.end())
      trial_.reads.emplace_back(filled->second, (bits + 7) / 8);
    if (!is_local(address) && !is_never_set(address)) {
      trial_.reads.emplace_back(address, (bits + 7) / 8);
      touch(*load.getPointerOperand(), address, (bits + 7) / 8, load.getType()->isPointerTy(), false);
    }
    const std::uint64_t number = cut(read_bytes(address, (bits + 7) / 8), bits);
    if (number <= 1 || bits != 8 || load.getMetadata(llvm::LLVMContext::MD_range) == nullptr)
      return {{number}};
    trial_.made_bool[address] = number & 1;
    return {{number & 1}};
  }

  bool is_local(std::uint64_t address) const {
    return address >= places_.locals && address < places_.locals + places_.room_of_a_local * most_locals;
  }

  /// What is left in locals from earlier calls.
  bool is_never_set(std::uint64_t address) const {
    return address >= places_.never_set && address < places_.globals;
  }

  void touch(const llvm::Value& pointer, std::uint64_t address, std::uint64_t bytes, bool is_pointer,
             bool is_write) {
    const llvm::Value* object = llvm::getUnderlyingObject(&pointer, 0);
    if (llvm::isa<llvm::Constant>(object) || is_local(address)) return;
    const Touched now{
        value(*object).plain(), llvm::dyn_cast<llvm::Argument>(object), address, bytes, is_pointer, is_write};
    trial_.overlaps = touched_.overlaps(now) || trial_.overlaps;
  }

  void write_to_memory(const llvm::StoreInst& store) {
    const std::uint64_t address = value(*store.getPointerOperand()).plain();
    const unsigned bits = bits_of(*store.getValueOperand()->getType());
    const std::uint64_t number = value(*store.getValueOperand()).plain();
    const bool is_plain = !store.isVolatile() && !store.isAtomic();
    if (!is_local(address) || !is_plain) {
      Step step;
      step.what = is_plain ? fmt::format("a write of {} bits", bits) : kind_of(store);
      step.arguments = {seen(address), seen(number)};
      step.is_write = is_plain;
      step.at = &store;
      if (trial_.trace.size() >= most_effects) throw Undefined{};
      trial_.trace.push_back(std::move(step));
    }
    touch(*store.getPointerOperand(), address, (bits + 7) / 8,
          store.getValueOperand()->getType()->isPointerTy(), true);
    write_bytes(memory_, address, number, (bits + 7) / 8);
    const auto* copied = llvm::dyn_cast<llvm::LoadInst>(store.getValueOperand());
    const std::uint64_t from = copied != nullptr ? value(*copied->getPointerOperand()).plain() : 0;
    for (std::uint64_t k = 0; k < (bits + 7) / 8; ++k) set_by_itself(address + k, from + k);
  }

  void note_bulk(const char* what, const llvm::CallBase& call, std::vector<std::uint64_t> arguments) {
    Step step;
    step.what = what;
    step.arguments = std::move(arguments);
    step.is_write = true;
    step.at = &call;
    trial_.trace.push_back(std::move(step));
  }

  bool copy_memory(const llvm::MemTransferInst& copy) {
    const std::uint64_t to = value(*copy.getRawDest()).plain(), from = value(*copy.getRawSource()).plain();
    const std::uint64_t bytes = value(*copy.getLength()).plain();
    if (bytes > most_bytes) throw Undefined{};
    if (!is_local(to)) note_bulk("a copy", copy, {to, seen(from), bytes});
    std::vector<std::uint8_t> all;
    for (std::uint64_t k = 0; k < bytes; ++k) all.push_back(byte_at(from + k));
    for (std::uint64_t k = 0; k < bytes; ++k) {
      memory_[to + k] = all[k];
      set_by_itself(to + k, from + k);
    }
    return true;
  }

  void set_by_itself(std::uint64_t byte, std::uint64_t from) {
    left_over_.erase(byte);
    filled_.erase(byte);
    if (is_local(byte) && is_never_set(from)) left_over_[byte] = from;
  }

  bool fill_memory(const llvm::MemSetInst& fill) {
    const std::uint64_t to = value(*fill.getRawDest()).plain(), byte = value(*fill.getValue()).plain();
    const std::uint64_t bytes = value(*fill.getLength()).plain();
    if (bytes > most_bytes) throw Undefined{};
    if (!is_local(to)) note_bulk("a fill", fill, {to, byte, bytes});
    for (std::uint64_t k = 0; k < bytes; ++k) {
      memory_[to + k] = static_cast<std::uint8_t>(byte);
      set_by_itself(to + k, 0);
    }
    return true;
  }

  // Values.
  Number value(const llvm::Value& v) {
    if (const auto* c = llvm::dyn_cast<llvm::Constant>(&v)) return constant(*c);
    const auto known = values_.find(&v);
    if (known == values_.end()) throw Undefined{};
    return known->second;
  }

  Number constant(const llvm::Constant& c) {
    if (llvm::isa<llvm::UndefValue>(c)) {
      if (c.getType()->isStructTy()) return {std::vector<std::uint64_t>(c.getType()->getStructNumElements())};
      throw Undefined{};
    }
    if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&c)) {
      if (number->getBitWidth() > 64) throw Undefined{};
      return {{number->getZExtValue()}};
    }
    if (llvm::isa<llvm::ConstantPointerNull>(c)) return {{0}};
    if (llvm::isa<llvm::GlobalValue>(c)) return {{address_of(llvm::cast<llvm::GlobalValue>(c))}};
    if (const auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(&c))
      return operation(*llvm::cast<llvm::Operator>(expression));
    if (c.isNullValue() && c.getType()->isStructTy())
      return {std::vector<std::uint64_t>(c.getType()->getStructNumElements())};
    throw Undefined{};
  }

  /// Globals of one name are at one place on both sides; those with contents that do not change hold them.
  std::uint64_t address_of(const llvm::GlobalValue& global) {
    const auto known = globals_.find(&global);
    if (known != globals_.end()) return known->second;
    const auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(&global);
    std::string text = ConstantText().of(global);
    if (variable != nullptr && is_of_function(*variable)) {
      const bool is_once =
          variable->getSection().starts_with(".data") && variable->getSection().contains("once");
      if (is_once) text = "once";
      text += fmt::format(" {}", ++statics_[text]);
    }
    const std::uint64_t address = place_of_global(text, pointer_bits());
    globals_[&global] = address;
    if (variable != nullptr && variable->isConstant() && variable->hasInitializer())
      lay_out(*variable->getInitializer(), address);
    return address;
  }

  unsigned pointer_bits() const { return layout_.getPointerSizeInBits(0); }

  void lay_out(const llvm::Constant& c, std::uint64_t address) {
    const std::uint64_t bytes = layout_.getTypeAllocSize(c.getType()).getFixedValue();
    if (bytes > most_bytes) return;
    if (const auto* data = llvm::dyn_cast<llvm::ConstantDataSequential>(&c)) {
      for (unsigned k = 0; k < data->getNumElements(); ++k)
        lay_out(*data->getElementAsConstant(k), address + k * data->getElementByteSize());
    } else if (const auto* number = llvm::dyn_cast<llvm::ConstantInt>(&c);
               number && number->getBitWidth() <= 64) {
      write_bytes(constants_, address, number->getZExtValue(), bytes);
    } else if (c.isNullValue()) {
      for (std::uint64_t k = 0; k < bytes; ++k) constants_[address + k] = 0;
    } else if (const auto* array = llvm::dyn_cast<llvm::ConstantArray>(&c)) {
      const std::uint64_t each = layout_.getTypeAllocSize(array->getType()->getElementType()).getFixedValue();
      for (unsigned k = 0; k < array->getNumOperands(); ++k)
        lay_out(*array->getOperand(k), address + k * each);
    } else if (const auto* object = llvm::dyn_cast<llvm::ConstantStruct>(&c)) {
      const llvm::StructLayout* fields = layout_.getStructLayout(object->getType());
      for (unsigned k = 0; k < object->getNumOperands(); ++k)
        lay_out(*object->getOperand(k), address + fields->getElementOffset(k));
    } else if (c.getType()->isPointerTy()) {
      write_bytes(constants_, address, constant(c).plain(), bytes);
    }
  }

  Number compute(const Instruction& i) {
    if (llvm::isa<llvm::AllocaInst>(i)) {
      if (locals_ == most_locals) throw Undefined{};
      return {{places_.locals + places_.room_of_a_local * locals_++}};
    }
    if (const auto* compare = llvm::dyn_cast<llvm::ICmpInst>(&i)) return {{compared(*compare) ? 1U : 0U}};
    if (const auto* part = llvm::dyn_cast<llvm::ExtractValueInst>(&i)) {
      const Number whole = value(*part->getAggregateOperand());
      if (part->getNumIndices() != 1 || part->getIndices()[0] >= whole.parts.size()) throw Undefined{};
      return {{whole.parts[part->getIndices()[0]]}};
    }
    if (const auto* part = llvm::dyn_cast<llvm::InsertValueInst>(&i)) {
      Number whole = value(*part->getAggregateOperand());
      if (part->getNumIndices() != 1 || part->getIndices()[0] >= whole.parts.size()) throw Undefined{};
      whole.parts[part->getIndices()[0]] = value(*part->getInsertedValueOperand()).plain();
      return whole;
    }
    return operation(*llvm::cast<llvm::Operator>(&i));
  }

  Number operation(const llvm::Operator& op) {
    if (const auto* gep = llvm::dyn_cast<llvm::GEPOperator>(&op)) return {{element(*gep)}};
    const auto argument = [&](unsigned k) { return value(*op.getOperand(k)); };
    const unsigned opcode = op.getOpcode();
    if (opcode == Instruction::Select) return argument(0).plain() != 0 ? argument(1) : argument(2);
    if (opcode == Instruction::Freeze) return argument(0);
    const unsigned bits = bits_of(*op.getType());
    const std::uint64_t a = argument(0).plain();
    if (Instruction::isCast(opcode)) {
      const unsigned from = bits_of(*op.getOperand(0)->getType());
      return {{cut(opcode == Instruction::SExt ? static_cast<std::uint64_t>(as_signed(a, from)) : a, bits)}};
    }
    if (Instruction::isBinaryOp(opcode))
      if (const auto result = binary(opcode, a, argument(1).plain(), bits)) return {{*result}};
    throw Undefined{};
  }

  bool compared(const llvm::ICmpInst& compare) {
    const unsigned bits = bits_of(*compare.getOperand(0)->getType());
    const llvm::APInt a(bits, value(*compare.getOperand(0)).plain()),
        b(bits, value(*compare.getOperand(1)).plain());
    return llvm::ICmpInst::compare(a, b, compare.getPredicate());
  }

  std::uint64_t element(const llvm::GEPOperator& gep) {
    if (!gep.getType()->isPointerTy()) throw Undefined{};
    std::uint64_t address = value(*gep.getPointerOperand()).plain();
    for (auto at = llvm::gep_type_begin(gep); at != llvm::gep_type_end(gep); ++at) {
      const llvm::Value& index = *at.getOperand();
      const std::uint64_t number = value(index).plain();
      if (llvm::StructType* type = at.getStructTypeOrNull())
        address += layout_.getStructLayout(type)->getElementOffset(static_cast<unsigned>(number));
      else
        address += static_cast<std::uint64_t>(as_signed(number, bits_of(*index.getType()))) *
                   at.getSequentialElementStride(layout_).getFixedValue();
    }
    return cut(address, pointer_bits());
  }

  void finish() {
    for (const auto& [address, byte] : memory_)
      if (!is_local(address)) trial_.written[address] = byte;
  }

  llvm::Function& function_;
  const World& world_;
  const std::set<std::string>& silent_;
  const llvm::DataLayout& layout_;
  Trial trial_;
  llvm::DenseMap<const llvm::Value*, Number> values_;
  const Places places_;
  Bytes memory_;
  /// Bytes of locals that nobody set, and those that callees did; by what name a world has them.
  std::map<std::uint64_t, std::uint64_t> left_over_, filled_;
  TouchedMemory touched_;
  Bytes constants_;  ///< contents of globals that do not change
  std::map<const llvm::GlobalValue*, std::uint64_t> globals_;
  std::map<std::string, unsigned> statics_;
  std::map<std::uint64_t, unsigned> times_;
  std::map<std::uint64_t, std::uint64_t> seen_locals_;
  unsigned steps_ = 0, answers_ = 0;
  std::uint64_t locals_ = 0;
};

}  // namespace

std::optional<Trial> try_out(llvm::Function& function, const World& world,
                             const std::set<std::string>& silent) {
  return Machine(function, world, silent).run();
}

}  // namespace pfncheck::lifting
