// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {

using normal_page::Test;

Property referenced_page_is_normal() {
  Property p;
  p.name = "referenced_page_is_normal";
  p.sentence =
      "An entry whose making took a reference is the page of its pfn, up to the highest pfn itself, or the "
      "head of that page's folio, which has the count.";
  p.because =
      "Zap would not give back the reference, map count and rss: the page leaks, and the mm ends with bad "
      "rss counters.";
  p.source = "mm/memory.c: vm_normal_page, insert_page_into_pte_locked, finish_fault";
  p.scope = "Every counted origin of the contract table that is no private copy.";
  p.obligations = [](const normal_page::Rule& rule) {
    const auto wanted = [](const Origin& o) { return o.counted == Counted::yes && o.made != Made::cowed; };
    return for_origins(rule, wanted,
                       [](const Entry&, const normal_page::Answer& out) { return counts_its_folio(out); });
  };
  p.faults = {
      always_says("every entry is special", Test::special),
      always_says("without a bit, every VMA has VM_PFNMAP or VM_MIXEDMAP", Test::flags),
      drops("VM_MIXEDMAP is not seen", Test::mixedmap),
      always_says("in VM_MIXEDMAP, no pfn has a memmap", Test::no_memmap),
      always_says("every pfn is the zero page", Test::zero),
      asks_instead("the highest pfn itself counts as above it",
                   {Test::above_highest, [](Term, const normal_page::Inputs& in,
                                            const Facts&) { return uge(in.pfn, in.highest_pfn); }}),
      always_says("every huge entry is devmap", Test::devmap),
      always_says("every huge entry is the huge zero page", Test::huge_zero),
  };
  return p;
}

}  // namespace pfncheck
