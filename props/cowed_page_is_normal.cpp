// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {

using normal_page::Test;

Property cowed_page_is_normal() {
  Property p;
  p.name = "cowed_page_is_normal";
  p.sentence = "A private copy is the page of its pfn in an ordinary, a VM_PFNMAP and a VM_MIXEDMAP VMA.";
  p.because =
      "The copy is anonymous memory with a reference: taken for raw it leaks, and fork shares it writable.";
  p.source = "mm/memory.c: vm_normal_page, wp_page_copy";
  p.scope =
      "COWed origins; where the copy cannot be told from the raw page (no special bit, linear pfn) the case "
      "is "
      "shown apart.";
  p.obligations = [](const normal_page::Rule& rule) {
    const auto wanted = [](const Origin& o) { return o.counted == Counted::yes && o.made == Made::cowed; };
    return for_origins(rule, wanted,
                       [](const Entry&, const normal_page::Answer& out) { return counts_its_folio(out); });
  };
  p.faults = {
      always_says("in VM_PFNMAP, no VMA can hold COWed pages", Test::not_cow),
      asks_instead("is_cow_mapping is inverted", {Test::not_cow, [](Term right, const normal_page::Inputs&,
                                                                    const Facts&) { return !right; }}),
      always_says("in VM_PFNMAP, every pfn is the linear one", Test::linear),
      asks_instead(
          "the linear pfn is not asked for exactly",
          {Test::linear, [](Term, const normal_page::Inputs& in,
                            const Facts& f) { return uge(in.pfn, normal_page::linear_pfn(in, f)); }}),
      always_says("without a bit, every pfn is above the highest", Test::above_highest),
      drops("VM_MIXEDMAP is not seen", Test::mixedmap),
  };
  return p;
}

}  // namespace pfncheck
