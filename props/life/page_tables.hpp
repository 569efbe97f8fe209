// SPDX-License-Identifier: GPL-2.0-or-later
// Page-table entries and frames of the slices that have them, in one set of words, so that a property is said
// once for all of them. For the inside of props/life only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/machine/slice.hpp"

namespace pfncheck {

/// Terms over a state; bools.
struct EntryView {
  std::string name;                            ///< "p0.pte0"
  std::optional<machine::Consultation> asked;  ///< the rule, about the entry as it is
  Term present, special, write;
  Term counted;         ///< ghost: installing it took a reference
  Term normal;          ///< what the rule says of it now
  Term has_bit;         ///< its level has a special bit
  Term unmarked;        ///< raw without the bit by design: devmap, and the huge zero page up to 6.17
  Term zero;            ///< maps a zero page
  Term cow;             ///< its VMA may hold COWed pages
  Term exclusive;       ///< maps an anonymous page that no other entry maps
  Term must_be_linear;  ///< raw, in a VM_PFNMAP VMA that may hold COWed pages
  Term linear;          ///< vm_pgoff is a pfn, and it maps the one that follows from it
};

struct FrameView {
  std::string name;
  Term is_counted;        ///< the page allocator counts it
  Term actual, expected;  ///< references, and what accounts for them
  Term at_rest;           ///< nothing but its constant part is expected: nothing to compare
  Term mapped;            ///< a present entry maps it
  Term free;              ///< its owner gave it back
};

/// Empty for slices without page tables.
std::vector<EntryView> entries_of(machine::Slice& slice);
std::vector<FrameView> frames_of(machine::Slice& slice);

struct Claim {
  Term premise, goal;
};
/// A `state` of a property: of each entry that is present, where the premise is true, the goal.
std::function<bool(machine::Slice&)> of_entries(std::string property,
                                                std::function<Claim(const EntryView&)> claim);

}  // namespace pfncheck
