// SPDX-License-Identifier: GPL-2.0-or-later
// What a changed rule leads to: the lifted rules of both sides take the place of the reference rule in the
// machine, and the shortest life is looked for that the patch breaks and that was sound before.
#pragma once

#include <optional>
#include <string>

#include "cli/review.hpp"
#include "model/rules/normal_page.hpp"
#include "solver/life/story.hpp"

namespace pfncheck {

struct Consequence {
  std::string property;  ///< of whole lives: "no_reference_is_lost"
  std::string world;     ///< what is assumed of pfns and entries; empty: nothing
  Story story;
};

/// Rules of one level of one row, over the variables of one pool. `source`: where the patched rule stands.
/// Nothing if no life of the machine tells the two sides apart.
std::optional<Consequence> consequence_of(const normal_page::Rule& before, const normal_page::Rule& after,
                                          const ArchRow& row, const std::string& source,
                                          const ReviewOptions& options);

}  // namespace pfncheck
