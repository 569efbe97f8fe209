/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What every adapter needs. Comes after the real .c file in one unit, so the tree's own types are known.
 * The meaning of the undefined functions stands in README.md.
 */
#define PFNCHECK_OUT(name) void pfncheck_out_##name(unsigned long value)

PFNCHECK_OUT(entry_made);
PFNCHECK_OUT(pfn_valid);
PFNCHECK_OUT(zero_memmap);
PFNCHECK_OUT(page_shift);
PFNCHECK_OUT(pmd_shift);
PFNCHECK_OUT(pud_shift);
PFNCHECK_OUT(word_bits);
PFNCHECK_OUT(config_pte_special);
PFNCHECK_OUT(config_pmd_special);
PFNCHECK_OUT(config_pud_special);
PFNCHECK_OUT(config_devmap);
PFNCHECK_OUT(config_fs_dax);
PFNCHECK_OUT(config_fuse_dax);
PFNCHECK_OUT(config_limited_dax);
PFNCHECK_OUT(config_vmcore);
PFNCHECK_OUT(devmap_is_special);
PFNCHECK_OUT(flags_distinct);
PFNCHECK_OUT(huge_entry_maps_a_head);
PFNCHECK_OUT(lookup_hook);
PFNCHECK_OUT(colour_zero);
PFNCHECK_OUT(zero_pfn);
PFNCHECK_OUT(zero_extra);
PFNCHECK_OUT(highest_pfn);
PFNCHECK_OUT(huge_zero_pfn);
PFNCHECK_OUT(raw_pfn);
PFNCHECK_OUT(raw_special);
PFNCHECK_OUT(raw_devmap);
PFNCHECK_OUT(raw_valid);

struct page* pfncheck_hook_page(void) __attribute__((const, nothrow));

/* Makes the compiler keep what is written to *object before the call. */
void pfncheck_look_at(const void* object);

enum pfncheck_answer {
  PFNCHECK_NULL = 0,
  PFNCHECK_PAGE_OF_PFN = 1,
  PFNCHECK_HOOK_PAGE = 2,
  PFNCHECK_OTHER_POINTER = 3,
  PFNCHECK_HEAD_OF_FOLIO = 4,
  PFNCHECK_PFN_LOST = 16,
  PFNCHECK_NO_LEAF = 17,
  PFNCHECK_NO_SUCH_RULE = 18,
};

/* The abstract inputs of the VMA, under the names of model/functions/vm_normal_page/rule.hpp. */
#define PFNCHECK_VMA_PARAMETERS                                                              \
  _Bool pfnmap, _Bool mixedmap, _Bool shared, _Bool maywrite, unsigned long other_flags,     \
      unsigned long vm_start, unsigned long address, unsigned long vm_pgoff, _Bool has_hook, \
      _Bool hook_answers

static inline unsigned long pfncheck_flags(_Bool pfnmap, _Bool mixedmap, _Bool shared, _Bool maywrite,
                                           unsigned long other_flags) {
  unsigned long flags = other_flags & ~(unsigned long)(VM_PFNMAP | VM_MIXEDMAP | VM_SHARED | VM_MAYWRITE);

  if (pfnmap) flags |= VM_PFNMAP;
  if (mixedmap) flags |= VM_MIXEDMAP;
  if (shared) flags |= VM_SHARED;
  if (maywrite) flags |= VM_MAYWRITE;
  return flags;
}

/* The rule's flags and those that any VMA may have besides: none may share a bit with another. */
#define PFNCHECK_OTHER_FLAGS                                                                                 \
  (VM_READ | VM_WRITE | VM_EXEC | VM_MAYREAD | VM_MAYEXEC | VM_MAYSHARE | VM_GROWSDOWN | VM_LOCKED | VM_IO | \
   VM_SEQ_READ | VM_RAND_READ | VM_DONTCOPY | VM_DONTEXPAND | VM_ACCOUNT | VM_NORESERVE | VM_HUGETLB |       \
   VM_WIPEONFORK | VM_DONTDUMP | VM_HUGEPAGE | VM_NOHUGEPAGE | VM_MERGEABLE)

