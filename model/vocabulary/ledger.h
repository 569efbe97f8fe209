/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger: what a kernel function takes and gives back, and what the page-table entries that it changed
 * stand for. It is kept for one page that can be any, so what holds of its sums holds of every page. Each
 * line below stands in for one kernel function whose contract is that it moves this count; the functions that
 * are asked about are the tree's own. Included once in a unit, after the words of pfncheck.h; only functions
 * asked for by a contract see it (LEDGER). Variables called pfncheck_* start as they are written here, all
 * others can hold anything. */

/* What stands in for a kernel function in what a contract asks about. Where releases differ in the
 * parameters, the one whose type fits is taken. */
#define LEDGER(function) pfncheck_ledger_##function
#define LEDGER_2(function) pfncheck_ledger_2_##function

/* Pages are named by pfn, folios by that of their first page. */
#define PFNCHECK_FOLIO(folio) pfncheck_pfn_of((const struct page*)(folio))
#define PFNCHECK_HEAD(page) PFNCHECK_FOLIO(page_folio(page))

static unsigned long pfncheck_page;    /* whose account it is */
static long pfncheck_references;       /* taken, less those given back; of the folio with that head */
static long pfncheck_mappings;         /* map counts added, less those removed; of that page */
static long pfncheck_rss;              /* pages added to rss, less those taken off; of all pages */
static long pfncheck_entry_references; /* what entries that changed stand for, after less before */
static long pfncheck_entry_mappings;
static long pfncheck_entry_rss;

static void pfncheck_count_references(unsigned long head, long n) {
  EVENT(references, head, n);
  if (head == pfncheck_page) pfncheck_references += n;
}

static void pfncheck_count_mappings(unsigned long pfn, long pages, long n) {
  EVENT(mappings, pfn, n);
  if (pfncheck_page - pfn < (unsigned long)pages) pfncheck_mappings += n;
}

static void pfncheck_count_rss(long n) {
  EVENT(rss, 0, n);
  pfncheck_rss += n;
}

/* References: include/linux/mm.h, include/linux/page_ref.h. get_page() and put_page() are the tree's own and
 * arrive here. */
void LEDGER(folio_get)(struct folio* folio) {
  pfncheck_count_references(PFNCHECK_FOLIO(folio), 1);
}
void LEDGER(folio_put)(struct folio* folio) {
  pfncheck_count_references(PFNCHECK_FOLIO(folio), -1);
}
void LEDGER(folio_ref_add)(struct folio* folio, int n) {
  pfncheck_count_references(PFNCHECK_FOLIO(folio), n);
}
void LEDGER(folio_ref_sub)(struct folio* folio, int n) {
  pfncheck_count_references(PFNCHECK_FOLIO(folio), -(long)n);
}
void LEDGER(folio_put_refs)(struct folio* folio, int n) {
  pfncheck_count_references(PFNCHECK_FOLIO(folio), -(long)n);
}

/* Map counts: include/linux/rmap.h, mm/rmap.c. */
void LEDGER(folio_add_file_rmap_ptes)(struct folio* folio, struct page* page, int n,
                                      struct vm_area_struct* vma) {
  pfncheck_count_mappings(pfncheck_pfn_of(page), n, 1);
}
void LEDGER(folio_remove_rmap_ptes)(struct folio* folio, struct page* page, int n,
                                    struct vm_area_struct* vma) {
  pfncheck_count_mappings(pfncheck_pfn_of(page), n, -1);
}

/* Resident pages of a process: include/linux/mm.h. */
void LEDGER(add_mm_counter)(struct mm_struct* mm, int member, long n) {
  pfncheck_count_rss(n);
}
void LEDGER(inc_mm_counter)(struct mm_struct* mm, int member) {
  pfncheck_count_rss(1);
}
void LEDGER(dec_mm_counter)(struct mm_struct* mm, int member) {
  pfncheck_count_rss(-1);
}

/* A gather takes over the references of entries and drops them once the TLB is flushed; the map counts too,
 * where that was put off: mm/mmu_gather.c: __tlb_remove_folio_pages, tlb_flush_rmaps. */
bool LEDGER(__tlb_remove_folio_pages)(struct mmu_gather* tlb, struct page* page, unsigned int n,
                                      bool delay_rmap) {
  pfncheck_count_references(PFNCHECK_HEAD(page), -(long)n);
  if (delay_rmap) pfncheck_count_mappings(pfncheck_pfn_of(page), n, -1);
  return ANY(bool, gather_is_full);
}

