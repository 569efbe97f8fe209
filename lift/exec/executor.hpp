// SPDX-License-Identifier: GPL-2.0-or-later
// Symbolic execution of one function's IR with state merging. Internal to lift/exec: holds LLVM types.
#pragma once

#include <llvm/ADT/DenseMap.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/DataLayout.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lift/env/stand_ins.hpp"
#include "lift/exec/environment.hpp"
#include "lift/exec/initial.hpp"
#include "lift/exec/lifted_function.hpp"
#include "lift/exec/memory.hpp"
#include "lift/exec/module.hpp"
#include "lift/exec/path.hpp"
#include "lift/exec/value.hpp"

namespace pfncheck::lifting {

/// Everything that differs between two executions that meet at a join.
struct State {
  Path path;
  Memory memory;
  std::vector<Value> registers;              ///< of the running function, by Shape::number
  std::map<std::string, unsigned> ordinals;  ///< how often something with an ordinal was executed
  std::map<std::string, Term> outputs;       ///< by NAME of pfncheck_out_NAME
};

/// What is known of a function before it runs.
struct FunctionShape {
  explicit FunctionShape(llvm::Function& function);

  llvm::DominatorTree dominators;
  llvm::LoopInfo loops;
  /// Per loop (nullptr: outside all) its own blocks and the headers of its direct inner loops, in reverse
  /// post-order.
  std::map<const llvm::Loop*, std::vector<llvm::BasicBlock*>> order;
  /// Values that are used outside their block have a register.
  llvm::DenseMap<const llvm::Value*, unsigned> number;
  bool irreducible = false;
};

struct AsmOperands;

class Executor {
 public:
  Executor(llvm::Module& module, Pool& pool, const LiftOptions& options);
  LiftedFunction run(llvm::Function& function);

 private:
  struct Frame {
    explicit Frame(FunctionShape& of) : shape(of) {}
    FunctionShape& shape;
    std::map<const llvm::BasicBlock*, std::vector<State>> pending;
    std::vector<std::pair<State, Value>> returned;
    llvm::DenseMap<const llvm::Value*, Value> local;  ///< values of the block that runs
    std::vector<const Object*> objects;               ///< to forget at return
  };

  // Control flow (executor.cpp).
  std::optional<std::pair<State, Value>> call_function(llvm::Function& function,
                                                       const std::vector<Value>& arguments, State state);
  void run_region(Frame& frame, const llvm::Loop* loop);
  void run_loop(Frame& frame, const llvm::Loop* loop);
  void run_block(Frame& frame, llvm::BasicBlock& block, State state);
  void leave(Frame& frame, const llvm::BasicBlock& from, const llvm::BasicBlock& to, State state);
  void terminate(Frame& frame, const llvm::Instruction& end, State state);
  void branch_switch(Frame& frame, const llvm::SwitchInst& end, State state);
  void branch_asm_goto(Frame& frame, const llvm::CallBrInst& end, State state);
  State merge(std::vector<State> states);
  State merge_two(const State& a, const State& b);
  FunctionShape& shape_of(llvm::Function& function);
  void look_at_the_clock() const;
  void set(Frame& frame, State& state, const llvm::Instruction& instruction, Value value);
  void observe(const State& end);
  void finish(LiftedFunction& out);

  // Values (operands.cpp).
  Value operand(Frame& frame, const State& state, const llvm::Value* value);
  Value constant(const llvm::Constant* constant);
  Value constant_expression(const llvm::ConstantExpr* expression);
  Value undefined(llvm::Type* type, const std::string& what);
  Value zero(llvm::Type* type);
  Value fresh(llvm::Type* type, const std::string& name, const std::vector<Term>& arguments,
              ApproximationKind kind, const std::string& what);
  unsigned width_of(llvm::Type* type) const;  ///< of an integer; throws NotLifted
  Term integer(const Value& value);
  Value pointer(const Value& value) const;
  Term bit(Term term) const;  ///< lowest bit as a bool
  const Object* object_of(const llvm::GlobalValue* global);
  Value load(const State& state, const Value& place, llvm::Type* type);
  /// What a pointer that is followed may point to on this path. NULL as one choice of several is a trap.
  Value followed(State& state, const Value& place);
  void store(State& state, const Value& place, const Value& value, llvm::Type* type);

  // Instructions (instructions.cpp, arithmetic.cpp).
  Value evaluate(Frame& frame, State& state, const llvm::Instruction& instruction);
  Value evaluate_memory(Frame& frame, State& state, const llvm::Instruction& instruction);
  Value evaluate_aggregate(Frame& frame, State& state, const llvm::Instruction& instruction);
  Value evaluate_cast(const Value& value, unsigned opcode, llvm::Type* from, llvm::Type* to);
  Value allocate(Frame& frame, State& state, const llvm::AllocaInst& alloca);
  Value load_volatile(State& state, const Value& place, const llvm::LoadInst& load);
  Value element_pointer(Frame& frame, const State& state, const llvm::GEPOperator& gep);
  Value exchange(Frame& frame, State& state, const llvm::Instruction& instruction);
  Value binary(unsigned opcode, const Value& a, const Value& b, llvm::Type* type);
  Term arithmetic(unsigned opcode, Term a, Term b);
  Term shift(unsigned opcode, Term a, Term b);
  Value compare(const llvm::CmpInst& compare, const Value& a, const Value& b);
  Term compare_integers(llvm::CmpInst::Predicate predicate, Term a, Term b) const;

