// SPDX-License-Identifier: GPL-2.0-or-later
// insert_pfn() of mm/memory.c: any pfn that its callers let through, into an empty slot or one that is taken.

typedef vm_fault_t pfncheck_insert_number(struct vm_area_struct*, unsigned long, unsigned long, pgprot_t,
                                          bool);
#if __has_include(<linux/pfn_t.h>)
/* Up to 6.16: the pfn comes with what kind it is of. */
typedef vm_fault_t pfncheck_insert_pfn_t(struct vm_area_struct*, unsigned long, pfn_t, pgprot_t, bool);
#else
typedef pfncheck_insert_number pfncheck_insert_pfn_t;
#endif
#define PFNCHECK_INSERT_PFN_IS(type) __builtin_types_compatible_p(__typeof__(insert_pfn), type)
_Static_assert(PFNCHECK_INSERT_PFN_IS(pfncheck_insert_number) ||
                   PFNCHECK_INSERT_PFN_IS(pfncheck_insert_pfn_t),
               "insert_pfn() has other parameters than those of 6.12 and 7.3");

static vm_fault_t pfncheck_insert_pfn(struct vm_area_struct* vma, unsigned long address, unsigned long pfn,
                                      bool is_devmap, pgprot_t prot, bool make_writable) {
#if __has_include(<linux/pfn_t.h>)
  const pfn_t with_kind = __pfn_to_pfn_t(pfn, is_devmap ? PFN_DEV | PFN_MAP : PFN_DEV);
#else
  const unsigned long with_kind = pfn;
#endif

  return __builtin_choose_expr(
      PFNCHECK_INSERT_PFN_IS(pfncheck_insert_number),
      ((pfncheck_insert_number*)insert_pfn)(vma, address, pfn, prot, make_writable),
      ((pfncheck_insert_pfn_t*)insert_pfn)(vma, address, with_kind, prot, make_writable));
}

int pfncheck_function_insert_pfn(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~0ul, address);
  const bool occupied = ANY(bool, occupied), make_writable = ANY(bool, make_writable);
  const bool is_devmap = ANY(bool, is_devmap), special = ANY(bool, other_special);
  const pgprot_t prot = PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  const unsigned long other = pfncheck_some_pfn(ANY(unsigned long, other_pfn), prot);
  const bool is_mixed = vma->vm_flags & VM_MIXEDMAP, is_cow = pfncheck_is_cow(vma);
  pte_t before, after;
  vm_fault_t got;

  /* mm/memory.c: vmf_insert_pfn_prot, __vm_insert_mixed: one of the two, and a raw VMA is no private writable
   * one. Without a special bit what has a memmap is inserted as a page. */
  ASSUME(!is_mixed == !!(vma->vm_flags & VM_PFNMAP));
  ASSUME(is_mixed || !is_cow);
  ASSUME(!is_mixed || IS_ENABLED(CONFIG_ARCH_HAS_PTE_SPECIAL) || !pfn_valid(pfn));
  /* fs/dax.c, drivers/dax/device.c: such pfns are there with ZONE_DEVICE only. */
  ASSUME(!is_devmap || (is_mixed && IS_ENABLED(CONFIG_ZONE_DEVICE)));
  ASSUME(pte_none(pfncheck_none()));
  before = occupied ? pfn_pte(other, prot) : pfncheck_none();
  if (occupied && special) before = pte_mkspecial(before);
  ASSUME(!pte_write(pfn_pte(pfn, prot)) && !pte_write(pfn_pte(other, prot)));
  /* A page that is mapped has a memmap. */
  ASSUME(!occupied || special || (pfn_valid(other) && other <= highest_memmap_pfn));
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_slots[0] = before;

  got = pfncheck_insert_pfn(vma, address, pfn, is_devmap, prot, make_writable);

  after = pfncheck_slots[0];
  pfncheck_entry_changed(vma, address, before, after);
  pfncheck_ledger_is_balanced();
  CLAUSE(locks_are_given_back, !pfncheck_locks);
  CLAUSE(inserted_pfn_is_mapped,
         occupied || got != VM_FAULT_NOPAGE || (pte_present(after) && pte_pfn(after) == pfn));
  CLAUSE(inserted_pfn_is_raw, occupied || !pte_present(after) || !vm_normal_page(vma, address, after));
  CLAUSE(occupied_slot_keeps_its_pfn, !occupied || (pte_present(after) && pte_pfn(after) == other));
  CLAUSE(refused_pfn_leaves_the_entry, got == VM_FAULT_NOPAGE || pte_same(after, before));
  CLAUSE(another_pfn_is_left_alone, !occupied || other == pfn || pte_same(after, before));
  CLAUSE(entry_is_written_where_the_vma_may,
         !pte_present(after) || !pte_write(after) || (make_writable && (vma->vm_flags & VM_WRITE)));
  return (int)got;
}