/* These count nothing: mm/page-writeback.c, mm/swap.c, include/linux/ksm.h, arch/x86/mm/pgtable.c. */
bool LEDGER(folio_mark_dirty)(struct folio* folio) {
  EVENT(dirtied, PFNCHECK_FOLIO(folio), 1);
  return ANY(bool, was_clean);
}
void LEDGER(folio_mark_accessed)(struct folio* folio) {
  EVENT(accessed, PFNCHECK_FOLIO(folio), 1);
}
void LEDGER(ksm_might_unmap_zero_page)(struct mm_struct* mm, pte_t pte) {}
void LEDGER(arch_check_zapped_pte)(struct vm_area_struct* vma, pte_t pte) {}

/* Entries lie in two neighbouring slots of one table. Exchanges of an entry are atomic, and one execution is
 * looked at by itself: nobody else changes a slot while the table is locked. */
static pte_t pfncheck_slots[2];

static inline pte_t pfncheck_none(void) {
#if defined(CONFIG_S390)
  return __pte(_PAGE_INVALID);
#else
  return __pte(0);
#endif
}

/* Whoever keeps what entries map, such as KVM, is told before it changes and after: mm/mmu_notifier.c. */
static long pfncheck_notifiers;      /* started, less ended */
static bool pfncheck_changed_untold; /* an entry was changed while none was */

void LEDGER(mmu_notifier_invalidate_range_start)(struct mmu_notifier_range* range) {
  pfncheck_notifiers++;
}
void LEDGER(mmu_notifier_invalidate_range_end)(struct mmu_notifier_range* range) {
  pfncheck_notifiers--;
}
static void pfncheck_write(pte_t* slot, pte_t entry) {
  if (!pfncheck_notifiers) pfncheck_changed_untold = true;
  *slot = entry;
}

pte_t LEDGER(ptep_get_and_clear)(struct mm_struct* mm, unsigned long address, pte_t* slot) {
  pte_t old = *slot;

  pfncheck_write(slot, pfncheck_none());
  return old;
}
pte_t LEDGER(ptep_get_and_clear_full)(struct mm_struct* mm, unsigned long address, pte_t* slot, int full) {
  return pfncheck_ledger_ptep_get_and_clear(mm, address, slot);
}
#if defined(CONFIG_ARM64)
/* arch/arm64 has these for runs of entries that it may have joined; they leave what the generic ones leave.
 */
pte_t LEDGER(get_and_clear_full_ptes)(struct mm_struct* mm, unsigned long address, pte_t* slot,
                                      unsigned int n, int full) {
  pte_t first = pfncheck_ledger_ptep_get_and_clear(mm, address, slot);

  if (n > 1) {
    pte_t second = pfncheck_ledger_ptep_get_and_clear(mm, address, slot + 1);

    if (pte_dirty(second)) first = pte_mkdirty(first);
    if (pte_young(second)) first = pte_mkyoung(first);
  }
  return first;
}
void LEDGER(clear_full_ptes)(struct mm_struct* mm, unsigned long address, pte_t* slot, unsigned int n,
                             int full) {
  pfncheck_ledger_get_and_clear_full_ptes(mm, address, slot, n, full);
}
#endif
/* The same entry for the next page. Where an architecture has no word for that, the pfn begins at this bit.
 */
static inline pte_t pfncheck_next_entry(pte_t entry) {
#if defined(pte_next_pfn)
  return pte_next_pfn(entry);
#else /* up to 6.9 */
  return __pte(pte_val(entry) + (1ul << PFN_PTE_SHIFT));
#endif
}
void LEDGER(set_ptes)(struct mm_struct* mm, unsigned long address, pte_t* slot, pte_t entry, unsigned int n) {
  pfncheck_write(slot, entry);
  if (n > 1) pfncheck_write(slot + 1, pfncheck_next_entry(entry));
}
int LEDGER(ptep_set_access_flags)(struct vm_area_struct* vma, unsigned long address, pte_t* slot, pte_t entry,
                                  int dirty) {
  int changed = !pte_same(*slot, entry);

  *slot = entry;
  return changed;
}

/* Shadow stacks, which have writable entries of their own, are not asked about: arch/x86/mm/pgtable.c,
 * arch/riscv/mm/pgtable.c. */
pte_t LEDGER(pte_mkwrite)(pte_t entry, struct vm_area_struct* vma) {
  return pte_mkwrite_novma(entry);
}

/* The table of an entry and its lock: include/linux/spinlock.h, include/linux/pgtable.h, mm/memory.c. */
static long pfncheck_locks; /* taken, less those given back */
static spinlock_t slot_lock;

void LEDGER(spin_lock)(spinlock_t* lock) {
  pfncheck_locks++;
}
void LEDGER(spin_unlock)(spinlock_t* lock) {
  pfncheck_locks--;
}
void LEDGER(pte_unmap)(pte_t* slot) {}
void LEDGER(kunmap_local_indexed)(const void* slot) {} /* with CONFIG_HIGHPTE */
/* Where the lock is given back in between, others may unmap what is in the slot. */
static bool pfncheck_others_may_unmap, pfncheck_was_unmapped;

