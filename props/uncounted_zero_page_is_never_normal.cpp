// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {

using normal_page::Test;

Property uncounted_zero_page_is_never_normal() {
  Property p;
  p.name = "uncounted_zero_page_is_never_normal";
  p.sentence = "A zero page, small or huge, that nobody counted is never the page of its pfn.";
  p.because =
      "Every zap would drop a reference of a page that all processes share and that is never freed: its "
      "count underflows, and rss turns negative.";
  p.source = "mm/memory.c: vm_normal_page, do_anonymous_page; mm/huge_memory.c: set_huge_zero_folio";
  p.scope =
      "Zero page origins that take no reference. Up to 6.10 vm_insert_page counts the zero page: not one of "
      "them.";
  p.obligations = [](const normal_page::Rule& rule) {
    const auto wanted = [](const Origin& o) { return o.made == Made::zero && o.counted == Counted::no; };
    return for_origins(rule, wanted,
                       [](const Entry&, const normal_page::Answer& out) { return ~out.page & ~out.other; });
  };
  p.faults = {
      drops("the special bit is never seen", Test::special),
      drops("without a bit, the zero page is not asked for", Test::zero),
      drops("without a bit in VM_MIXEDMAP, the zero page is not asked for", Test::mixedmap_zero),
      drops("the huge zero page is not asked for", Test::huge_zero),
      asks_instead("only the first of several zero pages counts",
                   {Test::zero, [](Term, const normal_page::Inputs& in,
                                   const Facts&) { return eq(in.pfn, in.zero_pfn); }}),
  };
  return p;
}

}  // namespace pfncheck
