// SPDX-License-Identifier: GPL-2.0-or-later
// Where each function of a module stands in the sources, and a digest of what it says. Holds LLVM types.
#pragma once

#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>

#include <string>
#include <vector>

#include "lift/exec/module.hpp"

namespace pfncheck::lifting {

/// The file's name relative to the tree; as the compiler wrote it if it is not in the tree.
std::string file_in_tree(const llvm::DIFile* file, const std::string& tree_root);
/// What the linker does with a definition.
std::string linkage_text(const llvm::GlobalObject& definition);
/// Of the IR of all that have a body, without what a moved line changes, and without attributes.
CodeDigests code_digests(const llvm::Module& module);
std::vector<FunctionText> function_texts(const llvm::Module& module, const CodeDigests& code,
                                         const std::string& tree_root);

}  // namespace pfncheck::lifting
