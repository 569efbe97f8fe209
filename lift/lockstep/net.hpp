// SPDX-License-Identifier: GPL-2.0-or-later
// What a trial takes and does not give back. Holds LLVM types.
#pragma once

#include <llvm/IR/DataLayout.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "lift/lockstep/trial.hpp"

namespace pfncheck::lifting {

/// By what it is ("mutex"): taken less given back; nothing that is 0.
using Net = std::map<std::string_view, std::int64_t>;
Net net_of(const Trial& trial, const llvm::DataLayout& layout);
/// Names of the functions that it calls.
std::set<std::string> called(const Trial& trial);
/// A callee takes more than it was asked for, or so much that no exit could count it.
bool is_absurd(const Trial& trial);
/// One side does what the other does and leaves something out, or only takes or gives back more: the same way
/// through the function. Sides that take different ways leave what those ways leave, and none is new.
bool is_one_way(const Trial& before, const Trial& after);

}  // namespace pfncheck::lifting
