// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <span>
#include <string>

#include "model/term/term.hpp"

namespace pfncheck {

/// A complete SMT-LIB 2 script (QF_BV): declarations, one shared definition per inner node, `(assert root)`,
/// `(check-sat)`.
std::string to_smtlib(Term root, std::string_view comment = "");
/// Readable C-like text; nodes that are used more than once and are not small get a name on a line of their
/// own.
std::string to_c(Term root);

}  // namespace pfncheck
