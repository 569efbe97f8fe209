// SPDX-License-Identifier: GPL-2.0-or-later
#include <array>

#include "model/functions/vm_normal_page/questions.hpp"
#include "props/contract.hpp"
#include "props/origins.hpp"

namespace pfncheck {
namespace {

using normal_page::Inputs;

Term word(const Inputs& in, const Facts& f, std::uint64_t value) {
  return in.pfn.pool().constant(f.word_bits, value);
}

Term last_zero(const Inputs& in) {
  return in.zero_pfn + in.zero_extra;
}

Term no_huge_zero(const Inputs& in, const Facts& f) {
  return eq(in.huge_zero_pfn, word(in, f, ~0ull));
}

Term last_huge_zero(const Inputs& in, const Facts& f) {
  return in.huge_zero_pfn + word(in, f, (1ull << normal_page::order_of(f, Level::pmd)) - 1);
}

Term zero_page_has_memmap(const Inputs& in, const Facts& f) {
  return in.zero_memmap & implies(normal_page::is_zero(in, f), in.memmap);
}

Term zero_page_is_below_highest(const Inputs& in, const Facts&) {
  return ule(in.zero_pfn, last_zero(in)) & ule(last_zero(in), in.highest_pfn);
}

// The range is a power of two of pages; the most is order 7 (s390), order 3 on mips, order 0 on loongarch.
Term zero_page_range(const Inputs& in, const Facts& f) {
  if (!f.colour_zero) return eq(in.zero_extra, word(in, f, 0));
  const Term power = eq(in.zero_extra & (in.zero_extra + word(in, f, 1)), word(in, f, 0));
  return power & ule(in.zero_extra, word(in, f, 127));
}

Term zero_pages_are_apart(const Inputs& in, const Facts& f) {
  return no_huge_zero(in, f) | ult(last_zero(in), in.huge_zero_pfn) | ugt(in.zero_pfn, last_huge_zero(in, f));
}

Term huge_zero_is_a_frame(const Inputs& in, const Facts& f) {
  const Term below = word(in, f, (1ull << normal_page::order_of(f, Level::pmd)) - 1);
  const Term aligned = eq(in.huge_zero_pfn & below, word(in, f, 0));
  const Term present = aligned & ule(last_huge_zero(in, f), in.highest_pfn) &
                       implies(normal_page::is_in_huge_zero(in, f), in.memmap);
  return no_huge_zero(in, f) | present;
}

Term highest_is_a_pfn(const Inputs& in, const Facts& f) {
  return ne(in.highest_pfn, word(in, f, ~0ull));
}

Term levels_build_on_the_pte(const Inputs& in, const Facts& f) {
  const bool special = f.pte_special || (!f.pmd_special && !f.pud_special && !f.devmap);
  return in.pfn.pool().boolean(special && (!f.devmap_is_special || f.devmap));
}

Term address_is_in_the_vma(const Inputs& in, const Facts& f) {
  const Term below = word(in, f, (1ull << f.page_shift) - 1);
  return eq(in.vm_start & below, word(in, f, 0)) & ule(in.vm_start, in.address);
}

// vma_init() sets a dummy table, so a driver's mmap without vm_ops keeps that one. Only memory that is
// private and of no driver gets NULL by vma_set_anonymous(), and nothing maps raw pfns there.
Term no_vm_ops_is_private_memory(const Inputs& in, const Facts&) {
  return implies(normal_page::has_no_vm_ops(in), ~in.pfnmap & ~in.mixedmap & ~in.shared);
}

// Of a pfn without a memmap there is nothing to ask: whoever does may be told anything.
Term anonymous_memory_is_managed(const Inputs& in, const Facts& f) {
  const Term zero = normal_page::is_zero(in, f) | normal_page::is_in_huge_zero(in, f);
  return implies(in.memmap & in.anon, ule(in.pfn, in.highest_pfn) & !zero);
}

const std::array<Invariant, 10>& table() {
  static const std::array<Invariant, 10> rows{{
      {"zero_page_has_memmap", "Every small zero page has a memmap.", "mm/memory.c: init_zero_pfn",
       zero_page_has_memmap},
      {"zero_page_is_below_highest",
       "The small zero pages do not wrap and lie at or below highest_memmap_pfn.",
       "mm/memory.c: init_zero_pfn; include/linux/pgtable.h: is_zero_pfn", zero_page_is_below_highest},
      {"zero_page_range", "One small zero page, or 2^n of them where it has colours.",
       "arch/s390/include/asm/pgtable.h: __HAVE_COLOR_ZERO_PAGE; arch/mips/include/asm/pgtable.h: "
       "__HAVE_COLOR_ZERO_PAGE; arch/s390/mm/init.c: setup_zero_pages; arch/mips/mm/init.c: setup_zero_pages",
       zero_page_range},
      {"zero_pages_are_apart", "The small zero pages and the huge one share no frame.",
       "mm/huge_memory.c: get_huge_zero_page (6.1); mm/huge_memory.c: get_huge_zero_page (6.12)",
       zero_pages_are_apart},
      {"huge_zero_is_a_frame",
       "huge_zero_pfn is all ones, or an aligned block with memmap below the highest pfn.",
       "mm/huge_memory.c: mm_get_huge_zero_folio", huge_zero_is_a_frame},
      {"anonymous_memory_is_managed",
       "A page that is anonymous is the allocator's: neither a zero page nor above highest_memmap_pfn.",
       "mm/rmap.c: page_add_new_anon_rmap (6.1); mm/rmap.c: folio_add_new_anon_rmap (6.12)",
       anonymous_memory_is_managed},
      {"highest_is_a_pfn", "highest_memmap_pfn is not all ones.", "mm/mm_init.c: memmap_init_range",
       highest_is_a_pfn},
      {"levels_build_on_the_pte",
       "A special bit of PMD or PUD and a devmap bit come only with one of the PTE.",
       "mm/Kconfig: ARCH_HAS_PTE_SPECIAL, ARCH_SUPPORTS_PMD_PFNMAP, ARCH_SUPPORTS_PUD_PFNMAP",
       levels_build_on_the_pte},
      {"address_is_in_the_vma", "The VMA starts on a page and not above the address.",
       "mm/memory.c: copy_page_range, unmap_page_range", address_is_in_the_vma},
      {"no_vm_ops_is_private_memory",
       "A VMA with VM_PFNMAP, VM_MIXEDMAP or VM_SHARED has vm_ops: NULL means private anonymous memory.",
       "include/linux/mm.h: vma_init, vma_set_anonymous; mm/mmap.c: mmap_region, do_brk_flags; fs/exec.c: "
       "__bprm_mm_init; drivers/char/mem.c: mmap_zero (6.1, 6.12)",
       no_vm_ops_is_private_memory},
  }};
  return rows;
}

}  // namespace

Term Entry::huge_zero() const {
  return normal_page::is_in_huge_zero(in, facts);
}

Term Entry::managed() const {
  return in.memmap & in_range() & !zero() & !huge_zero();
}

std::span<const Invariant> invariants() {
  return table();
}

Term base_invariants(const normal_page::Inputs& in, const Facts& facts) {
  Term all = in.pfn.pool().boolean(true);
  for (const Invariant& row : invariants()) all = all & row.holds(in, facts);
  return all;
}

}  // namespace pfncheck
