// SPDX-License-Identifier: GPL-2.0-or-later
// do_wp_page() of mm/memory.c: a write to a present entry that is read-only, or GUP that wants a page of the
// process's own; in private and shared memory, with and without a driver that is asked first.

typedef vm_fault_t pfncheck_wp(struct vm_fault*);
_Static_assert(__builtin_types_compatible_p(__typeof__(do_wp_page), pfncheck_wp),
               "do_wp_page() has other parameters than those of 6.12 and 7.3");

static struct vm_fault wp_fault;
static struct vm_operations_struct pfncheck_wp_ops;

int pfncheck_function_do_wp_page(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~PFNCHECK_UFFD_FLAGS, address);
  const unsigned long flags = vma->vm_flags;
  const bool is_cow = pfncheck_is_cow(vma);
  const bool unshare = ANY(bool, unshare), special = ANY(bool, special), asks = ANY(bool, driver_is_asked);
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), PFNCHECK_READONLY);
  const unsigned long made = ANY(unsigned long, new_pfn);
  pte_t entry = pfn_pte(pfn, PFNCHECK_READONLY), before, after;
  bool is_anonymous, is_own;
  struct page* page;
  vm_fault_t got;

  /* mm/memory.c: sanitize_fault_flags; mm/vma.c: what is shared and read-only for good may not be written. */
  ASSUME((flags & VM_MAYWRITE) && (is_cow || (!unshare && (flags & VM_WRITE))));
  ASSUME(!(flags & VM_MAYSHARE) == !(flags & VM_SHARED));
  ASSUME(pte_none(pfncheck_none()));
  if (special) entry = pte_mkspecial(entry);
  ASSUME(pte_present(entry) && !pte_write(entry));
  page = vm_normal_page(vma, address, entry);
  is_anonymous = page && folio_test_anon(page_folio(page));
  ASSUME(is_anonymous == ANY(bool, is_anonymous) && !page == ANY(bool, no_page));
  /* Anonymous memory is private. */
  ASSUME(is_cow || !is_anonymous);
  pfncheck_is_exclusive = ANY(bool, is_exclusive) && is_anonymous;
  pfncheck_made_pfn = made;
  ASSUME(made != pfn);
  pfncheck_wp_ops.page_mkwrite = pfncheck_mkwrite;
  pfncheck_wp_ops.pfn_mkwrite = pfncheck_mkwrite;
  vma->vm_ops = asks ? &pfncheck_wp_ops : NULL;
  vma->vm_page_prot = PFNCHECK_READONLY;
  *(struct vm_area_struct**)&wp_fault.vma = vma;
  *(unsigned long*)&wp_fault.address = address;
  wp_fault.flags = unshare ? FAULT_FLAG_UNSHARE : FAULT_FLAG_WRITE;
  wp_fault.orig_pte = entry;
  wp_fault.pmd = &slot_table;
  wp_fault.pte = pfncheck_slots;
  wp_fault.ptl = &slot_lock;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_slots[0] = before = entry;
  /* The caller holds the table's lock, and does not take it back. Whoever has it meanwhile may unmap. */
  pfncheck_locks = 1;
  pfncheck_others_may_unmap = true;

  got = do_wp_page(&wp_fault);

  if (pfncheck_was_unmapped) before = pfncheck_none();
  after = pfncheck_slots[0];
  is_own = is_anonymous && (pfncheck_is_exclusive || pfncheck_is_only_user);
  pfncheck_entry_changed(vma, address, before, after);
  pfncheck_ledger_is_balanced();
  CLAUSE(locks_are_given_back, !pfncheck_locks && !pfncheck_folio_locks);
  CLAUSE(unmapped_slot_is_left_alone, !pfncheck_was_unmapped || pte_none(after));
  CLAUSE(written_page_is_its_own_or_shared,
         pte_none(after) || !pte_write(after) || !is_cow || pte_pfn(after) == made || is_own);
  CLAUSE(copy_is_anonymous,
         pte_none(after) || (pte_present(after) && (pte_pfn(after) == made ? pfncheck_is_anonymous && is_cow
                                                                           : pte_pfn(after) == pfn)));
  CLAUSE(own_page_is_not_copied, pte_none(after) || !is_own || pte_pfn(after) == pfn);
  CLAUSE(entry_is_written_where_the_vma_may,
         pte_none(after) || !pte_write(after) || (!unshare && (flags & VM_WRITE)));
  CLAUSE(written_entry_is_dirty, pte_none(after) || !pte_write(after) || pte_dirty(after));
  CLAUSE(kept_page_counts_as_before,
         pte_none(after) || pte_pfn(after) != pfn || vm_normal_page(vma, address, after) == page);
#if defined(CONFIG_MMU_NOTIFIER)
  CLAUSE(notifiers_are_told_of_a_copy,
         !pfncheck_notifiers && (pte_none(after) || pte_pfn(after) == pfn || !pfncheck_changed_untold));
#else
  NOT_APPLICABLE(notifiers_are_told_of_a_copy,
                 "without CONFIG_MMU_NOTIFIER nobody else keeps what an entry maps");
#endif
  return (int)got;
}
