// SPDX-License-Identifier: GPL-2.0-or-later
// set_pte_range() of mm/memory.c: one page of a folio or two, into empty slots, as a fault or what maps
// around it asks for them.

typedef void pfncheck_set_range(struct vm_fault*, struct folio*, struct page*, unsigned int, unsigned long);
_Static_assert(__builtin_types_compatible_p(__typeof__(set_pte_range), pfncheck_set_range),
               "set_pte_range() has other parameters than those of 6.12 and 7.3");

static struct vm_fault range_fault;

int pfncheck_function_set_pte_range(void) {
  const unsigned long address = 0x10000;
  /* mm/memory.c: insert_pfn; fs, drivers: who maps pfns without pages in VM_PFNMAP installs them by itself.
   */
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)VM_PFNMAP, address);
  const bool two = ANY(bool, two_pages), is_write = ANY(bool, is_write), around = ANY(bool, around_fault);
  const unsigned int n = two ? 2 : 1;
  const bool is_private_write = is_write && !(vma->vm_flags & VM_SHARED);
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), PFNCHECK_READONLY);
  struct page* page = pfncheck_page_of(pfn);
  pte_t first, second;

  pfncheck_some_pfn(pfn + 1, PFNCHECK_READONLY);
  ASSUME(pfn + 1 > pfn && pte_none(pfncheck_none()));
  ASSUME(!pte_write(pfn_pte(pfn, PFNCHECK_READONLY)));
  /* Pages of one folio, which have a memmap and are no zero page: mm/filemap.c: filemap_map_folio_range. */
  ASSUME(pfn_valid(pfn) && pfn_valid(pfn + 1) && pfn + 1 <= highest_memmap_pfn);
  ASSUME(!is_zero_pfn(pfn) && !is_zero_pfn(pfn + 1));
  ASSUME(PFNCHECK_HEAD(pfncheck_page_of(pfn + 1)) == PFNCHECK_HEAD(page));
  /* A private page that is written was made for this fault: mm/memory.c: do_cow_fault. */
  ASSUME(!is_private_write || (!two && !around && PFNCHECK_HEAD(page) == pfn));
  /* The others are pages of files. */
  ASSUME(is_private_write || !folio_test_anon(page_folio(page)));
  vma->vm_page_prot = PFNCHECK_READONLY;
  *(struct vm_area_struct**)&range_fault.vma = vma;
  *(unsigned long*)&range_fault.address = around ? address + 4 * PAGE_SIZE : address;
  range_fault.flags = is_write ? FAULT_FLAG_WRITE : 0;
  range_fault.orig_pte = pfncheck_none();
  range_fault.pte = pfncheck_slots;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_slots[0] = pfncheck_slots[1] = pfncheck_none();
  /* Callers hand over a reference of each page, and count rss: mm/memory.c: finish_fault. */
  pfncheck_count_references(PFNCHECK_HEAD(page), n);
  pfncheck_count_rss(n);

  set_pte_range(&range_fault, page_folio(page), page, n, address);

  first = pfncheck_slots[0];
  second = pfncheck_slots[1];
  pfncheck_entry_changed(vma, address, pfncheck_none(), first);
  pfncheck_entry_changed(vma, address + PAGE_SIZE, pfncheck_none(), second);
  pfncheck_ledger_is_balanced();
  CLAUSE(faulted_range_is_mapped,
         pte_present(first) && pte_pfn(first) == pfn &&
             (two ? pte_present(second) && pte_pfn(second) == pfn + 1 : pte_none(second)));
  CLAUSE(entry_is_written_where_the_vma_may, !pte_write(first) || (is_write && (vma->vm_flags & VM_WRITE)));
  CLAUSE(written_entry_is_dirty, !is_write || pte_dirty(first));
  CLAUSE(private_copy_is_anonymous, pfncheck_is_anonymous == is_private_write);
  return 0;
}
