// SPDX-License-Identifier: GPL-2.0-or-later
// What is said of instructions. Holds LLVM types.
#pragma once

#include <llvm/IR/InstrTypes.h>

#include <string>

namespace pfncheck::lifting {

/// "put_page()", "assembly", "a pointer".
std::string called_in_words(const llvm::CallBase& call);
/// "a call of put_page()", "a volatile read"; nullptr is "nothing more".
std::string in_words(const llvm::Instruction* i);
/// Of an argument that is metadata: nodes of words (read_register) have other numbers in each unit.
std::string data_text(const llvm::Value& value);

}  // namespace pfncheck::lifting
