// SPDX-License-Identifier: GPL-2.0-or-later
// Control flow: blocks, joins, loops, calls of functions with a body.
#include "lift/exec/executor.hpp"

#include <fmt/format.h>
#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/Analysis/CFG.h>
#include <llvm/IR/DebugInfoMetadata.h>

#include <algorithm>
#include <tuple>

#include "model/thread_time.hpp"

namespace pfncheck::lifting {

namespace {

constexpr unsigned most_certain_iterations = 20000;  // of a loop that constants govern
constexpr std::uint64_t most_steps = 2'000'000;      // instructions of one lift
constexpr unsigned deepest_call = 200;

bool escapes(const llvm::Instruction& instruction) {
  for (const llvm::User* user : instruction.users()) {
    const auto* other = llvm::dyn_cast<llvm::Instruction>(user);
    if (other == nullptr || other->getParent() != instruction.getParent() || llvm::isa<llvm::PHINode>(other))
      return true;
  }
  return false;
}

}  // namespace

FunctionShape::FunctionShape(llvm::Function& function) : dominators(function), loops(dominators) {
  llvm::ReversePostOrderTraversal<llvm::Function*> blocks(&function);
  irreducible = llvm::containsIrreducibleCFG<llvm::BasicBlock*>(blocks, loops);
  for (llvm::BasicBlock* block : blocks) {
    const llvm::Loop* loop = loops.getLoopFor(block);
    order[loop].push_back(block);
    if (loop != nullptr && loop->getHeader() == block) order[loop->getParentLoop()].push_back(block);
  }
  for (const llvm::Argument& argument : function.args()) number.insert({&argument, number.size()});
  for (const llvm::BasicBlock& block : function)
    for (const llvm::Instruction& instruction : block)
      if (!instruction.getType()->isVoidTy() &&
          (llvm::isa<llvm::PHINode>(instruction) || escapes(instruction)))
        number.insert({&instruction, number.size()});
}

Executor::Executor(llvm::Module& module, Pool& pool, const LiftOptions& options)
    : module_(module),
      layout_(module.getDataLayout()),
      pool_(pool),
      options_(options),
      environment_(Environment::of(pool)),
      objects_(pool, layout_.getPointerSizeInBits(0)),
      initial_(
          layout_, objects_, environment_, [this](const llvm::Constant* c) { return constant(c); },
          [this](ApproximationKind kind, Term variable, const std::string& what) {
            approximate(kind, variable, what, what, {});
          },
          out_.globals),
      memory_(objects_, initial_, layout_.isBigEndian()),
      started_(thread_seconds()) {
  if (llvm::StringRef(module.getTargetTriple()).starts_with("s390")) initial_.trust_low_memory();
  if (options.from_program_start) initial_.start_initialised();
  for (const char* name : {"struct.page", "page"})
    if (auto* page = llvm::StructType::getTypeByName(module.getContext(), name);
        page != nullptr && !page->isOpaque())
      objects_.set_page_bytes(layout_.getTypeAllocSize(page).getFixedValue());
}

FunctionShape& Executor::shape_of(llvm::Function& function) {
  std::unique_ptr<FunctionShape>& shape = shapes_[&function];
  if (!shape) shape = std::make_unique<FunctionShape>(function);
  return *shape;
}

LiftedFunction Executor::run(llvm::Function& function) {
  out_.name = function.getName().str();
  out_.beyond_bound = out_.outside = out_.impossible = yes(false);
  out_.returns = yes(false);
  try {
    at_ = &*function.getEntryBlock().begin();
    std::vector<Value> arguments;
    for (const llvm::Argument& argument : function.args()) {
      const unsigned number = argument.getArgNo();
      std::string name = argument.hasName() ? argument.getName().str() : fmt::format("argument{}", number);
      if (number < options_.parameter_names.size() && !options_.parameter_names[number].empty())
        name = options_.parameter_names[number];
      initial_.reserve(name);
      const bool is_pointer = argument.getType()->isPointerTy();
      const unsigned width = is_pointer ? objects_.pointer_bits() : width_of(argument.getType());
      const Term variable = environment_.variable(name, width);
      if (is_pointer) initial_.trust(variable);
      out_.parameters.push_back({name, variable});
      arguments.push_back(is_pointer ? objects_.from_address(variable) : Value::integer(variable));
    }
    State start{Path(pool_), {}, {}, {}, {}};
    if (auto end = call_function(function, arguments, std::move(start))) {
      out_.returns = end->first.path.condition();
      out_.outputs = end->first.outputs;
      if (!end->second.empty()) out_.result = integer(end->second);
      if (options_.observe_memory) observe(end->first);
    } else if (function.getReturnType()->isIntegerTy()) {
      out_.result = pool_.constant(width_of(function.getReturnType()), 0);
    }
  } catch (const OutOfTime& stop) {
    out_.unsupported.push_back({stop.what(), where(), true});
  } catch (const NotLifted& stop) {
    out_.unsupported.push_back({stop.what(), where()});
  }
  finish(out_);
  return std::move(out_);
}

/// What is in memory at the end, a byte at a place that can be any. What a small global held before goes by
/// the names of its pieces, as where the function reads one: the byte at a place that can be any has a name
/// of its own, and one version that may write to each piece would differ from one that may write to some.
void Executor::observe(const State& end) {
  constexpr std::uint64_t small = 64;
  const Term place = environment_.variable(std::string(observed_place), objects_.pointer_bits());
  const auto byte_at = [&](const Object* object, Term offset) {
    return integer(memory_.load(end.memory, Value::pointer({{yes(true), object, Term(), offset}}), 1));
  };
  const auto byte_of = [&](const Object* object) {
    Term byte = byte_at(object, place);
    if (object->size <= small)
      for (std::uint64_t at = 0; at < object->size; ++at)
        byte = ite(eq(place, objects_.word(at)), byte_at(object, objects_.word(at)), byte);
    return byte;
  };
  for (const auto& [object, contents] : end.memory) {
    if (object == objects_.absolute())
      out_.outputs[std::string(memory_output)] = byte_at(object, place);
    else if (object->kind == Object::Kind::global && is_seen_outside(*object))
      out_.outputs["bytes of " + object->name] = byte_of(object);
  }
}

std::optional<std::pair<State, Value>> Executor::call_function(llvm::Function& function,
                                                               const std::vector<Value>& arguments,
                                                               State state) {
  if (std::count(stack_.begin(), stack_.end(), &function) > static_cast<long>(options_.loop_bound))
    throw NotLifted("recursion of " + function.getName().str());
  if (stack_.size() > deepest_call) throw NotLifted("calls that nest too deeply");
  FunctionShape& shape = shape_of(function);
  if (shape.irreducible) throw NotLifted("an irreducible loop in " + function.getName().str());
  std::vector<Value> callers_registers = std::move(state.registers);
  state.registers.assign(shape.number.size(), Value());
  for (const llvm::Argument& argument : function.args())
    state.registers[shape.number.lookup(&argument)] = arguments.at(argument.getArgNo());
  const llvm::Instruction* came_from = at_;
  stack_.push_back(&function);
  Frame frame(shape);
  frame.pending[&function.getEntryBlock()].push_back(std::move(state));
  run_region(frame, nullptr);
  stack_.pop_back();
  at_ = came_from;
  if (frame.returned.empty()) return std::nullopt;
  // The result travels as a register, so that it is merged like any other.
  std::vector<State> ends;
  for (auto& [end, value] : frame.returned) {
    end.registers.assign(1, value);
    ends.push_back(std::move(end));
  }
  State end = merge(std::move(ends));
  Value result = end.registers[0];
  end.registers = std::move(callers_registers);
  for (const Object* object : frame.objects) end.memory.erase(object);
  return std::pair{std::move(end), std::move(result)};
}

void Executor::run_region(Frame& frame, const llvm::Loop* loop) {
  for (llvm::BasicBlock* block : frame.shape.order[loop]) {
    const auto waiting = frame.pending.find(block);
    if (waiting == frame.pending.end() || waiting->second.empty()) continue;
    const llvm::Loop* own = frame.shape.loops.getLoopFor(block);
    if (own != loop) {
      run_loop(frame, own);
      continue;
    }
    std::vector<State> states = std::move(waiting->second);
    frame.pending.erase(waiting);
    run_block(frame, *block, merge(std::move(states)));
  }
}

void Executor::run_loop(Frame& frame, const llvm::Loop* loop) {
  const llvm::BasicBlock* header = loop->getHeader();
  unsigned uncertain = 0;
  for (unsigned iteration = 0;; ++iteration) {
    const auto waiting = frame.pending.find(header);
    if (waiting == frame.pending.end() || waiting->second.empty()) return;
    if (iteration > most_certain_iterations) throw NotLifted("a loop without end");
    State state = merge(std::move(waiting->second));
    const Path before = state.path;
    waiting->second.clear();
    waiting->second.push_back(std::move(state));
    run_region(frame, loop);
    const auto again = frame.pending.find(header);
    if (again == frame.pending.end() || again->second.empty()) return;
    std::vector<State> back = std::move(again->second);
    frame.pending.erase(header);
    State next = merge(std::move(back));
    // An iteration that is sure to come does not count: constants govern it.
    if (!next.path.same(before)) {
      ++uncertain;
      out_.loop_bound = options_.loop_bound;
    }
    if (uncertain > options_.loop_bound) {
      out_.beyond_bound = out_.beyond_bound | next.path.condition();
      return;
    }
    frame.pending[header].push_back(std::move(next));
  }
}

void Executor::run_block(Frame& frame, llvm::BasicBlock& block, State state) {
  frame.local.clear();
  TraceStep step{state.path.condition(), {}};
  for (const llvm::Instruction& instruction : block) {
    const SourceLine line = source_line(instruction, options_.tree_root);
    if (line.line != 0 && (step.lines.empty() || step.lines.back() != line)) step.lines.push_back(line);
  }
  if (!step.lines.empty()) out_.trace.push_back(std::move(step));
  for (const llvm::Instruction& instruction : block) {
    if (llvm::isa<llvm::PHINode>(instruction) || instruction.isDebugOrPseudoInst()) continue;
    at_ = &instruction;
    if (++steps_ > most_steps) throw NotLifted("more steps than a lift may take");
    look_at_the_clock();
    if (instruction.isTerminator()) {
      terminate(frame, instruction, std::move(state));
      return;
    }
    if (const auto* call_base = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
      if (!call(frame, state, *call_base)) return;
      continue;
    }
    set(frame, state, instruction, evaluate(frame, state, instruction));
    if (state.path.impossible()) return;
  }
}

void Executor::look_at_the_clock() const {
  const auto is_set = [](const std::atomic<bool>* flag) { return flag != nullptr && *flag; };
  if (is_set(options_.late)) throw OutOfTime("deadline of the whole call");
  const bool is_late = options_.seconds != 0 && thread_seconds() - started_ > options_.seconds;
  if (is_late || is_set(options_.stop)) throw OutOfTime(fmt::format("budget of {:g} s", options_.seconds));
}

void Executor::set(Frame& frame, State& state, const llvm::Instruction& instruction, Value value) {
  if (instruction.getType()->isVoidTy() || value.empty()) return;
  const auto it = frame.shape.number.find(&instruction);
  if (it != frame.shape.number.end()) state.registers[it->second] = value;
  frame.local[&instruction] = std::move(value);
}

void Executor::leave(Frame& frame, const llvm::BasicBlock& from, const llvm::BasicBlock& to, State state) {
  if (state.path.impossible()) return;
  std::vector<std::pair<unsigned, Value>> values;
  for (const llvm::PHINode& phi : to.phis())
    values.emplace_back(frame.shape.number.lookup(&phi),
                        operand(frame, state, phi.getIncomingValueForBlock(&from)));
  for (auto& [number, value] : values) state.registers[number] = std::move(value);
  frame.pending[&to].push_back(std::move(state));
}

void Executor::terminate(Frame& frame, const llvm::Instruction& end, State state) {
  const llvm::BasicBlock& here = *end.getParent();
  if (const auto* leave_function = llvm::dyn_cast<llvm::ReturnInst>(&end)) {
    const llvm::Value* value = leave_function->getReturnValue();
    Value result = value != nullptr ? operand(frame, state, value) : Value();
    frame.returned.emplace_back(std::move(state), std::move(result));
  } else if (const auto* branch = llvm::dyn_cast<llvm::BranchInst>(&end)) {
    if (branch->isUnconditional()) return leave(frame, here, *branch->getSuccessor(0), std::move(state));
    const Term condition = integer(operand(frame, state, branch->getCondition()));
    State other = state;
    std::tie(state.path, other.path) = state.path.fork(condition);
    leave(frame, here, *branch->getSuccessor(0), std::move(state));
    leave(frame, here, *branch->getSuccessor(1), std::move(other));
  } else if (const auto* cases = llvm::dyn_cast<llvm::SwitchInst>(&end)) {
    branch_switch(frame, *cases, std::move(state));
  } else if (const auto* asm_goto = llvm::dyn_cast<llvm::CallBrInst>(&end)) {
    branch_asm_goto(frame, *asm_goto, std::move(state));
  } else if (llvm::isa<llvm::UnreachableInst>(end)) {
    effect(state, "trap", {});
  } else {
    throw NotLifted(fmt::format("the instruction {}", end.getOpcodeName()));
  }
}

void Executor::branch_switch(Frame& frame, const llvm::SwitchInst& end, State state) {
  const llvm::BasicBlock& here = *end.getParent();
  const Term condition = integer(operand(frame, state, end.getCondition()));
  const std::uint64_t largest = upper_bound(condition);
  std::uint64_t possible =
      0;  // case values that the condition may have; when all are there, no default is left
  for (const auto& one : end.cases()) {
    if (state.path.impossible()) return;
    const Term value = integer(constant(one.getCaseValue()));
    if (value.value() <= largest) ++possible;
    State taken = state;
    std::tie(taken.path, state.path) = state.path.fork(eq(condition, value));
    leave(frame, here, *one.getCaseSuccessor(), std::move(taken));
  }
  if (largest == ~std::uint64_t{0} || possible <= largest)
    leave(frame, here, *end.getDefaultDest(), std::move(state));
}

State Executor::merge(std::vector<State> states) {
  // Neighbours in the tree of branches first: their literals cancel.
  while (states.size() > 1) {
    std::size_t a = 0, b = 1;
    unsigned deepest = 0;
    bool first = true;
    for (std::size_t i = 0; i < states.size(); ++i)
      for (std::size_t j = i + 1; j < states.size(); ++j) {
        const unsigned common = Path::common_depth(states[i].path, states[j].path);
        if (!first && common <= deepest) continue;
        first = false;
        deepest = common;
        a = i;
        b = j;
      }
    State merged = merge_two(states[a], states[b]);
    states[a] = std::move(merged);
    states.erase(states.begin() + static_cast<std::ptrdiff_t>(b));
  }
  return std::move(states.front());
}

State Executor::merge_two(const State& a, const State& b) {
  const auto [path, is_a] = Path::join(a.path, b.path);
  State out{path, memory_.merge(is_a, a.memory, b.memory), {}, a.ordinals, a.outputs};
  out.registers.reserve(a.registers.size());
  for (std::size_t i = 0; i < a.registers.size(); ++i)
    out.registers.push_back(choose(objects_, is_a, a.registers[i], b.registers[i]));
  for (const auto& [key, count] : b.ordinals) {
    unsigned& mine = out.ordinals[key];
    mine = std::max(mine, count);
  }
  for (const auto& [name, value] : b.outputs) {
    const auto it = a.outputs.find(name);
    const Term mine = it == a.outputs.end() ? pool_.constant(value.width(), 0) : it->second;
    out.outputs[name] = ite(is_a, mine, value);
  }
  for (const auto& [name, value] : a.outputs)
    if (!b.outputs.contains(name)) out.outputs[name] = ite(is_a, value, pool_.constant(value.width(), 0));
  return out;
}

}  // namespace pfncheck::lifting
