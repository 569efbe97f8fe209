// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Test;

std::vector<Obligation> obligations(const normal_page::Rule& rule) {
  const normal_page::Inputs& in = rule.in;
  const Term none = ~in.memmap & ugt(in.pfn, in.highest_pfn);
  const Term next = eq(in.pfn, in.highest_pfn + in.pfn.pool().constant(rule.facts.word_bits, 1));
  const Term goal = ~rule.out.page & ~rule.out.other;
  return {for_any_entry(rule, "any entry above the highest pfn", none, goal),
          for_any_entry(rule, "any entry right above the highest pfn", none & next, goal)};
}

}  // namespace

Property pfn_without_memmap_is_never_a_page() {
  Property p;
  p.name = "pfn_without_memmap_is_never_a_page";
  p.sentence =
      "A pfn above the highest one with a memmap, and without one itself, is never turned into a page.";
  p.because =
      "The struct page would lie outside of the memmap: the kernel reads and writes memory that is none.";
  p.source = "mm/memory.c: vm_normal_page, print_bad_pte";
  p.scope =
      "Every entry that the constructors can make, also outside all contracts (a lost special bit, a corrupt "
      "entry); the pfn right above the highest is asked about exactly. Holes below it are not seen by the "
      "rule.";
  p.obligations = obligations;
  p.faults = {
      drops("the highest pfn is not asked for", Test::above_highest),
      asks_instead("the highest pfn is off by one",
                   {Test::above_highest,
                    [](Term, const normal_page::Inputs& in, const Facts& f) {
                      return ugt(in.pfn, in.highest_pfn + in.pfn.pool().constant(f.word_bits, 1));
                    }}),
  };
  return p;
}

}  // namespace pfncheck
