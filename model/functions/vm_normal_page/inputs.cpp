// SPDX-License-Identifier: GPL-2.0-or-later
// The variables of one call and what the contract derives from them.
#include "model/functions/vm_normal_page/questions.hpp"

namespace pfncheck::normal_page {

Inputs make_inputs(Pool& pool, const Facts& facts) {
  const auto flag = [&](const char* name) { return pool.var(name, 0); };
  const auto word = [&](const char* name) { return pool.var(name, facts.word_bits); };
  Inputs in;
  in.pfnmap = flag("pfnmap");
  in.mixedmap = flag("mixedmap");
  in.shared = flag("shared");
  in.maywrite = flag("maywrite");
  in.other_flags = word("other_flags");
  in.vm_start = word("vm_start");
  in.address = word("address");
  in.vm_pgoff = word("vm_pgoff");
  in.has_hook = flag("has_hook");
  in.hook_answers = flag("hook_answers");
  in.pfn = word("pfn");
  in.special = flag("special");
  in.devmap = flag("devmap");
  in.prot = extract(pool.var("prot", 8), 0, 2);  // an unsigned char of the adapters
  in.young = flag("young");
  in.dirty = flag("dirty");
  in.memmap = flag("memmap");
  in.anon = flag("anon");
  in.zero_pfn = word("zero_pfn");
  in.zero_extra = word("zero_extra");
  in.zero_memmap = flag("zero_memmap");
  in.huge_zero_pfn = word("huge_zero_pfn");
  in.highest_pfn = word("highest_memmap_pfn");
  return in;
}

// include/linux/mm.h: is_cow_mapping.
Term is_cow(const Inputs& in) {
  return in.maywrite & !in.shared;
}

// include/linux/mm.h: vma_is_anonymous.
Term has_no_vm_ops(const Inputs& in) {
  return ~in.has_hook & ~in.hook_answers;
}

// include/linux/pgtable.h: is_zero_pfn; a range where the zero page has colours.
Term is_zero(const Inputs& in, const Facts& f) {
  return f.colour_zero ? ule(in.pfn - in.zero_pfn, in.zero_extra) : eq(in.pfn, in.zero_pfn);
}

Term is_huge_zero(const Inputs& in, const Facts& f) {
  Pool& pool = in.pfn.pool();
  return eq(in.pfn, in.huge_zero_pfn) & ne(in.huge_zero_pfn, pool.constant(f.word_bits, ~0ull));
}

// include/linux/huge_mm.h: is_huge_zero_pfn of 6.18 masks the pfn.
Term is_in_huge_zero(const Inputs& in, const Facts& f) {
  Pool& pool = in.pfn.pool();
  const Term below = pool.constant(f.word_bits, (1ull << order_of(f, Level::pmd)) - 1);
  return eq(in.pfn & ~below, in.huge_zero_pfn) & ne(in.huge_zero_pfn, pool.constant(f.word_bits, ~0ull));
}

unsigned order_of(const Facts& f, Level level) {
  switch (level) {
    case Level::pte:
      return 0;
    case Level::pmd:
      return f.pmd_shift - f.page_shift;
    case Level::pud:
      return f.pud_shift - f.page_shift;
  }
  return 0;
}

Term carries_special(const Inputs& in, const Facts& f, Level level) {
  if (!has_special(f, level)) return in.pfn.pool().boolean(false);
  // arch/*/include/asm/pgtable.h: pte_mkdevmap sets both bits on most, pmd_mkdevmap and pud_mkdevmap on none.
  const bool devmap_sets_it = level == Level::pte && f.devmap_is_special;
  return devmap_sets_it ? in.special | carries_devmap(in, f, level) : in.special;
}

Term carries_devmap(const Inputs& in, const Facts& f, Level) {
  return f.devmap ? in.devmap : in.pfn.pool().boolean(false);
}

}  // namespace pfncheck::normal_page
