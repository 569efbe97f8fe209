// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

#include "solver/ask/query.hpp"

namespace pfncheck {

/// Asks Z3's own parser and solver whether a printed script (to_smtlib) and the formula can differ: `unsat`
/// means that they say the same, `sat` that they differ, `error` that Z3 does not accept the text. The names
/// of the script's variables must be those of the formula (printable, without | \ %).
Reply ask_text_differs(const std::string& script, Term formula, const Budget& budget);

}  // namespace pfncheck
