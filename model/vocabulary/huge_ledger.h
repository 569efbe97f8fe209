/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger of PMDs that map a page: tables that are set aside for the day when the entry is split, and the
 * process's own hold on the huge zero page. Comes after ledger.h in a unit whose contracts are about PMDs.
 * What an entry stands for is known from how it was made: the unit does not have vm_normal_page_pmd(). */

static struct mm_struct* pfncheck_table_mm; /* the process whose tables are counted */
static long pfncheck_tables_taken;          /* allocated, less those given back */
static long pfncheck_tables_deposited;      /* set aside for entries of that process */
static long pfncheck_tables_counted;        /* in the page-table bytes of that process */
static long pfncheck_huge_zero_holds;       /* asked for by that process */
static unsigned long table_memory[1];
static spinlock_t table_lock;

/* Tables: include/asm-generic/pgalloc.h, arch/x86/mm/pgtable.c, arch/s390/mm/pgalloc.c. Nobody looks into a
 * table that is set aside. */
static pgtable_t pfncheck_take_table(void) {
  if (ANY(bool, no_table)) return NULL;
  pfncheck_tables_taken++;
  return (pgtable_t)table_memory;
}
pgtable_t LEDGER(pte_alloc_one)(struct mm_struct* mm) {
  return pfncheck_take_table();
}
pgtable_t LEDGER(pte_alloc_one_noprof)(struct mm_struct* mm) {
  return pfncheck_take_table();
}
void LEDGER(pte_free)(struct mm_struct* mm, pgtable_t table) {
  pfncheck_tables_taken--;
}
#if defined(CONFIG_S390)
unsigned long* LEDGER(page_table_alloc)(struct mm_struct* mm) {
  return (unsigned long*)pfncheck_take_table();
}
unsigned long* LEDGER(page_table_alloc_noprof)(struct mm_struct* mm) {
  return (unsigned long*)pfncheck_take_table();
}
void LEDGER(page_table_free)(struct mm_struct* mm, unsigned long* table) {
  pfncheck_tables_taken--;
}
#endif
void LEDGER(pgtable_trans_huge_deposit)(struct mm_struct* mm, pmd_t* slot, pgtable_t table) {
  pfncheck_tables_taken--;
  if (mm != pfncheck_table_mm) return;
  EVENT(tables_deposited, 0, 1);
  pfncheck_tables_deposited++;
}
void LEDGER(mm_inc_nr_ptes)(struct mm_struct* mm) {
  if (mm == pfncheck_table_mm) pfncheck_tables_counted++;
}
void LEDGER(mm_dec_nr_ptes)(struct mm_struct* mm) {
  if (mm == pfncheck_table_mm) pfncheck_tables_counted--;
}

/* A process that maps the huge zero page holds it once, however many entries it has: mm/huge_memory.c. */
struct folio* LEDGER(mm_get_huge_zero_folio)(struct mm_struct* mm) {
  if (mm == pfncheck_table_mm) {
    EVENT(huge_zero_holds, 0, 1);
    pfncheck_huge_zero_holds++;
  }
  return (struct folio*)pfncheck_page_of(huge_zero_pfn);
}

/* Map counts of a whole folio at fork; the page may be pinned, then it is not shared: include/linux/rmap.h.
 */
static int pfncheck_try_dup(struct page* page) {
  if (ANY(bool, page_is_pinned)) return -EBUSY;
  pfncheck_count_mappings(pfncheck_pfn_of(page), HPAGE_PMD_NR, 1);
  return 0;
}
int LEDGER(folio_try_dup_anon_rmap_pmd)(struct folio* folio, struct page* page, struct vm_area_struct* from) {
  return pfncheck_try_dup(page);
}
int LEDGER_2(folio_try_dup_anon_rmap_pmd)(struct folio* folio, struct page* page, struct vm_area_struct* to,
                                          struct vm_area_struct* from) {
  return pfncheck_try_dup(page);
}
/* Gives the parent PTEs in place of the entry; the child's is not its business: mm/huge_memory.c. */
void LEDGER(__split_huge_pmd)(struct vm_area_struct* vma, pmd_t* slot, unsigned long address, bool freeze,
                              struct folio* folio) {}
