// SPDX-License-Identifier: GPL-2.0-or-later
// What of a function others can see, and what only leads on. Holds LLVM types.
#pragma once

#include <llvm/IR/InstrTypes.h>

#include <set>
#include <string>

namespace pfncheck::lifting {

/// Changes nothing, and nobody can tell that it is there.
bool is_nothing(const llvm::Instruction& instruction);
bool calls_one_of(const llvm::CallBase& call, const std::set<std::string>& functions);
/// Also by way of a choice between functions.
bool may_call_one_of(const llvm::CallBase& call, const std::set<std::string>& functions);
/// More than a value: something that is done, and a call of one of `changed` whatever it does.
bool is_effect(const llvm::Instruction& instruction, const std::set<std::string>& changed);

struct Edge {
  const llvm::BasicBlock *from, *to;
  bool is_only_way = true;  ///< nothing else leads to `to`
};
/// Past empty blocks.
Edge followed(Edge edge);

}  // namespace pfncheck::lifting
