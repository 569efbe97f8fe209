// SPDX-License-Identifier: GPL-2.0-or-later
// Types of C as debug info has them. Holds LLVM types.
#pragma once

#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Instructions.h>

namespace pfncheck::lifting {

/// Past names and qualifiers, up to a pointer; nullptr is void, or nothing known.
const llvm::DIType* underlying(const llvm::DIType* type);
/// Of the variable that a local is; nullptr where it is none.
const llvm::DIType* type_of_local(const llvm::AllocaInst& local);

}  // namespace pfncheck::lifting
