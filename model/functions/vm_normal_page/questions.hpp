// SPDX-License-Identifier: GPL-2.0-or-later
// The reference rule as a list of named tests that can be switched: a seeded fault is the rule with one
// switch set, and a test asks of each switch which origins of entries notice it.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "model/functions/vm_normal_page/rule.hpp"

namespace pfncheck::normal_page {

/// Every question that the rule asks, at any level and in any era. Those of the "special" group come after
/// `special` said yes; the others are asked without a special bit.
enum class Test {
  branch,             ///< this level has a special bit, so the bit alone tells raw from page
  special,            ///< the entry carries the special bit
  hook,               ///< the VMA has a lookup hook
  special_flags,      ///< VM_PFNMAP or VM_MIXEDMAP
  special_zero,       ///< a small zero page
  special_huge_zero,  ///< part of the huge zero page
  special_devmap,     ///< devmap
  flags,              ///< VM_PFNMAP or VM_MIXEDMAP
  mixedmap,           ///< VM_MIXEDMAP
  no_memmap,          ///< in VM_MIXEDMAP: the pfn has no memmap
  mixedmap_zero,      ///< in VM_MIXEDMAP: a small zero page
  linear,             ///< in VM_PFNMAP: the pfn is the linear one
  not_cow,            ///< in VM_PFNMAP: the VMA cannot hold COWed pages
  devmap,             ///< devmap
  zero,               ///< a small zero page
  huge_zero,          ///< the huge zero page
  above_highest,      ///< the pfn is above the highest one with a memmap
};
inline constexpr unsigned test_count = static_cast<unsigned>(Test::above_highest) + 1;
std::string_view to_string(Test test);
/// The question in the words of the contract, for `list` and docs.
std::string_view sentence(Test test);

/// One switch. `instead` gives the Term that takes the place of the test; it sees the right one.
struct Fault {
  Test test;
  std::function<Term(Term right, const Inputs&, const Facts&)> instead;
};
Fault never(Test test);
Fault always(Test test);
Fault inverted(Test test);

/// The reference rule with some switches set.
Rule reference_with(Pool& pool, const Facts& facts, Level level, std::span<const Fault> faults);
/// Whether the rule asks the test at all, at this level, in this era and configuration.
bool asks(const Facts& facts, Level level, Test test);

/// The pfn lies within the huge zero page (which is the size of a PMD leaf).
Term is_in_huge_zero(const Inputs& in, const Facts& f);
/// log2 of the pages that a leaf of the level maps.
unsigned order_of(const Facts& f, Level level);

}  // namespace pfncheck::normal_page
