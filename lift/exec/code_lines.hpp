// SPDX-License-Identifier: GPL-2.0-or-later
// Which lines of the sources have something in a module. Holds LLVM types.
#pragma once

#include <llvm/IR/Module.h>

#include <map>
#include <set>
#include <string>

namespace pfncheck::lifting {

/// By file, relative to the tree: lines of instructions (with the calls that they were inlined through), of
/// local and static variables, and of heads of functions.
std::map<std::string, std::set<unsigned>> code_lines(const llvm::Module& module,
                                                     const std::string& tree_root);

}  // namespace pfncheck::lifting
