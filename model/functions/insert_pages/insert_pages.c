// SPDX-License-Identifier: GPL-2.0-or-later
// insert_pages() of mm/memory.c: a driver hands over two pages for two neighbouring slots of one table.

typedef int pfncheck_insert_both(struct vm_area_struct*, unsigned long, struct page**, unsigned long*,
                                 pgprot_t);
_Static_assert(__builtin_types_compatible_p(__typeof__(insert_pages), pfncheck_insert_both),
               "insert_pages() has other parameters than those of 6.12 and 7.3");

/* What is mapped after, of what was there and what was to be. */
static bool pfncheck_is_inserted(pte_t before, pte_t after, unsigned long pfn) {
  return pte_none(before) && pte_present(after) && pte_pfn(after) == pfn;
}

int pfncheck_function_insert_pages(void) {
  const unsigned long address = 0x10000;
  /* mm/memory.c: vm_insert_pages: it makes the VMA one of VM_MIXEDMAP. */
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)VM_PFNMAP, address);
  const pgprot_t prot = PFNCHECK_READONLY;
  const bool first_taken = ANY(bool, occupied), second_taken = ANY(bool, second_occupied);
  const unsigned long other = pfncheck_some_pfn(ANY(unsigned long, other_pfn), prot);
  unsigned long pfns[2], left = 2;
  struct page* pages[2];
  pte_t before[2], after[2];
  int error, i, inserted = 0;

  pfns[0] = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  pfns[1] = pfncheck_some_pfn(ANY(unsigned long, second_pfn), prot);
  ASSUME((vma->vm_flags & VM_MIXEDMAP) && pte_none(pfncheck_none()));
  for (i = 0; i < 2; i++) {
    /* What is handed over has a memmap, and its folio begins at or before it. */
    ASSUME(pfn_valid(pfns[i]) && pfns[i] <= highest_memmap_pfn);
    pages[i] = pfncheck_page_of(pfns[i]);
    ASSUME(PFNCHECK_HEAD(pages[i]) <= pfns[i]);
    ASSUME(is_zero_folio(page_folio(pages[i])) == !!is_zero_pfn(pfns[i]));
  }
  before[0] = first_taken ? pfn_pte(other, prot) : pfncheck_none();
  before[1] = second_taken ? pfn_pte(other, prot) : pfncheck_none();
  pfncheck_page = ANY(unsigned long, counted_pfn);
  for (i = 0; i < 2; i++) pfncheck_slots[i] = before[i];

  error = insert_pages(vma, address, pages, &left, prot);

  for (i = 0; i < 2; i++) {
    after[i] = pfncheck_slots[i];
    pfncheck_entry_changed(vma, address + (unsigned long)i * PAGE_SIZE, before[i], after[i]);
    if (pfncheck_is_inserted(before[i], after[i], pfns[i])) inserted++;
  }
  pfncheck_ledger_is_balanced();
  CLAUSE(locks_are_given_back, !pfncheck_locks);
  CLAUSE(inserted_pages_are_mapped, error || inserted == 2);
  CLAUSE(what_is_left_is_said, left == 2 - (unsigned long)inserted);
  CLAUSE(pages_are_inserted_in_order, inserted != 1 || pfncheck_is_inserted(before[0], after[0], pfns[0]));
  CLAUSE(taken_slots_are_left_alone,
         (!first_taken || pte_same(after[0], before[0])) && (!second_taken || pte_same(after[1], before[1])));
  return error;
}
