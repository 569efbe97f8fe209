// SPDX-License-Identifier: GPL-2.0-or-later
// Constants of a module as text, without the counters that clang and the kernel's macros put into names: a
// constant that did not change has the same text in both modules of a patch. Holds LLVM types.
#pragma once

#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/Support/raw_ostream.h>

#include <set>
#include <string>

#include "lift/exec/counted_text.hpp"

namespace pfncheck::lifting {

/// What LLVM prints for a type, value or constant.
template <class T>
std::string printed(const T& what) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  what.print(stream);
  return text;
}

/// A type; structures without a name of their own are numbered by clang, which any header changes.
std::string type_text(const llvm::Type& type);

/// What a string literal says; empty if it is none.
std::string literal_text(const llvm::Value* value);
/// A string, compound literal or initialiser that clang made a variable of: it is what it holds.
bool is_literal(const llvm::GlobalVariable& variable);
/// A static variable of a function: part of the function's text.
bool is_of_function(const llvm::GlobalVariable& variable);

class ConstantText {
 public:
  std::string of(const llvm::Constant& constant);

 private:
  std::string of_variable(const llvm::GlobalVariable& variable);

  std::set<const llvm::GlobalVariable*> inside_;  ///< whose contents are being written
};

}  // namespace pfncheck::lifting
