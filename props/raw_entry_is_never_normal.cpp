// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {

using normal_page::Test;

Property raw_entry_is_never_normal() {
  Property p;
  p.name = "raw_entry_is_never_normal";
  p.sentence = "An entry that a raw insert or remap made is never the page of its pfn.";
  p.because =
      "Fork, zap and unmap would take or drop a reference, map count and rss that nobody took: the page "
      "underflows and is freed while mapped.";
  p.source =
      "mm/memory.c: vm_normal_page, remap_pfn_range, vmf_insert_pfn, vmf_insert_mixed; mm/huge_memory.c: "
      "vmf_insert_pfn_pmd";
  p.scope = "Every raw origin of the contract table, at each level that exists.";
  p.obligations = [](const normal_page::Rule& rule) {
    return for_origins(
        rule, [](const Origin& o) { return o.raw; },
        [](const Entry&, const normal_page::Answer& out) { return ~out.page & ~out.other; });
  };
  p.faults = {
      drops("the special bit is never seen", Test::special),
      drops("without a bit, the VMA's flags are not asked", Test::flags),
      drops("in VM_MIXEDMAP, a pfn without memmap is a page", Test::no_memmap),
      drops("in VM_PFNMAP, the linear pfn is not asked", Test::linear),
      drops("in VM_PFNMAP, a VMA that cannot hold COWed pages is not asked for", Test::not_cow),
      drops("a huge devmap entry is a page", Test::devmap),
      asks_instead("the linear pfn is off by one page",
                   {Test::linear,
                    [](Term, const normal_page::Inputs& in, const Facts& f) {
                      return eq(in.pfn,
                                normal_page::linear_pfn(in, f) + in.pfn.pool().constant(f.word_bits, 1));
                    }}),
      asks_instead(
          "VM_MIXEDMAP is taken for VM_PFNMAP",
          {Test::mixedmap, [](Term, const normal_page::Inputs& in, const Facts&) { return in.pfnmap; }}),
  };
  return p;
}

}  // namespace pfncheck
