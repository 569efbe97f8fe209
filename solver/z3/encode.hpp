// SPDX-License-Identifier: GPL-2.0-or-later
// Terms to Z3 expressions, operator by operator: independent of model/term's own evaluation.
#pragma once

#include <z3++.h>

#include <vector>

#include "model/term/term.hpp"

namespace pfncheck {

/// One expression per root; they share what the Terms share.
std::vector<z3::expr> encode(z3::context& context, std::span<const Term> roots);

}  // namespace pfncheck
