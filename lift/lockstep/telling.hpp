// SPDX-License-Identifier: GPL-2.0-or-later
// A call on which two functions part, as it is told. Holds LLVM types.
#pragma once

#include <llvm/IR/Instruction.h>

#include <string>

#include "lift/lockstep/apart.hpp"
#include "lift/lockstep/lockstep.hpp"

namespace pfncheck::lifting {

/// Of nothing: nowhere.
SourceLine place_of(const llvm::Instruction* instruction, const std::string& tree_root);
PartingCall told(const Apart& apart, const std::string& tree_root);

}  // namespace pfncheck::lifting
