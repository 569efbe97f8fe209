// SPDX-License-Identifier: GPL-2.0-or-later
// The statements of functions, as text: which lines a compiler makes code of, unless it finds them dead.
#pragma once

#include <vector>

#include "lift/tree/c_tokens.hpp"

namespace pfncheck {

/// From one ';', '{' or '}' of a function's body to the next; a condition in parentheses and an initialiser
/// in braces are not cut.
struct Statement {
  unsigned first = 0, last = 0;  ///< lines of its tokens, without labels in front
  unsigned end = 0;              ///< last line inside of the block that it opens; `last` if it opens none
};

/// Those that have code or a variable's debug record if they are compiled at all. Braces, labels, `else`,
/// declarations of types and checks at compile time are none; nor are VM_WARN_ON(), and what stands behind
/// `if (0)`, which no configuration decides.
std::vector<Statement> statements_with_code(const std::vector<CToken>& tokens,
                                            const std::vector<CFunction>& functions);

}  // namespace pfncheck
