// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page() of mm/memory.c.

static inline pte_t pfncheck_make_pte(unsigned long pfn, _Bool special, _Bool devmap, unsigned char prot,
                                      _Bool young, _Bool dirty) {
  pte_t entry = pfn_pte(pfn, pfncheck_prot(prot));

  entry = young ? pte_mkyoung(entry) : pte_mkold(entry);
  entry = dirty ? pte_mkdirty(entry) : pte_mkclean(entry);
  if (special) entry = pte_mkspecial(entry);
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
  if (devmap) entry = pte_mkdevmap(entry);
#endif
  return entry;
}

unsigned pfncheck_normal_page_pte(PFNCHECK_VMA_PARAMETERS, unsigned long pfn, _Bool special, _Bool devmap,
                                  unsigned char prot, _Bool young, _Bool dirty) {
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pte_t entry;

  pfncheck_configuration();
  pfncheck_machine(pfn);
  PFNCHECK_FILL_VMA(&vma, &ops);
  entry = pfncheck_make_pte(pfn, special, devmap, prot, young, dirty);
  if (!pte_present(entry)) return PFNCHECK_NO_LEAF;
  if (pte_pfn(entry) != pfn) return PFNCHECK_PFN_LOST;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page(&vma, address, entry), pfn, &vma, &ops);
}

// The same for any bit pattern that this side calls present.
unsigned pfncheck_raw_page_pte(PFNCHECK_VMA_PARAMETERS, unsigned long long raw) {
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pte_t entry = __pte(raw);
  unsigned long pfn = pte_pfn(entry);

  pfncheck_configuration();
  pfncheck_machine(pfn);
  pfncheck_out_raw_pfn(pfn);
  pfncheck_out_raw_special(!!pte_special(entry));
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP) /* gone since 6.17, stub and all */
  pfncheck_out_raw_devmap(!!pte_devmap(entry));
#else
  pfncheck_out_raw_devmap(0);
#endif
  pfncheck_out_raw_valid(!!pfn_valid(pfn));
  PFNCHECK_FILL_VMA(&vma, &ops);
  if (!pte_present(entry)) return PFNCHECK_NO_LEAF;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page(&vma, address, entry), pfn, &vma, &ops);
}