static pte_t* pfncheck_locked_slot(spinlock_t** lock) {
  if (ANY(bool, no_table)) return NULL;
  if (pfncheck_others_may_unmap && !pfncheck_locks && ANY(bool, unmapped_meanwhile)) {
    pfncheck_was_unmapped = true;
    pfncheck_slots[0] = pfncheck_none();
  }
  pfncheck_locks++;
  *lock = &slot_lock;
  return pfncheck_slots;
}
pte_t* LEDGER(__get_locked_pte)(struct mm_struct* mm, unsigned long address, spinlock_t** lock) {
  return pfncheck_locked_slot(lock);
}
pte_t* LEDGER(get_locked_pte)(struct mm_struct* mm, unsigned long address, spinlock_t** lock) {
  return pfncheck_locked_slot(lock);
}

pte_t* LEDGER(pte_offset_map_lock)(struct mm_struct* mm, pmd_t* table, unsigned long address,
                                   spinlock_t** lock) {
  return pfncheck_locked_slot(lock);
}
int LEDGER(__pte_alloc)(struct mm_struct* mm, pmd_t* table) {
  return 0; /* no memory: the slot is not to be had */
}
/* The tables above it: mm/memory.c. */
static pmd_t slot_table;
pmd_t* LEDGER(walk_to_pmd)(struct mm_struct* mm, unsigned long address) {
  return ANY(bool, no_upper_table) ? NULL : &slot_table;
}

/* Walks come to it by tables that hold anything. */
static pgd_t slot_pgd;
static p4d_t slot_p4d;
static pud_t slot_pud;
pgd_t* LEDGER(pgd_offset_pgd)(pgd_t* pgd, unsigned long address) {
  return &slot_pgd;
}
p4d_t* LEDGER(p4d_offset)(pgd_t* pgd, unsigned long address) {
  return &slot_p4d;
}
pud_t* LEDGER(pud_offset)(p4d_t* p4d, unsigned long address) {
  return &slot_pud;
}
pmd_t* LEDGER(pmd_offset)(pud_t* pud, unsigned long address) {
  return &slot_table;
}

/* Entries may be written late in between: include/linux/pgtable.h. */
static long pfncheck_lazy; /* entered, less left */

void LEDGER(arch_enter_lazy_mmu_mode)(void) {
  pfncheck_lazy++;
}
void LEDGER(arch_leave_lazy_mmu_mode)(void) {
  pfncheck_lazy--;
}
void LEDGER(lazy_mmu_mode_enable)(void) {
  pfncheck_lazy++;
}
void LEDGER(lazy_mmu_mode_disable)(void) {
  pfncheck_lazy--;
}

/* What may not be mapped with a protection is up to the architecture: arch/x86/mm/mmap.c. */
static bool pfncheck_is_refused;
static unsigned long pfncheck_refused_pfn;

bool LEDGER(pfn_modify_allowed)(unsigned long pfn, pgprot_t prot) {
  const bool may_map = ANY(bool, may_map);

  if (!may_map && !pfncheck_is_refused) {
    pfncheck_is_refused = true;
    pfncheck_refused_pfn = pfn;
  }
  return may_map;
}

/* The memory type of a pfn is looked up and goes into the protection: arch/x86/mm/pat/memtype.c. */
static bool pfncheck_type_is_asked_for;

#if __has_include(<linux/pfn_t.h>)
void LEDGER(track_pfn_insert)(struct vm_area_struct* vma, pgprot_t* prot, pfn_t pfn) {
  pfncheck_type_is_asked_for = true;
}
#endif
void LEDGER(pfnmap_setup_cachemode_pfn)(unsigned long pfn, pgprot_t* prot) {
  pfncheck_type_is_asked_for = true;
}

/* Caches and TLBs are no part of the account: arch/arm/mm/fault-armv.c and others. */
void LEDGER(flush_dcache_folio)(struct folio* folio) {}
void LEDGER(update_mmu_cache_range)(struct vm_fault* fault, struct vm_area_struct* vma, unsigned long address,
                                    pte_t* slot, unsigned int n) {}

/* A run of entries that map neighbouring pages of one folio in the same way: mm/internal.h: folio_pte_batch.
 */
static struct vm_area_struct* pfncheck_batch_vma;
static unsigned long pfncheck_batch_address;

