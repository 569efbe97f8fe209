// SPDX-License-Identifier: GPL-2.0-or-later
// What core mm of a tree does, by its text: never by its version.
#pragma once

#include "lift/tree/unit.hpp"
#include "model/kernel/facts.hpp"

namespace pfncheck {

/// Read from the side's mm/memory.c, mm/huge_memory.c, mm/Kconfig and include/drm/ttm/ttm_bo_api.h. What
/// makes entries is asked rather than the rule where it can be: a patch that spoils the rule must not change
/// what the rule is held against. Which words were looked for stands in core_mm.cpp.
CoreMm read_core_mm(const SourceSide& side);

}  // namespace pfncheck
