// SPDX-License-Identifier: GPL-2.0-or-later
// Values of two functions as Terms over what both have in common. Holds LLVM types.
#pragma once

#include <llvm/ADT/DenseMap.h>
#include <llvm/IR/DataLayout.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Operator.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck::lifting {

/// Functions of values of which nothing is known but that equal arguments give equal results.
class Opaque {
 public:
  explicit Opaque(Pool& pool) : pool_(pool) {}
  Term apply(const std::string& what, const std::vector<Term>& arguments, unsigned width);
  /// Addresses of globals, and of locals by what stands for their first contents, that were asked for: the
  /// text of each.
  const std::map<unsigned, std::pair<Term, std::string>>& places() const { return places_; }
  void note_place(const std::string& text, Term address) {
    places_.emplace(address.id(), std::pair(address, text));
  }
  Pool& pool() { return pool_; }

 private:
  Pool& pool_;
  std::map<std::string, Term> known_;
  std::map<unsigned, std::pair<Term, std::string>> places_;  ///< by the address' id
};

struct MemoryRead {
  Term address, value;
  unsigned bytes;
};

/// The values of one side. What comes from outside of the expressions (parameters, what effects give, what
/// joins give) is bound by the walk. A copy is the same side on another way through it: it has its own values
/// of instructions, and shares those of constants, globals and locals.
class Expressions {
 public:
  Expressions(Opaque& opaque, const llvm::DataLayout& layout)
      : opaque_(&opaque), layout_(&layout), fixed_(std::make_shared<Fixed>()) {}

  /// Width of the Term for a value of that type: bits of integers and pointers (0 for i1); what does not fit
  /// is a name of 64 bits that only equals itself.
  unsigned width_of(const llvm::Type& type) const;
  void bind(const llvm::Value& value, Term term) { known_[&value] = term; }
  bool is_bound(const llvm::Value& value) const { return known_.contains(&value); }
  /// Which contents of memory a load reads: states of memory have numbers that both sides share.
  void set_memory(const llvm::Instruction& load, unsigned memory) { memory_[&load] = memory; }
  Term of(const llvm::Value& value);
  /// Forgets what instructions gave, but for these: others may come again and give something else.
  void keep_only(const std::vector<const llvm::Value*>& values);
  /// Loads whose value was asked for.
  const std::vector<MemoryRead>& reads() const { return reads_; }

 private:
  Term compute(const llvm::Value& value);
  Term constant(const llvm::Constant& constant);
  Term variable(const llvm::GlobalVariable& variable);
  Term of_function(const llvm::GlobalVariable& variable);
  Term operation(const llvm::Operator& operation);
  Term integer(const llvm::Operator& operation);
  Term element(const llvm::GEPOperator& gep);
  Term cast(const llvm::Operator& operation);
  Term compared(const llvm::CmpInst& compare);
  Term local(const llvm::AllocaInst& alloca);
  Term load(const llvm::LoadInst& load);
  Term part(const llvm::ExtractValueInst& extraction);
  Term put_together(const llvm::InsertValueInst& insertion);
  Term call_of(const llvm::CallBase& call);
  Term by_name(const llvm::Operator& operation);
  bool is_plain(const llvm::Type& type) const;

  /// What is the same on every way: it is numbered in the order in which it is first asked for.
  struct Fixed {
    llvm::DenseMap<const llvm::Value*, Term> known;
    std::map<std::string, unsigned> statics;
    unsigned locals = 0, unset = 0, contents = 0;
  };

  Opaque* opaque_;
  const llvm::DataLayout* layout_;
  std::shared_ptr<Fixed> fixed_;
  llvm::DenseMap<const llvm::Value*, Term> known_;
  llvm::DenseMap<const llvm::Instruction*, unsigned> memory_;
  std::vector<MemoryRead> reads_;
};

/// Whether a call gives its result and does nothing else, whenever it is made.
bool is_expression(const llvm::CallBase& call);

/// What an instruction does besides its operands, as text: opcode, types, ordering, flags that carry meaning.
std::string kind_of(const llvm::Instruction& instruction);

}  // namespace pfncheck::lifting
