// SPDX-License-Identifier: GPL-2.0-or-later
// copy_present_ptes() of mm/memory.c: fork() copies one present entry, or two of a folio, to the child.

typedef int pfncheck_copy_ptes(struct vm_area_struct*, struct vm_area_struct*, pte_t*, pte_t*, pte_t,
                               unsigned long, int, int*, struct folio**);
_Static_assert(__builtin_types_compatible_p(__typeof__(copy_present_ptes), pfncheck_copy_ptes),
               "copy_present_ptes() has other parameters than those of 6.12 and 7.3");

static struct mm_struct forked_mm;
static struct vm_area_struct forked_vma;
static pte_t pfncheck_forked[2];

/* Whether the child's entry is the parent's, but for what fork() takes away. */
static bool pfncheck_is_copied(pte_t from, pte_t to) {
  return pte_present(to) && pte_pfn(to) == pte_pfn(from) && !!pte_special(to) == !!pte_special(from);
}

int pfncheck_function_copy_present_ptes(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~PFNCHECK_UFFD_FLAGS, address);
  const bool is_cow = pfncheck_is_cow(vma);
  const bool special = ANY(bool, special), is_writable = ANY(bool, is_writable);
  const bool has_spare = ANY(bool, has_spare);
  const pgprot_t prot = is_writable ? PFNCHECK_SHARED : PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  const unsigned long spare_pfn = ANY(unsigned long, new_pfn);
  int rss[NR_MM_COUNTERS] = {0}, n, i;
  struct folio* spare = NULL;
  pte_t before[2];

  pfncheck_page = ANY(unsigned long, counted_pfn);
  vma->vm_page_prot = PFNCHECK_READONLY;
  forked_vma.vm_mm = &forked_mm;
  forked_vma.vm_ops = vma->vm_ops;
  forked_vma.vm_start = vma->vm_start;
  forked_vma.vm_pgoff = vma->vm_pgoff;
  forked_vma.vm_page_prot = vma->vm_page_prot;
  *(unsigned long*)&forked_vma.vm_flags = vma->vm_flags;
  before[0] = pfn_pte(pfn, prot);
  if (special) before[0] = pte_mkspecial(before[0]);
  ASSUME(pte_present(before[0]) && pte_none(pfncheck_none()));
  ASSUME(!!pte_write(before[0]) == is_writable);
  before[1] = pfncheck_next_entry(before[0]);
  pfncheck_slots[0] = before[0];
  pfncheck_slots[1] = before[1];
  pfncheck_forked[0] = pfncheck_forked[1] = pfncheck_none();
  /* What a caller allocated before, for a page that may be pinned. */
  if (has_spare) {
    spare = pfncheck_made_folio(vma, address, spare_pfn, 1);
    ASSUME(spare_pfn != pfn);
  }

  n = copy_present_ptes(&forked_vma, vma, pfncheck_forked, pfncheck_slots, before[0], address,
                        ANY(unsigned int, max_nr) ? 2 : 1, rss, &spare);

  /* Its reference goes to the entry. */
  if (has_spare && !spare) pfncheck_count_references(spare_pfn, 1);
  for (i = 0; i < NR_MM_COUNTERS; i++)
    if (rss[i]) pfncheck_count_rss(rss[i]);
  for (i = 0; i < 2; i++) {
    pfncheck_entry_changed(vma, address + (unsigned long)i * PAGE_SIZE, before[i], pfncheck_slots[i]);
    pfncheck_entry_changed(&forked_vma, address + (unsigned long)i * PAGE_SIZE, pfncheck_none(),
                           pfncheck_forked[i]);
  }
  pfncheck_ledger_is_balanced();
  CLAUSE(forked_entry_is_the_same,
         n < 0 || (pfncheck_is_pinned ? has_spare && pte_present(pfncheck_forked[0]) &&
                                            pte_pfn(pfncheck_forked[0]) == spare_pfn
                                      : pfncheck_is_copied(before[0], pfncheck_forked[0]) &&
                                            (n < 2 || pfncheck_is_copied(before[1], pfncheck_forked[1]))));
  CLAUSE(parent_keeps_its_entries, pfncheck_is_copied(before[0], pfncheck_slots[0]) &&
                                       pfncheck_is_copied(before[1], pfncheck_slots[1]));
  CLAUSE(failed_fork_leaves_no_entry,
         (n > 0 || pte_none(pfncheck_forked[0])) && (n > 1 || pte_none(pfncheck_forked[1])));
  CLAUSE(forked_private_entry_is_read_only,
         n < 0 || !is_cow || pfncheck_is_pinned ||
             (!pte_write(pfncheck_forked[0]) && !pte_write(pfncheck_slots[0]) &&
              (n < 2 || (!pte_write(pfncheck_forked[1]) && !pte_write(pfncheck_slots[1])))));
  return n;
}
