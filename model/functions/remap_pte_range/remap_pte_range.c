// SPDX-License-Identifier: GPL-2.0-or-later
// remap_pte_range() of mm/memory.c: one pfn or two neighbours into empty slots, as remap_pfn_range() asks for
// them.

typedef int pfncheck_remap_pte(struct mm_struct*, pmd_t*, unsigned long, unsigned long, unsigned long,
                               pgprot_t);
_Static_assert(__builtin_types_compatible_p(__typeof__(remap_pte_range), pfncheck_remap_pte),
               "remap_pte_range() has other parameters than those of 6.12 and 7.3");

/* Whether this slot is empty, or raw by the tree's own rule. */
static bool pfncheck_slot_is_raw(struct vm_area_struct* vma, unsigned long address, pte_t entry) {
  return !pte_present(entry) || !vm_normal_page(vma, address, entry);
}

int pfncheck_function_remap_pte_range(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)VM_MIXEDMAP, address);
  const bool two = ANY(bool, two_pages), allows_writing = ANY(bool, allows_writing);
  const bool is_cow = pfncheck_is_cow(vma);
  const pgprot_t prot = allows_writing ? PFNCHECK_SHARED : PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  const unsigned long end = address + (two ? 2 : 1) * PAGE_SIZE;
  pte_t first, second;
  int error;

  pfncheck_some_pfn(pfn + 1, prot);
  ASSUME(pfn + 1 > pfn && pte_none(pfncheck_none()));
  /* mm/memory.c: remap_pfn_range: the VMA is raw, and private memory is taken whole, with the pfn for its
   * offset. */
  ASSUME(vma->vm_flags & VM_PFNMAP);
  vma->vm_start = address;
  if (is_cow) vma->vm_pgoff = pfn;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_slots[0] = pfncheck_slots[1] = pfncheck_none();

  error = remap_pte_range(&slot_mm, &slot_table, address, end, pfn, prot);

  first = pfncheck_slots[0];
  second = pfncheck_slots[1];
  pfncheck_entry_changed(vma, address, pfncheck_none(), first);
  pfncheck_entry_changed(vma, address + PAGE_SIZE, pfncheck_none(), second);
  pfncheck_ledger_is_balanced();
  CLAUSE(locks_are_given_back, !pfncheck_locks);
  CLAUSE(lazy_mode_is_left, !pfncheck_lazy);
  CLAUSE(remapped_range_is_mapped, error || (pte_present(first) && pte_pfn(first) == pfn &&
                                             (!two || (pte_present(second) && pte_pfn(second) == pfn + 1))));
  CLAUSE(nothing_else_is_mapped, (pte_none(first) || pte_pfn(first) == pfn) &&
                                     (pte_none(second) || (two && pte_pfn(second) == pfn + 1)));
  CLAUSE(remapped_entries_are_raw,
         pfncheck_slot_is_raw(vma, address, first) && pfncheck_slot_is_raw(vma, address + PAGE_SIZE, second));
  CLAUSE(refused_pfn_is_not_mapped,
         !pfncheck_is_refused || (error && pte_none(pfncheck_refused_pfn == pfn ? first : second)));
  return error;
}
