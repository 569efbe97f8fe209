// SPDX-License-Identifier: GPL-2.0-or-later
// vm_normal_page_pud() of mm/memory.c, which kernels before 6.18 do not have.

#if defined(CONFIG_HAVE_ARCH_TRANSPARENT_HUGEPAGE_PUD) && defined(CONFIG_TRANSPARENT_HUGEPAGE) && \
    defined(PFNCHECK_RULE_vm_normal_page_pud)
#define PFNCHECK_PUD 1
#endif

#if defined(PFNCHECK_PUD)
// On powerpc pfn_pud() is in another unit: see normal_page_pmd.c.
#if defined(CONFIG_PPC_BOOK3S_64)
#define PFNCHECK_PFN_PUD(pfn, prot) __pud_mkhuge(pte_pud(pfn_pte(pfn, prot)))
#define PFNCHECK_HAS_PUD_LEAVES radix_enabled() /* hash has none, and traps */
#else
#define PFNCHECK_HAS_PUD_LEAVES 1
#define PFNCHECK_PFN_PUD(pfn, prot) pfn_pud(pfn, prot)
#endif

static inline pud_t pfncheck_make_pud(unsigned long pfn, _Bool special, _Bool devmap, unsigned char prot,
                                      _Bool young, _Bool dirty) {
  pud_t entry = pud_mkhuge(PFNCHECK_PFN_PUD(pfn, pfncheck_prot(prot)));

  entry = young ? pud_mkyoung(entry) : pud_mkold(entry);
  entry = dirty ? pud_mkdirty(entry) : pud_mkclean(entry);
#if defined(CONFIG_ARCH_SUPPORTS_PUD_PFNMAP)
  if (special) entry = pud_mkspecial(entry);
#endif
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
  if (devmap) entry = pud_mkdevmap(entry);
#endif
  return entry;
}

static inline _Bool pfncheck_is_pud_leaf(pud_t entry) {
  return pud_present(entry) && (pud_leaf(entry) || pud_trans_huge(entry));
}
#endif

unsigned pfncheck_normal_page_pud(PFNCHECK_VMA_PARAMETERS, unsigned long pfn, _Bool special, _Bool devmap,
                                  unsigned char prot, _Bool young, _Bool dirty) {
#if defined(PFNCHECK_PUD)
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pud_t entry;

  pfncheck_configuration();
  pfncheck_machine(pfn);
  PFNCHECK_FILL_VMA(&vma, &ops);
  if (!PFNCHECK_HAS_PUD_LEAVES) return PFNCHECK_NO_LEAF;
  entry = pfncheck_make_pud(pfn, special, devmap, prot, young, dirty);
  if (!pfncheck_is_pud_leaf(entry)) return PFNCHECK_NO_LEAF;
  if (pud_pfn(entry) != pfn) return PFNCHECK_PFN_LOST;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page_pud(&vma, address, entry), pfn, &vma, &ops);
#else
  pfncheck_configuration();
  return PFNCHECK_NO_SUCH_RULE;
#endif
}

unsigned pfncheck_raw_page_pud(PFNCHECK_VMA_PARAMETERS, unsigned long long raw) {
#if defined(PFNCHECK_PUD)
  struct vm_operations_struct ops;
  struct vm_area_struct vma;
  pud_t entry = __pud(raw);
  unsigned long pfn = pud_pfn(entry);

  pfncheck_configuration();
  pfncheck_machine(pfn);
  pfncheck_out_raw_pfn(pfn);
#if defined(CONFIG_ARCH_SUPPORTS_PUD_PFNMAP)
  pfncheck_out_raw_special(!!pud_special(entry));
#else
  pfncheck_out_raw_special(0);
#endif
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
  pfncheck_out_raw_devmap(!!pud_devmap(entry));
#else
  pfncheck_out_raw_devmap(0);
#endif
  pfncheck_out_raw_valid(!!pfn_valid(pfn));
  PFNCHECK_FILL_VMA(&vma, &ops);
  if (!PFNCHECK_HAS_PUD_LEAVES || !pfncheck_is_pud_leaf(entry)) return PFNCHECK_NO_LEAF;
  pfncheck_out_entry_made(1);
  return pfncheck_answer(vm_normal_page_pud(&vma, address, entry), pfn, &vma, &ops);
#else
  pfncheck_configuration();
  return PFNCHECK_NO_SUCH_RULE;
#endif
}
