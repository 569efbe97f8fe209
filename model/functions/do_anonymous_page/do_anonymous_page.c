// SPDX-License-Identifier: GPL-2.0-or-later
// do_anonymous_page() of mm/memory.c: a fault on nothing in anonymous memory maps the zero page, or a folio
// of one page or two.

typedef vm_fault_t pfncheck_anonymous(struct vm_fault*);
_Static_assert(__builtin_types_compatible_p(__typeof__(do_anonymous_page), pfncheck_anonymous),
               "do_anonymous_page() has other parameters than those of 6.12 and 7.3");

static struct vm_fault anonymous_fault;

int pfncheck_function_do_anonymous_page(void) {
  const unsigned long address = 0x10000;
  /* mm/vma.c, kernel/fork.c: whoever has pfns of its own is no anonymous memory. */
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)(VM_PFNMAP | VM_MIXEDMAP), address);
  const bool is_write = ANY(bool, is_write), occupied = ANY(bool, occupied), two = ANY(bool, two_pages);
  const unsigned long other = pfncheck_some_pfn(ANY(unsigned long, other_pfn), PFNCHECK_READONLY);
  pte_t before[2], after[2];
  bool is_zero;
  vm_fault_t got;
  int i;

  ASSUME(pte_none(pfncheck_none()));
  pfncheck_some_pfn(PFNCHECK_ZERO_PFN_OF(address), PFNCHECK_READONLY);
  ASSUME(is_zero_pfn(PFNCHECK_ZERO_PFN_OF(address)));
  ASSUME(!pte_write(pfn_pte(other, PFNCHECK_READONLY)));
  vma->vm_page_prot = PFNCHECK_READONLY;
  *(struct vm_area_struct**)&anonymous_fault.vma = vma;
  *(unsigned long*)&anonymous_fault.address = address;
  anonymous_fault.flags = is_write ? FAULT_FLAG_WRITE : 0;
  anonymous_fault.orig_pte = pfncheck_none();
  anonymous_fault.pmd = &slot_table;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_made_pages = two ? 2 : 1;
  pfncheck_made_pfn = ANY(unsigned long, new_pfn);
  before[0] = occupied ? pfn_pte(other, PFNCHECK_READONLY) : pfncheck_none();
  before[1] = pfncheck_none();
  pfncheck_slots[0] = before[0];
  pfncheck_slots[1] = before[1];

  got = do_anonymous_page(&anonymous_fault);

  for (i = 0; i < 2; i++) {
    after[i] = pfncheck_slots[i];
    pfncheck_entry_changed(vma, address + (unsigned long)i * PAGE_SIZE, before[i], after[i]);
  }
  is_zero = pte_present(after[0]) && is_zero_pfn(pte_pfn(after[0])) && !occupied;
  pfncheck_ledger_is_balanced();
  CLAUSE(locks_are_given_back, !pfncheck_locks);
  CLAUSE(
      anonymous_memory_is_its_own,
      occupied || pte_none(after[0]) || (is_zero && !is_write && pte_none(after[1])) ||
          (pte_present(after[0]) && pte_pfn(after[0]) == pfncheck_made_pfn && pfncheck_is_anonymous &&
           (two ? pte_present(after[1]) && pte_pfn(after[1]) == pfncheck_made_pfn + 1 : pte_none(after[1]))));
  CLAUSE(zero_page_is_mapped_raw,
         !is_zero || (!vm_normal_page(vma, address, after[0]) && !pte_write(after[0])));
  CLAUSE(zero_page_is_not_counted, !is_zero || !(pfncheck_references || pfncheck_mappings || pfncheck_rss));
  CLAUSE(taken_slot_is_left_alone, !occupied || (pte_same(after[0], before[0]) && pte_none(after[1])));
  CLAUSE(failed_fault_leaves_the_entries, !got || (pte_same(after[0], before[0]) && pte_none(after[1])));
  CLAUSE(entry_is_written_where_the_vma_may,
         occupied || !pte_present(after[0]) || !pte_write(after[0]) || (vma->vm_flags & VM_WRITE));
  return (int)got;
}