static inline _Bool pfncheck_flags_are_distinct(void) {
  const unsigned long long all = VM_PFNMAP | VM_MIXEDMAP | VM_SHARED | VM_MAYWRITE;

  return VM_PFNMAP && VM_MIXEDMAP && VM_SHARED && VM_MAYWRITE && !(all & PFNCHECK_OTHER_FLAGS) &&
         (unsigned long long)VM_PFNMAP + VM_MIXEDMAP + VM_SHARED + VM_MAYWRITE == all;
}

#if defined(PFNCHECK_HOOK_HAS_CONFIG) && !defined(CONFIG_FIND_NORMAL_PAGE)
#undef PFNCHECK_HOOK
#endif

static struct page* pfncheck_hook_with_page(struct vm_area_struct* vma, unsigned long address) {
  return pfncheck_hook_page();
}

static struct page* pfncheck_hook_without_page(struct vm_area_struct* vma, unsigned long address) {
  return NULL;
}

/*
 * Fills the fields that the rule's contract names; all others of *vma and *ops, vm_end and the fault handler
 * among them, stay uninitialised on purpose, so that a rule that reads one of them is seen to do so. Without
 * a hook vm_ops is NULL or has a NULL hook; both occur in kernels, so hook_answers, which means nothing then,
 * chooses.
 */
static inline void pfncheck_fill_vma(struct vm_area_struct* vma, struct vm_operations_struct* ops,
                                     PFNCHECK_VMA_PARAMETERS) {
#if defined(PFNCHECK_HOOK)
  ops->PFNCHECK_HOOK = !has_hook ? NULL : hook_answers ? pfncheck_hook_with_page : pfncheck_hook_without_page;
#endif
  vma->vm_start = vm_start;
  *(unsigned long*)&vma->vm_flags = pfncheck_flags(pfnmap, mixedmap, shared, maywrite, other_flags);
  vma->vm_pgoff = vm_pgoff;
  vma->vm_ops = has_hook || hook_answers ? ops : NULL;
}

#define PFNCHECK_FILL_VMA(vma, ops)                                                                         \
  pfncheck_fill_vma(vma, ops, pfnmap, mixedmap, shared, maywrite, other_flags, vm_start, address, vm_pgoff, \
                    has_hook, hook_answers)

#if defined(CONFIG_HEXAGON)
/* The tree's is inline assembly (arch/hexagon/include/asm/bitops.h, 7.3), by which VMA flags are asked. */
bool pfncheck_stand_in_arch_test_bit(unsigned long bit, const volatile unsigned long* words) {
  return (words[bit / BITS_PER_LONG] >> (bit % BITS_PER_LONG)) & 1;
}
#endif

