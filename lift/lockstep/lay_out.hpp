// SPDX-License-Identifier: GPL-2.0-or-later
// Code that finds the fields of structures where another version has them. Holds LLVM types.
#pragma once

#include <llvm/IR/Function.h>

#include <set>
#include <string>

#include "lift/lockstep/relaid.hpp"

namespace pfncheck::lifting {

/// Each field that the function names is where `relaid` says; locals, and what is allocated for one of these
/// structures, have the size that they have there. A number that leads back from a field to the whole
/// (container_of) is that field's place where it is known what it is taken for; another, as of offsetof,
/// stays one. `function` is as clang made it. Gives the structures that it names.
std::set<std::string> lay_out(llvm::Function& function, const RelaidStructs& relaid);

}  // namespace pfncheck::lifting
