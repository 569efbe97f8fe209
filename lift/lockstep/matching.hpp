// SPDX-License-Identifier: GPL-2.0-or-later
// Whether one effect of a function is the same as one of another. Holds LLVM types.
#pragma once

#include <llvm/IR/Instructions.h>

#include <cstddef>
#include <optional>
#include <string>

#include "lift/lockstep/expressions.hpp"
#include "lift/lockstep/walk.hpp"

namespace pfncheck::lifting {

/// The values of both sides at one place, and what holds there.
struct Sides {
  Expressions &a, &b;
  Term facts;
};

struct Mismatch {
  std::string what;  ///< "another first argument for put_page()"
  Term apart;        ///< what tells the sides apart; empty: nothing that could be told
};

/// What tells two values apart; empty if they have not the same width.
Term apart(Term a, Term b);

class Matching {
 public:
  Matching(const WalkOptions& options, Pool& pool) : options_(options), pool_(pool) {}

  /// Whether they are equal where the facts hold; false if nobody knows.
  bool equal(Term a, Term b, Term facts) const;
  /// Whether nothing leads to where the facts hold.
  bool is_impossible(Term facts) const;
  /// What is not the same of two effects; nothing: they are the same.
  std::optional<Mismatch> effects(const llvm::Instruction& a, const llvm::Instruction& b, Sides sides) const;
  /// Plain stores to places that do not overlap may come in any order: how many of them, beginning with these
  /// two, are the same on both sides; 0: these are not, or are no plain stores.
  std::size_t stores(const llvm::Instruction& a, const llvm::Instruction& b, Sides sides) const;

 private:
  bool is_same_store(const llvm::StoreInst& a, const llvm::StoreInst& b, Sides sides) const;
  bool are_disjoint(const llvm::StoreInst& x, const llvm::StoreInst& y, Sides sides) const;
  bool print_enough_alike(const llvm::CallBase& a, const llvm::CallBase& b, Sides sides) const;
  std::optional<Mismatch> calls(const llvm::CallBase& a, const llvm::CallBase& b, Sides sides) const;

  const WalkOptions& options_;
  Pool& pool_;
};

/// The place behind so many plain stores.
llvm::BasicBlock::const_iterator after_stores(llvm::BasicBlock::const_iterator at, std::size_t stores);

}  // namespace pfncheck::lifting
