// SPDX-License-Identifier: GPL-2.0-or-later
// What a module holds besides functions, as digests. Holds LLVM types.
#pragma once

#include <llvm/IR/Module.h>

#include <vector>

#include "lift/exec/module.hpp"

namespace pfncheck::lifting {

/// Variables outside of functions, aliases and file-scope assembly, by name. Static variables of a function
/// and what clang made variables of are part of the texts that mention them.
std::vector<DataText> data_texts(const llvm::Module& module);

}  // namespace pfncheck::lifting
