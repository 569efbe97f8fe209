// SPDX-License-Identifier: GPL-2.0-or-later
// Two functions executed side by side. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lift/lockstep/expressions.hpp"
#include "model/term/evaluate.hpp"

namespace pfncheck::lifting {

/// Where two functions part, or seem to.
struct Parting {
  std::string what;                           ///< "only one of them calls put_page()"; empty: nowhere
  const llvm::Instruction* before = nullptr;  ///< the instructions at which it was seen
  const llvm::Instruction* after = nullptr;
};

/// What leads to a parting, for whoever wants to try it.
struct Clue {
  Term reached;                 ///< bool: on one way there, and that the sides part
  std::vector<Term> arguments;  ///< of the functions
  std::vector<Term>
      results;  ///< of the effects on the way that are no plain writes; empty for what gives nothing
  struct Answer {
    std::string call;  ///< "pud_mkdirty()"
    std::vector<Term> arguments;
    Term result;
  };
  std::vector<Answer> answers;    ///< of silent calls on the way
  std::vector<MemoryRead> reads;  ///< of memory
};

struct WalkOptions {
  /// Functions that a call of the same name may not do the same for.
  const std::set<std::string>& changed;
  const std::set<std::string>& silent;       ///< see try_out()
  std::function<bool(Term formula)> proves;  ///< whether it is true of all values
  /// Values for which it is true; nothing: there are none, or nobody knows.
  std::function<std::optional<Assignment>(Term formula)> solve = {};
  bool printing_aside = false;  ///< what is printed may differ, but for memory that may be gone
};

/// Both are in normal form. They are the same if, started with the same arguments and the same memory, they
/// go through the same effects (stores, volatile accesses, atomics, fences, assembly, calls, with their
/// operands) in the same order, however often loops turn, and read other memory between the same two effects.
/// `clues`: filled where they part, if it is there.
Parting walk(llvm::Function& before, llvm::Function& after, const WalkOptions& options, Pool& pool,
             std::vector<Clue>* clues = nullptr);

}  // namespace pfncheck::lifting
