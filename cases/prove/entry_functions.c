// SPDX-License-Identifier: GPL-2.0-or-later
// unit: mm/memory.c
// link: arch/x86/mm/pgtable.c arch/x86/mm/pat/memtype.c arch/x86/mm/init.c arch/s390/mm/pgtable.c
// link: arch/riscv/mm/pgtable.c arch/powerpc/mm/book3s64/pgtable.c
// because: what vm_normal_page() and the CPU read of an entry must survive every change of its other bits
#include <pfncheck/entries.h>

/* Any entry that a process has; the caller's premise is that the pfn fits. */
static pte_t some_entry(void) {
  const pgprot_t prot = pfncheck_prot(ANY(unsigned char, prot));

  return pfn_pte(pfncheck_some_pfn(ANY(unsigned long, pfn), prot), prot);
}

void entry_is_made_of_a_pfn(void) {
  const pte_t entry = some_entry();

  CLAUSE(made_entry_is_present, pte_present(entry));
  CLAUSE(made_entry_is_not_none, !pte_none(entry));
#if defined(CONFIG_ARCH_HAS_PTE_SPECIAL)
  CLAUSE(made_entry_is_not_special, !pte_special(entry));
#else
  NOT_APPLICABLE(made_entry_is_not_special, "no special bit");
#endif
}

#define KEEPS(helper, changed)                                                \
  do {                                                                        \
    const pte_t after = changed;                                              \
    CLAUSE(helper##_keeps_the_pfn, pte_pfn(after) == pte_pfn(entry));         \
    CLAUSE(helper##_keeps_special, pte_special(after) == pte_special(entry)); \
  } while (0)

void pte_helpers(void) {
  const pte_t made = some_entry();
  const pte_t entry = ANY(bool, special) ? pte_mkspecial(made) : made;

#if defined(CONFIG_ARCH_HAS_PTE_SPECIAL)
  CLAUSE(mkspecial_makes_special, pte_special(pte_mkspecial(made)));
#else
  NOT_APPLICABLE(mkspecial_makes_special, "no special bit");
#endif
  CLAUSE(mkspecial_keeps_the_pfn, pte_pfn(pte_mkspecial(made)) == pte_pfn(made));
  KEEPS(modify, pte_modify(entry, pfncheck_prot(ANY(unsigned char, new_prot))));
  KEEPS(wrprotect, pte_wrprotect(entry));
  KEEPS(mkwrite, pte_mkwrite_novma(entry));
  KEEPS(mkclean, pte_mkclean(entry));
  KEEPS(mkdirty, pte_mkdirty(entry));
  KEEPS(mkold, pte_mkold(entry));
  KEEPS(mkyoung, pte_mkyoung(entry));
  CLAUSE(wrprotect_takes_write_away, !pte_write(pte_wrprotect(entry)));
  CLAUSE(mkwrite_gives_write, pte_write(pte_mkwrite_novma(entry)));
}

#if defined(CONFIG_X86)
/* As the PAT is programmed where there is one: arch/x86/mm/pat/memtype.c: pat_bp_init. */
const u16 pfncheck_value___cachemode2pte_tbl[] = {
    [_PAGE_CACHE_MODE_WC] = _PAGE_PWT,
    [_PAGE_CACHE_MODE_UC_MINUS] = _PAGE_PCD,
    [_PAGE_CACHE_MODE_UC] = _PAGE_PWT | _PAGE_PCD,
};
#endif

/* A mapping's memory type is set once, in vm_page_prot; mprotect() goes through pgprot_modify(). */
void memory_type_survives_mprotect(void) {
  const pgprot_t old = pfncheck_prot(ANY(unsigned char, prot));
  const pgprot_t new = pfncheck_prot(ANY(unsigned char, new_prot));
  const pgprot_t uncached = pgprot_modify(pgprot_noncached(old), new);
  const pgprot_t combining = pgprot_modify(pgprot_writecombine(old), new);

#if defined(CONFIG_X86)
  ASSUME(boot_cpu_data.x86 > 3); /* what Linux still runs on; older chips cache by address only */
#endif
  CLAUSE(noncached_is_another_type, pgprot_val(pgprot_noncached(old)) != pgprot_val(old));
  CLAUSE(writecombine_is_another_type, pgprot_val(pgprot_writecombine(old)) != pgprot_val(old));
  CLAUSE(mprotect_keeps_noncached, pgprot_val(uncached) == pgprot_val(pgprot_noncached(uncached)));
  CLAUSE(mprotect_keeps_writecombine, pgprot_val(combining) == pgprot_val(pgprot_writecombine(combining)));
}
