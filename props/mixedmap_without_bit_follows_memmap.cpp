// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Test;

constexpr std::string_view flaw =
    "6.18 to 7.0: where the PTE level has a special bit and this level has none, VM_MIXEDMAP is never asked "
    "for";

constexpr std::string_view not_made = "nobody makes raw huge entries where the level has no special bit";

std::vector<Obligation> obligations(const normal_page::Rule& rule) {
  if (has_special(rule.facts, rule.level)) return {};
  const Entry e(rule.in, rule.facts, rule.level);
  const Term assume =
      e.mixedmap() & ~e.zero() & ~e.huge_zero() & ~rule.in.devmap & e.in_range() & e.no_hook();
  Obligation o =
      for_any_entry(rule, "any entry in VM_MIXEDMAP", assume, eq(counts_its_folio(rule.out), rule.in.memmap));
  // No installer makes such a huge entry: what the rule does with it is shown, not refuted. Counted huge
  // pages of virtio-fs are an origin of their own.
  if (rule.level != Level::pte && !raw_huge_is_made(rule.facts, rule.level)) {
    o.outside = true;
    o.note = trusts_pte_bit(rule.facts) ? flaw : not_made;
  }
  return {o};
}

}  // namespace

Property mixedmap_without_bit_follows_memmap() {
  Property p;
  p.name = "mixedmap_without_bit_follows_memmap";
  p.sentence =
      "In VM_MIXEDMAP without a special bit an entry is the page of its pfn exactly if the pfn has a memmap.";
  p.because =
      "vmf_insert_mixed counts exactly the pfns with a memmap there; the rule has to draw the same line.";
  p.source = "mm/memory.c: vm_normal_page, __vm_insert_mixed";
  p.scope = "Levels without a special bit; zero pages apart, pfns up to the highest with a memmap.";
  p.obligations = obligations;
  p.faults = {
      drops("a pfn without memmap is a page", Test::no_memmap),
      always_says("no pfn has a memmap", Test::no_memmap),
      drops("VM_MIXEDMAP is not seen", Test::mixedmap),
      drops("the VMA's flags are not asked", Test::flags),
  };
  return p;
}

}  // namespace pfncheck
