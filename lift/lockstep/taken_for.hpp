// SPDX-License-Identifier: GPL-2.0-or-later
// What a pointer that was made of a number is taken for. Holds LLVM types.
#pragma once

#include <llvm/IR/Instructions.h>

#include <set>
#include <string>

namespace pfncheck::lifting {

/// By LLVM's name ("struct.vm_fault"), the structures to which `pointer` leads, as far as its function says
/// so: by the variable that holds it, by what the function returns, by a field that is looked for from there.
/// The function is as clang made it.
std::set<std::string> taken_for(const llvm::Instruction& pointer);

}  // namespace pfncheck::lifting
