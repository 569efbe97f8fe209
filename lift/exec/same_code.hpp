// SPDX-License-Identifier: GPL-2.0-or-later
// Whether two versions of a unit are one to whoever optimises and assembles them.
#pragma once

#include "lift/exec/module.hpp"

namespace pfncheck {

/// Whether they have the same functions, with the same code and attributes, the same data and the same
/// declarations; only where lines stand, and what is numbered by it, may differ. Taken before any
/// simplification.
bool is_same_code(const Module& before, const Module& after);

}  // namespace pfncheck
