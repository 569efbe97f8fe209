// SPDX-License-Identifier: GPL-2.0-or-later
// insert_page_into_pte_locked() of mm/memory.c: any page that has a memmap, into an empty slot or one that is
// taken.

typedef int pfncheck_insert_5(struct vm_area_struct*, pte_t*, unsigned long, struct page*, pgprot_t);
/* 6.14: and whether the entry becomes writable. */
typedef int pfncheck_insert_6(struct vm_area_struct*, pte_t*, unsigned long, struct page*, pgprot_t, bool);
#define PFNCHECK_INSERT_IS(type) __builtin_types_compatible_p(__typeof__(insert_page_into_pte_locked), type)
_Static_assert(PFNCHECK_INSERT_IS(pfncheck_insert_5) || PFNCHECK_INSERT_IS(pfncheck_insert_6),
               "insert_page_into_pte_locked() has other parameters than those of 6.12 and 7.3");

int pfncheck_function_insert_page_into_pte_locked(void) {
  const unsigned long address = 0x10000;
  /* Callers set VM_MIXEDMAP, or have a VMA without VM_PFNMAP: mm/memory.c: vm_insert_page, __vm_insert_mixed.
   */
  struct vm_area_struct* vma = pfncheck_vma(~(unsigned long)VM_PFNMAP, address);
  const pgprot_t prot = PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  const unsigned long other = pfncheck_some_pfn(ANY(unsigned long, other_pfn), prot);
  const bool occupied = ANY(bool, occupied), make_writable = ANY(bool, make_writable);
  struct page* page = pfncheck_page_of(pfn);
  bool zero;
  pte_t before;
  int error;

  /* A page exists: it has a memmap, and the zero page is a folio of its own. */
  ASSUME(pfn_valid(pfn) && pfn <= highest_memmap_pfn);
  ASSUME(pte_none(pfncheck_none()));
  zero = is_zero_folio(page_folio(page));
  ASSUME(zero == !!is_zero_pfn(pfn));
  /* The zero page goes into VM_MIXEDMAP only, and with a special bit or by the rule for VM_MIXEDMAP it is
   * raw. */
  ASSUME(!zero || (vma->vm_flags & VM_MIXEDMAP));
  /* Callers refuse anonymous memory: mm/memory.c: validate_page_before_insert. */
  ASSUME(!folio_test_anon(page_folio(page)));
  pfncheck_page = ANY(unsigned long, counted_pfn);
  before = occupied ? pfn_pte(other, prot) : pfncheck_none();
  pfncheck_slots[0] = before;
  error = __builtin_choose_expr(
      PFNCHECK_INSERT_IS(pfncheck_insert_6),
      ((pfncheck_insert_6*)insert_page_into_pte_locked)(vma, pfncheck_slots, address, page, prot,
                                                        make_writable),
      ((pfncheck_insert_5*)insert_page_into_pte_locked)(vma, pfncheck_slots, address, page, prot));
  pfncheck_entry_changed(vma, address, before, pfncheck_slots[0]);
  pfncheck_ledger_is_balanced();
  CLAUSE(inserted_page_is_mapped,
         error || (pte_present(pfncheck_slots[0]) && pte_pfn(pfncheck_slots[0]) == pfn));
  CLAUSE(refused_page_leaves_the_entry, !error || pte_same(pfncheck_slots[0], before));
  CLAUSE(zero_page_is_not_counted, !zero || !(pfncheck_references || pfncheck_mappings || pfncheck_rss));
  return error;
}
