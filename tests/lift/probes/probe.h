/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the probes share: a piece of page table of our own, found without a lock or an allocation.
 */
#ifndef PFNCHECK_PROBE_H
#define PFNCHECK_PROBE_H

#define PROBE_OUT(name) void pfncheck_out_##name(unsigned long value)
PROBE_OUT(round_trip);
PROBE_OUT(unchanged);
PROBE_OUT(special);
PROBE_OUT(present);
PROBE_OUT(same_pfn);
PROBE_OUT(dirty);
PROBE_OUT(failed);
PROBE_OUT(parent_write);
PROBE_OUT(child_write);
PROBE_OUT(copied);
PROBE_OUT(rss);

#if defined(PAGE_READONLY)
#define PAGE_READONLY_OF_PROBE PAGE_READONLY
#else
#define PAGE_READONLY_OF_PROBE PAGE_RO
#endif
#if defined(PAGE_SHARED)
#define PAGE_SHARED_OF_PROBE PAGE_SHARED
#else
#define PAGE_SHARED_OF_PROBE PAGE_RW
#endif

static pte_t probe_slots[4];
static spinlock_t probe_lock;

static inline pte_t probe_none(void) {
  pte_t none;

#if defined(CONFIG_S390)
  none = __pte(_PAGE_INVALID);
#else
  none = __pte(0);
#endif
  return none;
}

static inline void probe_mm(struct mm_struct* mm) {
#if defined(CONFIG_S390)
  mm->context.has_pgste = 0;
  mm->context.uses_skeys = 0;
#endif
}

pte_t* pfncheck_stand_in___get_locked_pte(struct mm_struct* mm, unsigned long addr, spinlock_t** lock) {
  *lock = &probe_lock;
  return probe_slots;
}

pte_t* pfncheck_stand_in___pte_offset_map_lock(struct mm_struct* mm, pmd_t* pmd, unsigned long addr,
                                               spinlock_t** lock) {
  *lock = &probe_lock;
  return probe_slots;
}

int pfncheck_stand_in___pte_alloc(struct mm_struct* mm, pmd_t* pmd) {
  return 0;
}

/* What the names promise (Documentation/mm/arch_pgtable_helpers.rst); the real ones are assembly or in other
 * units. */
void pfncheck_stand_in_ptep_set_wrprotect(struct mm_struct* mm, unsigned long addr, pte_t* ptep) {
  *ptep = pte_wrprotect(*ptep);
}

int pfncheck_stand_in_ptep_set_access_flags(struct vm_area_struct* vma, unsigned long addr, pte_t* ptep,
                                            pte_t entry, int dirty) {
  int changed = !pte_same(*ptep, entry);

  *ptep = entry;
  return changed;
}

#if defined(CONFIG_X86)
pte_t pfncheck_stand_in_pte_mkwrite(pte_t pte, struct vm_area_struct* vma) {
  return pte_mkwrite_novma(pte);
}
#endif

#if defined(CONFIG_PPC)
/* Consecutive entries for consecutive pages, as set_ptes() of arch/powerpc/mm/pgtable.c promises. */
void pfncheck_stand_in_set_ptes(struct mm_struct* mm, unsigned long addr, pte_t* ptep, pte_t pte,
                                unsigned int nr) {
  for (; nr; nr--, ptep++) {
    *ptep = pte;
    pte = __pte(pte_val(pte) + (1UL << PTE_RPN_SHIFT));
  }
}
#endif

#endif
