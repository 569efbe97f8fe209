// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {

using normal_page::Test;

Property legal_entry_is_not_reported() {
  Property p;
  p.name = "legal_entry_is_not_reported";
  p.sentence = "No entry that an installer may make is reported as corrupt.";
  p.because =
      "Users see a bad page map message and a tainted kernel for a healthy mapping. Several tests of the "
      "rule "
      "change nothing else.";
  p.source = "mm/memory.c: vm_normal_page, print_bad_pte; mm/memory.c: print_bad_page_map (6.18)";
  p.scope = "Every origin of the contract table, at each level that exists.";
  p.obligations = [](const normal_page::Rule& rule) {
    return for_origins(
        rule, [](const Origin&) { return true; },
        [](const Entry&, const normal_page::Answer& out) { return !out.reported; });
  };
  p.faults = {
      drops("special: VM_PFNMAP and VM_MIXEDMAP are no reason", Test::special_flags),
      drops("special: the zero page is no reason", Test::special_zero),
      drops("special: the huge zero page is no reason", Test::special_huge_zero),
      drops("special: devmap is no reason", Test::special_devmap),
      asks_instead("the highest pfn itself counts as above it",
                   {Test::above_highest, [](Term, const normal_page::Inputs& in,
                                            const Facts&) { return uge(in.pfn, in.highest_pfn); }}),
  };
  return p;
}

}  // namespace pfncheck
