// SPDX-License-Identifier: GPL-2.0-or-later
// copy_present_ptes() of mm/memory.c for one entry.
#include "probe.h"

// A page that cannot be shared wants a copy; the caller then comes back with a page for it.
int pfncheck_stand_in_copy_present_page(struct vm_area_struct* dst_vma, struct vm_area_struct* src_vma,
                                        pte_t* dst_pte, pte_t* src_pte, unsigned long addr, int* rss,
                                        struct folio** prealloc, struct page* page) {
  return -EAGAIN;
}

unsigned long pfncheck_probe_copy_present_ptes(unsigned long pfn, _Bool special, _Bool cow, _Bool write) {
  struct vm_area_struct source, target;
  struct mm_struct mm, child;
  int rss[NR_MM_COUNTERS] = {0};
  struct folio* prealloc = NULL;
  pte_t entry = pfn_pte(pfn, PAGE_SHARED_OF_PROBE);
  int copied;

  probe_mm(&mm);
  probe_mm(&child);
  entry = write ? entry : pte_wrprotect(entry);
  if (special) entry = pte_mkspecial(entry);
  source.vm_ops = NULL;
  source.vm_mm = &mm;
  target.vm_mm = &child;
  *(unsigned long*)&source.vm_flags = (special ? VM_PFNMAP : 0) | VM_MAYWRITE | (cow ? 0 : VM_SHARED);
  *(unsigned long*)&target.vm_flags = source.vm_flags;
  probe_slots[0] = entry;
  probe_slots[1] = probe_none();
  copied = copy_present_ptes(&target, &source, &probe_slots[1], &probe_slots[0], entry, 0x10000, 1, rss,
                             &prealloc);
  pfncheck_out_round_trip(pte_present(entry) && pte_pfn(entry) == pfn && (!write || pte_write(entry)));
  pfncheck_out_same_pfn(pte_pfn(probe_slots[1]) == pfn);
  pfncheck_out_special(!!pte_special(probe_slots[1]));
  pfncheck_out_parent_write(!!pte_write(probe_slots[0]));
  pfncheck_out_child_write(!!pte_write(probe_slots[1]));
  pfncheck_out_copied(copied);
  pfncheck_out_rss(rss[MM_FILEPAGES] + rss[MM_ANONPAGES] + rss[MM_SHMEMPAGES]);
  return 0;
}