/* Facts of this configuration. Each adapter gives them before anything else. */
static inline void pfncheck_configuration(void) {
  pfncheck_out_word_bits(BITS_PER_LONG);
  pfncheck_out_page_shift(PAGE_SHIFT);
  pfncheck_out_pmd_shift(PFNCHECK_PMD_SHIFT);
  pfncheck_out_pud_shift(PFNCHECK_PUD_SHIFT);
  pfncheck_out_config_pte_special(IS_ENABLED(CONFIG_ARCH_HAS_PTE_SPECIAL));
  pfncheck_out_config_pmd_special(IS_ENABLED(CONFIG_ARCH_SUPPORTS_PMD_PFNMAP));
  pfncheck_out_config_pud_special(IS_ENABLED(CONFIG_ARCH_SUPPORTS_PUD_PFNMAP));
  pfncheck_out_config_devmap(IS_ENABLED(CONFIG_ARCH_HAS_PTE_DEVMAP));
  pfncheck_out_flags_distinct(pfncheck_flags_are_distinct());
  pfncheck_out_config_fs_dax(IS_ENABLED(CONFIG_FS_DAX) && IS_ENABLED(CONFIG_ZONE_DEVICE));
  pfncheck_out_config_fuse_dax(IS_ENABLED(CONFIG_FUSE_DAX));
  pfncheck_out_config_limited_dax(IS_ENABLED(CONFIG_FS_DAX_LIMITED));
  pfncheck_out_config_vmcore(IS_ENABLED(CONFIG_PROC_VMCORE));
#if defined(CONFIG_ARCH_HAS_PTE_DEVMAP)
  pfncheck_out_devmap_is_special(!!pte_special(pte_mkdevmap(__pte(0))));
#else
  pfncheck_out_devmap_is_special(0);
#endif
#if defined(PFNCHECK_HOOK)
  pfncheck_out_lookup_hook(1);
#else
  pfncheck_out_lookup_hook(0);
#endif
  /* No folio is larger than the leaf that maps it, but where hugetlb joins several leaves to one page: cont
   * PMDs of arm64 (arch/arm64/mm/hugetlbpage.c: num_contig_ptes), 8M pages of powerpc's 8xx and others. The
   * rule is asked of them by move_pages(2) alone: mm/migrate.c: add_folio_for_migration lets hugetlb VMAs
   * pass, mm/pagewalk.c: folio_walk_start asks of any PMD leaf (6.12, 7.3). Before folio walks nobody asked
   * (6.1). One leaf a page: general hugetlb (mm/hugetlb.c: huge_pte_alloc); of riscv's Svnapot sizes none is
   * above 64K (arch/riscv/include/asm/pgtable-64.h: napot_cont_order). */
#if !defined(CONFIG_HUGETLB_PAGE) || !defined(PFNCHECK_HAS_folio_walk) ||                               \
    defined(CONFIG_ARCH_WANT_GENERAL_HUGETLB) || defined(CONFIG_X86) || defined(CONFIG_S390) ||         \
    defined(CONFIG_PPC_BOOK3S_64) || defined(CONFIG_LOONGARCH) || defined(CONFIG_RISCV)
  pfncheck_out_huge_entry_maps_a_head(1);
#else
  pfncheck_out_huge_entry_maps_a_head(0);
#endif
#if defined(__HAVE_COLOR_ZERO_PAGE)
  pfncheck_out_colour_zero(1);
#else
  pfncheck_out_colour_zero(0);
#endif
}

/* Globals that the rule may consult; the zero pages as is_zero_pfn() of include/linux/pgtable.h delimits
 * them. */
static inline void pfncheck_machine(unsigned long pfn) {
  pfncheck_out_pfn_valid(!!pfn_valid(pfn));
#if defined(PFNCHECK_ZERO_PFN)
  {
    extern unsigned long PFNCHECK_ZERO_PFN;
    pfncheck_out_zero_pfn(PFNCHECK_ZERO_PFN);
    pfncheck_out_zero_memmap(!!pfn_valid(PFNCHECK_ZERO_PFN));
  }
#if defined(__HAVE_COLOR_ZERO_PAGE)
  pfncheck_out_zero_extra(zero_page_mask >> PAGE_SHIFT);
#else
  pfncheck_out_zero_extra(0);
#endif
#endif
  pfncheck_out_highest_pfn(highest_memmap_pfn);
#if defined(CONFIG_TRANSPARENT_HUGEPAGE) && defined(PFNCHECK_HAS_huge_zero_pfn)
  pfncheck_out_huge_zero_pfn(huge_zero_pfn);
#endif
}

/* The head is asked for last and only of what is no other page, so that a rule without it asks nothing. */
static inline unsigned pfncheck_name_page(const struct page* page, unsigned long pfn) {
  if (!page) return PFNCHECK_NULL;
  if (page == pfncheck_page_of(pfn)) return PFNCHECK_PAGE_OF_PFN;
  if (page == pfncheck_hook_page()) return PFNCHECK_HOOK_PAGE;
  if (page == compound_head(pfncheck_page_of(pfn))) return PFNCHECK_HEAD_OF_FOLIO;
  return PFNCHECK_OTHER_POINTER;
}

/* What the rule made of the call; what it did to the VMA must not be lost on the way. */
static inline unsigned pfncheck_answer(const struct page* page, unsigned long pfn,
                                       const struct vm_area_struct* vma,
                                       const struct vm_operations_struct* ops) {
  pfncheck_look_at(vma);
  pfncheck_look_at(ops);
  return pfncheck_name_page(page, pfn);
}
