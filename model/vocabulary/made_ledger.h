/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger of folios that a fault makes, and of what fork() shares: mm/memory.c. Comes after ledger.h. A
 * stand-in takes its arguments as the compiled code passes them: an enumeration is an int. */

static long pfncheck_made_pages = 1; /* of the folio that is made */
static bool pfncheck_is_anonymous;   /* it was added as anonymous memory */

/* Sizes are asked of that folio only: include/linux/mm.h. */
long LEDGER(folio_nr_pages)(const struct folio* folio) {
  return pfncheck_made_pages;
}
unsigned int LEDGER(folio_order)(const struct folio* folio) {
  return (unsigned int)pfncheck_made_pages - 1;
}

/* A page that was made for one process: mm/rmap.c, mm/swap.c, include/linux/page-flags.h. */
void LEDGER(folio_add_new_anon_rmap)(struct folio* folio, struct vm_area_struct* vma, unsigned long address,
                                     int flags) {
  pfncheck_is_anonymous = true;
  pfncheck_count_mappings(PFNCHECK_FOLIO(folio), pfncheck_made_pages, 1);
}
void LEDGER(folio_add_lru_vma)(struct folio* folio, struct vm_area_struct* vma) {}
void LEDGER(__folio_mark_uptodate)(struct folio* folio) {}
void LEDGER(count_mthp_stat)(int order, int item) {}

/* A folio that the allocator gives: it has a memmap, is whole, and no zero page. What a driver remaps is none
 * of the allocator's, so where there is no special bit its pfn is not the one of that place. */
static struct folio* pfncheck_made_folio(struct vm_area_struct* vma, unsigned long address, unsigned long pfn,
                                         long pages) {
  const unsigned long last = pfn + (unsigned long)pages - 1;
  struct page* page = pfncheck_page_of(pfn);

  pfncheck_some_pfn(pfn, PFNCHECK_READONLY);
  pfncheck_some_pfn(last, PFNCHECK_READONLY);
  ASSUME(last >= pfn && pfn_valid(pfn) && pfn_valid(last) && last <= highest_memmap_pfn);
  ASSUME(!is_zero_pfn(pfn) && !is_zero_pfn(last));
  ASSUME(PFNCHECK_HEAD(page) == pfn && PFNCHECK_HEAD(pfncheck_page_of(last)) == pfn);
  ASSUME(!(vma->vm_flags & VM_PFNMAP) || pfn != linear_page_index(vma, address));
  ASSUME(!IS_ERR_OR_NULL(page));
  return page_folio(page);
}

/* fork(): a page that may be pinned is not shared; all others get a map count more: include/linux/rmap.h. */
static bool pfncheck_is_pinned;

static int pfncheck_share(struct page* page, int n, bool may_refuse) {
  if (may_refuse && ANY(bool, page_is_pinned)) {
    pfncheck_is_pinned = true;
    return -EBUSY;
  }
  pfncheck_count_mappings(pfncheck_pfn_of(page), n, 1);
  return 0;
}
int LEDGER(folio_try_dup_anon_rmap_ptes)(struct folio* folio, struct page* page, int n,
                                         struct vm_area_struct* from) {
  return pfncheck_share(page, n, true);
}
int LEDGER_2(folio_try_dup_anon_rmap_ptes)(struct folio* folio, struct page* page, int n,
                                           struct vm_area_struct* to, struct vm_area_struct* from) {
  return pfncheck_share(page, n, true);
}
int LEDGER(folio_try_dup_anon_rmap_pte)(struct folio* folio, struct page* page, struct vm_area_struct* from) {
  return pfncheck_share(page, 1, true);
}
int LEDGER_2(folio_try_dup_anon_rmap_pte)(struct folio* folio, struct page* page, struct vm_area_struct* to,
                                          struct vm_area_struct* from) {
  return pfncheck_share(page, 1, true);
}
void LEDGER(folio_dup_file_rmap_ptes)(struct folio* folio, struct page* page, int n) {
  pfncheck_share(page, n, false);
}
void LEDGER_2(folio_dup_file_rmap_ptes)(struct folio* folio, struct page* page, int n,
                                        struct vm_area_struct* to) {
  pfncheck_share(page, n, false);
}
void LEDGER(folio_dup_file_rmap_pte)(struct folio* folio, struct page* page) {
  pfncheck_share(page, 1, false);
}
void LEDGER_2(folio_dup_file_rmap_pte)(struct folio* folio, struct page* page, struct vm_area_struct* to) {
  pfncheck_share(page, 1, false);
}
void LEDGER(wrprotect_ptes)(struct mm_struct* mm, unsigned long address, pte_t* slot, unsigned int n) {
  slot[0] = pte_wrprotect(slot[0]);
  if (n > 1) slot[1] = pte_wrprotect(slot[1]);
}
int LEDGER(copy_mc_user_highpage)(struct page* to, struct page* from, unsigned long address,
                                  struct vm_area_struct* vma) {
  return ANY(bool, page_is_poisoned) ? -EHWPOISON : 0;
}

