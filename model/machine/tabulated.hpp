// SPDX-License-Identifier: GPL-2.0-or-later
// A rule over words, lifted or ours, as the machine asks it: a table of its answers over the machine's
// questions. What the questions leave open (which pfns, where the highest one lies, whether entries are
// dirty) is fixed by a world, so that every answer in the table is one that the rule really gives.
#pragma once

#include <string>
#include <vector>

#include "model/functions/vm_normal_page/rule.hpp"
#include "model/machine/decision_rule.hpp"
#include "model/term/evaluate.hpp"

namespace pfncheck::machine {

/// What stays the same for a whole life.
struct World {
  std::string name;          ///< "the frame's pfn is the highest one with a memmap"
  bool at_highest = false;   ///< a pfn that is not above the highest one is the highest one
  bool right_above = false;  ///< a pfn above the highest one is the next one
  bool last_colour = false;  ///< a zero page is the last one of several
  bool large_pfn = false;    ///< pfns of frames beyond 4 GiB, where the word is wide enough
  bool dirty = false, young = false;
};
std::vector<World> worlds_of(const Facts& facts);

/// What must hold of the variables of a rule that are no inputs (a mask that the kernel sets at boot) for
/// entries of this world to be made, with and without a special bit. A table needs values that make it true.
Term entries_can_be_made(const normal_page::Rule& rule, const DecisionRule& reference, const World& world);

/// Answers of `rule` in a world, over the questions of `reference`: the rows of the reference, behind rows
/// for whatever is answered otherwise. Combinations that the architecture of the rule cannot have
/// are nobody's answer: the rows before those of the reference may take some of them in. `others` are values
/// of variables that are no inputs; `source` is where the rule is from. `about` (bool, over the rule's
/// inputs) picks the entries that the table is about: others are answered as the reference does. Empty: all.
DecisionRule tabulated(const normal_page::Rule& rule, const DecisionRule& reference, const World& world,
                       const Assignment& others, std::string source, Term about = {});

/// Whether two tables over the same questions answer the same.
bool same_answers(const DecisionRule& a, const DecisionRule& b);

}  // namespace pfncheck::machine
