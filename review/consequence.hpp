// SPDX-License-Identifier: GPL-2.0-or-later
// What a changed rule leads to: the lifted rules of both sides take the place of the reference rule in the
// machine, and the shortest life is looked for that the patch breaks and that was sound before.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/functions/vm_normal_page/rule.hpp"
#include "props/property.hpp"
#include "review/review.hpp"
#include "solver/life/story.hpp"

namespace pfncheck {

struct Consequence {
  std::string property;  ///< of whole lives: "no_reference_is_lost"
  std::string world;     ///< what is assumed of pfns and entries; empty: nothing
  Story story;
};

/// What fails newly on the patched side: a life is looked for whose entries are those of this obligation, and
/// in which the rule goes wrong on inputs on which the obligation fails.
struct Failing {
  std::string_view property;
  const Obligation& obligation;  ///< of the patched rule
};

struct ConsequenceSearch {
  std::optional<Consequence> found;  ///< nothing if no life of the machine tells the two sides apart
  bool is_late = false;              ///< nothing was found, and some search had no time to end
};

/// Rules of one level of one row, over the variables of one pool. `source`: where the patched rule stands.
/// Nothing if no life of the machine has such an entry and tells the two sides apart. Each search of a
/// slice may take the budget of a query.
ConsequenceSearch consequence_of(const normal_page::Rule& before, const normal_page::Rule& after,
                                 const Failing& failing, const ArchRow& row, const std::string& source,
                                 const ReviewOptions& options);

}  // namespace pfncheck
