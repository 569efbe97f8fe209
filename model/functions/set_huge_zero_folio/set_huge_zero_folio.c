// SPDX-License-Identifier: GPL-2.0-or-later
// set_huge_zero_folio() of mm/huge_memory.c: the huge zero page, into an empty PMD of anonymous memory.

typedef void pfncheck_set_huge_zero(pgtable_t, struct mm_struct*, struct vm_area_struct*, unsigned long,
                                    pmd_t*, struct folio*);
_Static_assert(__builtin_types_compatible_p(__typeof__(set_huge_zero_folio), pfncheck_set_huge_zero),
               "set_huge_zero_folio() has other parameters than those of 6.12 and 7.3");

static pmd_t pfncheck_zero_slot;

int pfncheck_function_set_huge_zero_folio(void) {
  const unsigned long address = 2ul << PFNCHECK_PMD_SHIFT;
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)(VM_PFNMAP | VM_MIXEDMAP), address);
  /* Private memory that nobody wrote to, as in the one caller: mm/huge_memory.c: do_huge_pmd_anonymous_page.
   */
  const pgprot_t prot = PFNCHECK_COPY;
  struct folio* zero_folio = pfncheck_huge_zero_folio(prot);
  pgtable_t table;
  pmd_t entry;

  ASSUME(pmd_none(pfncheck_no_pmd()));
  vma->vm_page_prot = prot;
  pfncheck_table_mm = &slot_mm;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_zero_slot = pfncheck_no_pmd();
  table = pfncheck_take_table();
  ASSUME(table);
  set_huge_zero_folio(table, &slot_mm, vma, address, &pfncheck_zero_slot, zero_folio);
  entry = pfncheck_zero_slot;
  pfncheck_ledger_is_balanced();
  pfncheck_tables_are_in_order(true);
  CLAUSE(huge_zero_entry_is_made, pmd_present(entry) && pmd_trans_huge(entry) && is_huge_zero_pmd(entry) &&
                                      pmd_pfn(entry) == huge_zero_pfn && !pmd_write(entry));
  return 0;
}
