// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page_pmd() of mm/memory.c, for transparent huge pages. A kernel with hugetlb only may have the
// function, but makes no entry for it and has the tests inside as constants: "no such rule".

#if defined(CONFIG_TRANSPARENT_HUGEPAGE) && defined(PFNCHECK_RULE_vm_normal_page_pmd)
#define PFNCHECK_PMD 1
#endif

#if defined(PFNCHECK_PMD)
// On powerpc pfn_pmd() is in another unit (arch/powerpc/mm/book3s64/pgtable.c); a PMD leaf there has the bits
// of a PTE and what __pmd_mkhuge() of the MMU in use (radix or hash) adds; in 5.10 pmd_mkhuge() does.
#if defined(CONFIG_PPC_BOOK3S_64) && !defined(PFNCHECK_PMD_MKHUGE_OF_MMU)
#define PFNCHECK_PFN_PMD(pfn, prot) __pmd_mkhuge(pte_pmd(pfn_pte(pfn, prot)))
#elif defined(CONFIG_PPC_BOOK3S_64)
#define PFNCHECK_PFN_PMD(pfn, prot) pte_pmd(pfn_pte(pfn, prot))
#else
#define PFNCHECK_PFN_PMD(pfn, prot) pfn_pmd(pfn, prot)
#endif

static inline pmd_t pfncheck_make_pmd(unsigned long pfn, _Bool special, _Bool devmap, unsigned char prot,
                                      _Bool young, _Bool dirty) {
  pmd_t entry = pmd_mkhuge(PFNCHECK_PFN_PMD(pfn, pfncheck_prot(prot)));

  entry = young ? pmd_mkyoung(entry) : pmd_mkold(entry);
  entry = dirty ? pmd_mkdirty(entry) : pmd_mkclean(entry);
#if defined(CONFIG_ARCH_SUPPORTS_PMD_PFNMAP)
  if (special) entry = pmd_mkspecial(entry);
#endif
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
  if (devmap) entry = pmd_mkdevmap(entry);
#endif
  return entry;
}

// pmd_leaf() is a constant 0 on architectures that did not define it before 6.8.
static inline _Bool pfncheck_is_pmd_leaf(pmd_t entry) {
  return pmd_present(entry) && (pmd_leaf(entry) || pmd_trans_huge(entry));
}
#endif

unsigned pfncheck_normal_page_pmd(PFNCHECK_VMA_PARAMETERS, unsigned long pfn, _Bool special, _Bool devmap,
                                  unsigned char prot, _Bool young, _Bool dirty) {
#if defined(PFNCHECK_PMD)
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pmd_t entry;

  pfncheck_configuration();
  pfncheck_machine(pfn);
  PFNCHECK_FILL_VMA(&vma, &ops);
  entry = pfncheck_make_pmd(pfn, special, devmap, prot, young, dirty);
  if (!pfncheck_is_pmd_leaf(entry)) return PFNCHECK_NO_LEAF;
  if (pmd_pfn(entry) != pfn) return PFNCHECK_PFN_LOST;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page_pmd(&vma, address, entry), pfn, &vma, &ops);
#else
  pfncheck_configuration();
  return PFNCHECK_NO_SUCH_RULE;
#endif
}

unsigned pfncheck_raw_page_pmd(PFNCHECK_VMA_PARAMETERS, unsigned long long raw) {
#if defined(PFNCHECK_PMD)
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pmd_t entry = __pmd(raw);
  unsigned long pfn = pmd_pfn(entry);

  pfncheck_configuration();
  pfncheck_machine(pfn);
  pfncheck_out_raw_pfn(pfn);
#if defined(CONFIG_ARCH_SUPPORTS_PMD_PFNMAP)
  pfncheck_out_raw_special(!!pmd_special(entry));
#else
  pfncheck_out_raw_special(0);
#endif
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP) /* gone since 6.17, stub and all */
  pfncheck_out_raw_devmap(!!pmd_devmap(entry));
#else
  pfncheck_out_raw_devmap(0);
#endif
  pfncheck_out_raw_valid(!!pfn_valid(pfn));
  PFNCHECK_FILL_VMA(&vma, &ops);
  if (!pfncheck_is_pmd_leaf(entry)) return PFNCHECK_NO_LEAF;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page_pmd(&vma, address, entry), pfn, &vma, &ops);
#else
  pfncheck_configuration();
  return PFNCHECK_NO_SUCH_RULE;
#endif
}