static unsigned int pfncheck_batch(struct folio* folio, pte_t entry, unsigned int most) {
  struct page* next = pfncheck_page_of(pte_pfn(entry) + 1);

  if (most < 2 || !ANY(bool, two_entries)) return 1;
  ASSUME(pte_present(pfncheck_slots[1]) && pte_pfn(pfncheck_slots[1]) == pte_pfn(entry) + 1);
  ASSUME(pte_special(pfncheck_slots[1]) == pte_special(entry));
  ASSUME(PFNCHECK_HEAD(next) == PFNCHECK_FOLIO(folio));
  /* Normal as well, by the tree's own rule: which page it answers is what is asked. */
  ASSUME(vm_normal_page(pfncheck_batch_vma, pfncheck_batch_address + PAGE_SIZE, pfncheck_slots[1]));
  return 2;
}
int LEDGER(folio_pte_batch)(struct folio* folio, unsigned long address, pte_t* slot, pte_t entry, int most,
                            int flags, bool* any_writable, bool* any_young, bool* any_dirty) {
  const unsigned int n = pfncheck_batch(folio, entry, most);

  if (any_writable) *any_writable = pte_write(entry) || (n > 1 && pte_write(pfncheck_slots[1]));
  return n;
}
unsigned int LEDGER_2(folio_pte_batch)(struct folio* folio, pte_t* slot, pte_t entry, unsigned int most) {
  return pfncheck_batch(folio, entry, most);
}
/* With flags it merges what the entries allow into the first one's copy: FPB_MERGE_WRITE. */
unsigned int LEDGER(folio_pte_batch_flags)(struct folio* folio, struct vm_area_struct* vma, pte_t* slot,
                                           pte_t* entry, unsigned int most, int flags) {
  const unsigned int n = pfncheck_batch(folio, *entry, most);

  if (n > 1 && pte_write(pfncheck_slots[1])) *entry = pte_mkwrite_novma(*entry);
  return n;
}

/* Private memory that may be written; by itself, so that the tree's own word for it is asked too. */
static bool pfncheck_is_cow(const struct vm_area_struct* vma) {
  return (vma->vm_flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE;
}

/* A VMA of a process, with any flags of `allowed`. */
static struct mm_struct slot_mm;
static struct vm_area_struct slot_vma;

static struct vm_area_struct* pfncheck_vma(unsigned long allowed, unsigned long address) {
  slot_vma.vm_mm = &slot_mm;
  slot_vma.vm_ops = NULL;
  *(unsigned long*)&slot_vma.vm_flags = ANY(unsigned long, vm_flags) & allowed;
  pfncheck_batch_vma = &slot_vma;
  pfncheck_batch_address = address;
  return &slot_vma;
}

/* What an entry stands for, by the tree's own rule: a reference of its folio, a mapping of its page, one of
 * rss. */
static void pfncheck_entry_counts(struct vm_area_struct* vma, unsigned long address, pte_t entry, long n) {
  struct page* page = pte_present(entry) ? vm_normal_page(vma, address, entry) : NULL;

  /* Whatever the folio of a page is, it begins at or before it. */
  ASSUME(!pte_present(entry) || PFNCHECK_HEAD(pfncheck_page_of(pte_pfn(entry))) <= pte_pfn(entry));
  if (!page) return;
  if (PFNCHECK_HEAD(page) == pfncheck_page) pfncheck_entry_references += n;
  if (pfncheck_pfn_of(page) == pfncheck_page) pfncheck_entry_mappings += n;
  pfncheck_entry_rss += n;
}
static void pfncheck_entry_changed(struct vm_area_struct* vma, unsigned long address, pte_t before,
                                   pte_t after) {
  pfncheck_entry_counts(vma, address, before, -1);
  pfncheck_entry_counts(vma, address, after, 1);
}

/* The clauses of the ledger, at an exit. */
void pfncheck_out_references(unsigned long value);
void pfncheck_out_entry_references(unsigned long value);
void pfncheck_out_mappings(unsigned long value);
void pfncheck_out_entry_mappings(unsigned long value);
void pfncheck_out_rss(unsigned long value);
void pfncheck_out_entry_rss(unsigned long value);
/* What it left in the slots, whatever that stands for. */
void pfncheck_out_slot_0(unsigned long long value);
void pfncheck_out_slot_1(unsigned long long value);

static void pfncheck_ledger_is_balanced(void) {
  pfncheck_out_references(pfncheck_references);
  pfncheck_out_entry_references(pfncheck_entry_references);
  pfncheck_out_mappings(pfncheck_mappings);
  pfncheck_out_entry_mappings(pfncheck_entry_mappings);
  pfncheck_out_rss(pfncheck_rss);
  pfncheck_out_entry_rss(pfncheck_entry_rss);
  pfncheck_out_slot_0(pte_val(pfncheck_slots[0]));
  pfncheck_out_slot_1(pte_val(pfncheck_slots[1]));
  CLAUSE(references_are_balanced, pfncheck_references == pfncheck_entry_references);
  CLAUSE(map_counts_are_balanced, pfncheck_mappings == pfncheck_entry_mappings);
  CLAUSE(rss_is_balanced, pfncheck_rss == pfncheck_entry_rss);
}