void LEDGER_2(__split_huge_pmd)(struct vm_area_struct* vma, pmd_t* slot, unsigned long address, bool freeze) {
}

/* One lock for all tables; entries are written whole. */
spinlock_t* LEDGER(pmd_lock)(struct mm_struct* mm, pmd_t* slot) {
  spin_lock(&table_lock);
  return &table_lock;
}
spinlock_t* LEDGER(pmd_lockptr)(struct mm_struct* mm, pmd_t* slot) {
  return &table_lock;
}
pmd_t LEDGER(pmdp_get_lockless)(pmd_t* slot) {
  return *slot;
}
void LEDGER(pmdp_set_wrprotect)(struct mm_struct* mm, unsigned long address, pmd_t* slot) {
  *slot = pmd_wrprotect(*slot);
}
#if defined(CONFIG_ARM64)
/* 7.3's set_pmd_at(), for runs of entries. */
void LEDGER(__set_pmds)(struct mm_struct* mm, unsigned long address, pmd_t* slot, pmd_t entry,
                        unsigned int n) {
  *slot = entry;
}
#endif
void LEDGER(set_pmd_at)(struct mm_struct* mm, unsigned long address, pmd_t* slot, pmd_t entry) {
  *slot = entry;
}

#if defined(CONFIG_PPC_BOOK3S_64)
/* In files of their own: arch/powerpc/mm/book3s64/pgtable.c, arch/powerpc/mm/pgtable_64.c. */
pmd_t LEDGER(pfn_pmd)(unsigned long pfn, pgprot_t prot) {
  return __pmd_mkhuge(pte_pmd(pfn_pte(pfn, prot)));
}
struct page* LEDGER(pmd_page)(pmd_t entry) {
  return pte_page(pmd_pte(entry));
}
pmd_t LEDGER(mk_pmd)(struct page* page, pgprot_t prot) {
  return pfncheck_ledger_pfn_pmd(page_to_pfn(page), prot);
}
#elif defined(CONFIG_LOONGARCH)
/* arch/loongarch/mm/pgtable.c, in 6.12. */
pmd_t LEDGER(mk_pmd)(struct page* page, pgprot_t prot) {
  return pfn_pmd(page_to_pfn(page), prot);
}
#endif

static inline pmd_t pfncheck_no_pmd(void) {
#if defined(CONFIG_S390)
  return __pmd(_SEGMENT_ENTRY_EMPTY);
#else
  return __pmd(0);
#endif
}

/* The pfn of a PMD that maps a page. */
static inline unsigned long pfncheck_some_huge_pfn(unsigned long pfn, pgprot_t prot) {
  ASSUME(!(pfn & (HPAGE_PMD_NR - 1)));
  ASSUME(pmd_present(pmd_mkhuge(pfn_pmd(pfn, prot))) && pmd_pfn(pmd_mkhuge(pfn_pmd(pfn, prot))) == pfn);
  return pfn;
}

/* The huge zero page is there, and it is a page that entries can map. */
static struct folio* pfncheck_huge_zero_folio(pgprot_t prot) {
  ASSUME(huge_zero_pfn != ~0ul);
  pfncheck_some_huge_pfn(huge_zero_pfn, prot);
  return (struct folio*)pfncheck_page_of(huge_zero_pfn);
}

/* What an entry stands for that maps a counted folio, whose first page that is. */
static void pfncheck_huge_entry_counts(unsigned long pfn, long n) {
  if (pfn == pfncheck_page) pfncheck_entry_references += n;
  if (pfncheck_page - pfn < HPAGE_PMD_NR) pfncheck_entry_mappings += n;
  pfncheck_entry_rss += n * HPAGE_PMD_NR;
}

static void pfncheck_tables_are_in_order(bool is_needed) {
  CLAUSE(huge_entry_has_a_table, !is_needed || pfncheck_tables_deposited == 1);
  CLAUSE(deposited_tables_are_counted, pfncheck_tables_counted == pfncheck_tables_deposited);
}