/* A fault in anonymous memory: mm/memory.c, include/linux/oom.h, fs/userfaultfd.c. */
static unsigned long pfncheck_made_pfn;

unsigned int LEDGER(vmf_anon_prepare)(struct vm_fault* fault) {
  return ANY(bool, no_anon_vma) ? VM_FAULT_OOM : 0;
}
struct folio* LEDGER(folio_prealloc)(struct mm_struct* mm, struct vm_area_struct* vma, unsigned long address,
                                     bool need_zero) {
  struct folio* folio = pfncheck_made_folio(vma, address, pfncheck_made_pfn, pfncheck_made_pages);

  if (ANY(bool, no_folio)) return NULL;
  pfncheck_count_references(pfncheck_made_pfn, 1);
  return folio;
}
struct folio* LEDGER(alloc_anon_folio)(struct vm_fault* fault) {
  if (ANY(bool, must_try_again)) return ERR_PTR(-EAGAIN);
  return pfncheck_ledger_folio_prealloc(fault->vma->vm_mm, fault->vma, fault->address, true);
}
unsigned int LEDGER(check_stable_address_space)(struct mm_struct* mm) {
  return ANY(bool, is_reaped) ? VM_FAULT_SIGBUS : 0;
}
unsigned int LEDGER(handle_userfault)(struct vm_fault* fault, unsigned long reason) {
  return VM_FAULT_RETRY;
}

/* What a driver hands over: include/linux/page_ref.h, include/linux/page-flags.h. */
int LEDGER(folio_ref_count)(const struct folio* folio) {
  return !ANY(bool, is_uncounted);
}
bool LEDGER(page_has_type)(const struct page* page) {
  return ANY(bool, has_type);
}
bool LEDGER(folio_test_slab)(const struct folio* folio) {
  return ANY(bool, has_type);
}

/* A write to what is mapped read-only: mm/memory.c, mm/rmap.c, mm/swap_state.c, include/linux/mm.h. */
static bool pfncheck_is_exclusive; /* the page that is mapped is marked as this process's own */
static bool pfncheck_is_only_user; /* nobody else has the folio */

bool LEDGER(wp_can_reuse_anon_folio)(struct folio* folio, struct vm_area_struct* vma) {
  pfncheck_is_only_user = ANY(bool, is_only_user);
  return pfncheck_is_only_user;
}
int LEDGER(PageAnonExclusive)(const struct page* page) {
  return pfncheck_is_exclusive;
}
void LEDGER(SetPageAnonExclusive)(struct page* page) {}
int LEDGER(folio_xchg_last_cpupid)(struct folio* folio, int cpupid) {
  return cpupid;
}
bool LEDGER(is_fsdax_page)(const struct page* page) {
  return ANY(bool, is_fsdax);
}
void LEDGER(count_vm_event)(int item) {}
void LEDGER(delayacct_wpcopy_start)(void) {}
void LEDGER(delayacct_wpcopy_end)(void) {}
void LEDGER(free_swap_cache)(struct folio* folio) {}
/* It takes the table's lock itself, and gives it back; others may have been faster. */
int LEDGER(__wp_page_copy_user)(struct page* to, struct page* from, struct vm_fault* fault) {
  if (ANY(bool, page_is_poisoned)) return -EHWPOISON;
  return ANY(bool, others_were_faster) ? -EAGAIN : 0;
}
pte_t LEDGER(ptep_clear_flush)(struct vm_area_struct* vma, unsigned long address, pte_t* slot) {
  return pfncheck_ledger_ptep_get_and_clear(vma->vm_mm, address, slot);
}

/* A driver is asked before what it shares is written; the table is not locked then. */
static long pfncheck_folio_locks; /* taken, less those given back */

static vm_fault_t pfncheck_mkwrite(struct vm_fault* fault) {
  if (ANY(bool, driver_refuses)) return VM_FAULT_SIGBUS;
  return ANY(bool, driver_has_mapped) ? VM_FAULT_NOPAGE : 0;
}
unsigned int LEDGER(vmf_can_call_fault)(const struct vm_fault* fault) {
  return ANY(bool, must_try_again) ? VM_FAULT_RETRY : 0;
}
unsigned int LEDGER(do_page_mkwrite)(struct vm_fault* fault, struct folio* folio) {
  const vm_fault_t said = pfncheck_mkwrite(fault);

  if (said || ANY(bool, is_truncated)) return said;
  pfncheck_folio_locks++;
  return VM_FAULT_LOCKED;
}
void LEDGER(folio_lock)(struct folio* folio) {
  pfncheck_folio_locks++;
}
void LEDGER(folio_unlock)(struct folio* folio) {
  pfncheck_folio_locks--;
}
unsigned int LEDGER(fault_dirty_shared_page)(struct vm_fault* fault) {
  pfncheck_folio_locks--;
  return ANY(bool, must_wait) ? VM_FAULT_COMPLETED : 0;
}
