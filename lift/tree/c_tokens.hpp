// SPDX-License-Identifier: GPL-2.0-or-later
// C source as text: tokens without comments and blanks, and where functions begin and end. No preprocessing:
// it must work on lines that no configuration compiles.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

struct CToken {
  std::string text;                ///< line continuations removed; "#" begins and "\n" ends a directive
  unsigned line = 0;               ///< that it begins in, 1-based
  std::size_t begin = 0, end = 0;  ///< bytes of the source
  bool directive = false;          ///< part of a preprocessor directive
};

/// Two sources with the same token texts mean the same to a compiler, but for line numbers and for blanks
/// inside of stringified macro arguments. Strings, character constants, continued lines and header names are
/// kept whole.
std::vector<CToken> c_tokens(std::string_view source);

/// Text of the tokens that begin in each line; index 0 is line 1. Empty: comments and blanks only.
std::vector<std::string> c_token_lines(std::string_view source);

/// A function's definition.
struct CFunction {
  std::string name;
  unsigned first = 0, last = 0;    ///< lines, from the first word of its head to the closing brace
  std::size_t begin = 0, end = 0;  ///< bytes of the source
};

/// Definitions in order. Branches of #if are taken one after the other, so that one function that has its
/// head twice (#if, #else) is found twice and braces that each branch opens once count once.
std::vector<CFunction> c_functions(std::string_view source);
std::vector<CFunction> c_functions(const std::vector<CToken>& tokens);

}  // namespace pfncheck
