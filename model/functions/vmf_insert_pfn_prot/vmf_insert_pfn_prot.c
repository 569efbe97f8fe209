// SPDX-License-Identifier: GPL-2.0-or-later
// vmf_insert_pfn_prot() of mm/memory.c: what a driver's fault handler asks for, in any VMA and at any place.
// What becomes of the rest is asked of insert_pfn().

typedef vm_fault_t pfncheck_insert_prot(struct vm_area_struct*, unsigned long, unsigned long, pgprot_t);
_Static_assert(__builtin_types_compatible_p(__typeof__(vmf_insert_pfn_prot), pfncheck_insert_prot),
               "vmf_insert_pfn_prot() has other parameters than those of 6.12 and 7.3");

int pfncheck_function_vmf_insert_pfn_prot(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~0ul, address);
  const bool occupied = ANY(bool, occupied), below = ANY(bool, is_below), beyond = ANY(bool, is_beyond);
  const pgprot_t prot = PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  const unsigned long other = pfncheck_some_pfn(ANY(unsigned long, other_pfn), prot);
  const bool is_mixed = vma->vm_flags & VM_MIXEDMAP, is_cow = pfncheck_is_cow(vma);
  pte_t before, after;
  vm_fault_t got;

  vma->vm_start = below ? address + PAGE_SIZE : address;
  vma->vm_end = beyond ? address : address + 2 * PAGE_SIZE;
  ASSUME(pte_none(pfncheck_none()));
  before = occupied ? pte_mkspecial(pfn_pte(other, prot)) : pfncheck_none();
  ASSUME(!pte_write(pfn_pte(pfn, prot)) && !pte_write(pfn_pte(other, prot)));
  /* What is there is raw: mm/memory.c: insert_pfn; where there is no special bit, by its VMA and memmap. */
  ASSUME(!occupied || !vm_normal_page(vma, address, before));
  pfncheck_slots[0] = before;

  got = vmf_insert_pfn_prot(vma, address, pfn, prot);

  after = pfncheck_slots[0];
  CLAUSE(raw_entry_is_not_private, pte_same(after, before) || is_mixed || !is_cow);
  CLAUSE(page_is_not_inserted_raw, pte_same(after, before) || !is_mixed || !pfn_valid(pfn));
  CLAUSE(nothing_is_mapped_outside_of_the_vma, pte_same(after, before) || (!below && !beyond));
  CLAUSE(refused_pfn_is_not_mapped,
         !pfncheck_is_refused || (got != VM_FAULT_NOPAGE && pte_same(after, before)));
  CLAUSE(memory_type_is_asked_for, pte_same(after, before) || pfncheck_type_is_asked_for);
  return (int)got;
}
