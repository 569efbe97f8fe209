// SPDX-License-Identifier: GPL-2.0-or-later
// What is said of instructions. Holds LLVM types.
#pragma once

#include <llvm/IR/DataLayout.h>
#include <llvm/IR/InstrTypes.h>

#include <cstdint>
#include <string>

namespace pfncheck::lifting {

/// "put_page()", "assembly", "a pointer".
std::string called_in_words(const llvm::CallBase& call);
/// "a call of put_page()", "a volatile read"; nullptr is "nothing more".
std::string in_words(const llvm::Instruction* i);
/// Of an argument that is metadata: nodes of words (read_register) have other numbers in each unit.
std::string data_text(const llvm::Value& value);
/// "NULL", "-12", "4", "0x10000"; of a pointer or an integer.
std::string number_in_words(std::uint64_t value, const llvm::Type& type, const llvm::DataLayout& layout);

}  // namespace pfncheck::lifting
