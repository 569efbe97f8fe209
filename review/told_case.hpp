// SPDX-License-Identifier: GPL-2.0-or-later
// A life stands under a case of a violation: both must be the same one.
#pragma once

#include <optional>

#include "props/property.hpp"
#include "solver/check/verdict.hpp"
#include "solver/life/story.hpp"

namespace pfncheck {

/// The counterexample of an obligation whose entry is one that the life asks the rule about, and on which the
/// rule goes wrong there. Nothing if the life has none: then it belongs to another case, and may not be told
/// here. `is_late` is set if some question was not decided in time.
std::optional<Verdict> case_of_life(const Story& story, const Property& property,
                                    const Obligation& obligation, const normal_page::Rule& rule,
                                    const Unknowns& unknowns, Engine& engine, const Budget& budget,
                                    bool& is_late);

/// Whether some question of the life makes a page out of a pfn that has no memmap: what happens to the counts
/// of that page then is nothing that a kernel has.
bool makes_a_page_without_memmap(const Story& story);

}  // namespace pfncheck