  // Calls (calls.cpp, intrinsics.cpp, stand_in_calls.cpp, inline_asm.cpp). False: the path ended.
  bool call(Frame& frame, State& state, const llvm::CallBase& call);
  bool call_pointer(Frame& frame, State& state, const llvm::CallBase& call, const Value& target,
                    const std::vector<Value>& arguments);
  std::optional<Value> call_target(Frame& frame, State& state, llvm::Function& function,
                                   const llvm::CallBase& call, const std::vector<Value>& arguments);
  std::vector<Value> arguments_of(Frame& frame, State& state, const llvm::CallBase& call);
  Value call_unknown(State& state, const std::string& name, const llvm::CallBase& call,
                     const std::vector<Value>& arguments);
  std::optional<Value> call_adapter(State& state, const std::string& name, llvm::Type* type,
                                    const std::vector<Value>& arguments);
  std::optional<Value> call_word(State& state, const std::string& name, llvm::Type* type,
                                 const std::vector<Value>& arguments);
  void note_assertion(const State& state, const std::vector<Value>& arguments);
  std::string literal_text(const Value& pointer_to_text);
  std::optional<Value> call_stand_in(State& state, const StandIn& row, const std::string& name,
                                     llvm::Type* type, const std::vector<Value>& arguments);
  Term head_of(const std::string& name, Term page);
  Value any_answer(State& state, const std::string& name, llvm::Type* type);
  Value call_feature(const std::string& name, llvm::Type* type, const std::vector<Value>& arguments);
  Value intrinsic(Frame& frame, State& state, const llvm::IntrinsicInst& call,
                  const std::vector<Value>& arguments);
  Value intrinsic_memory(State& state, const llvm::IntrinsicInst& call, const std::vector<Value>& arguments);
  Value intrinsic_bits(const llvm::IntrinsicInst& call, const std::vector<Value>& arguments);
  Value overflow(const llvm::IntrinsicInst& call, Term a, Term b);
  Value inline_asm(Frame& frame, State& state, const llvm::CallBase& call);
  AsmOperands asm_operands(Frame& frame, State& state, const llvm::CallBase& call);
  Term chip_has(const std::string& what);
  Value riscv_memory_type(const AsmOperands& operands, unsigned width);
  Value thead_memory_type(const AsmOperands& operands);
  Value unknown_asm(State& state, const llvm::CallBase& call, const std::string& text,
                    const AsmOperands& operands);
  void forget(State& state, const Value& pointer, const std::string& because);
  Term argument(const Value& value);  ///< a page as its pfn, another pointer as its address
  std::vector<Term> plain_arguments(const std::vector<Value>& arguments);

  // What is reported.
  SourceLine where() const;
  void effect(const State& state, const std::string& name, std::vector<Term> arguments,
              bool keeps_memory = false);
  /// A write to what does not belong to the lifted code itself is an effect: its address and what is written.
  void note_alignment(const State& state, const Value& place, std::uint64_t bytes);
  /// Of a value that was read where its type allows fewer than fit.
  void note_range(const State& state, const llvm::LoadInst& from, const Value& value);
  /// Says so where an access may not be within its local.
  void note_reach(const State& state, const Value& place, std::uint64_t bytes);
  void note_write(const State& state, const Value& place, const std::string& how,
                  const std::vector<Value>& what);
  void approximate(ApproximationKind kind, Term variable, const std::string& what, const std::string& name,
                   std::vector<Term> arguments);
  unsigned ordinal(State& state, const std::string& key);
  Term yes(bool value) const { return pool_.boolean(value); }

  llvm::Module& module_;
  const llvm::DataLayout& layout_;
  Pool& pool_;
  const LiftOptions& options_;
  Environment& environment_;
  Objects objects_;
  LiftedFunction out_;
  InitialMemory initial_;
  MemoryModel memory_;
  std::map<const llvm::Function*, std::unique_ptr<FunctionShape>> shapes_;
  std::map<const llvm::GlobalValue*, const Object*> globals_;
  std::vector<const Object*> hooks_;  ///< objects of the adapter's own functions
  std::vector<const llvm::Function*> stack_;
  std::map<std::string, unsigned> local_names_, undefined_;
  const llvm::Instruction* at_ = nullptr;
  std::uint64_t steps_ = 0;
  double started_ = 0;  ///< in thread_seconds()
};

/// Names of adapters and of what they declare begin with it.
inline constexpr std::string_view adapter_prefix = "pfncheck_";

/// Whether a root of this name asks about a contract, with the ledger.
bool is_contract(llvm::StringRef root);

/// Whether a write to the object is seen outside of the lifted code. What remembers that a warning was given
/// does not count.
bool is_seen_outside(const Object& object);

/// The place of an instruction: the innermost function of an inlined chain.
SourceLine source_line(const llvm::Instruction& instruction, const std::string& tree_root);
/// The place in the function that the others were inlined in.
SourceLine outer_line(const llvm::Instruction& instruction, const std::string& tree_root);

}  // namespace pfncheck::lifting
