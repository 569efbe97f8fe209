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
struct folio* LEDGER(alloc_anon_folio)(struct vm_fault* fault) {
  struct folio* folio =
      pfncheck_made_folio(fault->vma, fault->address, pfncheck_made_pfn, pfncheck_made_pages);

  if (ANY(bool, no_folio)) return NULL;
  if (ANY(bool, must_try_again)) return ERR_PTR(-EAGAIN);
  pfncheck_count_references(pfncheck_made_pfn, 1);
  return folio;
}
unsigned int LEDGER(check_stable_address_space)(struct mm_struct* mm) {
  return ANY(bool, is_reaped) ? VM_FAULT_SIGBUS : 0;
}
unsigned int LEDGER(handle_userfault)(struct vm_fault* fault, unsigned long reason) {
  return VM_FAULT_RETRY;
}
