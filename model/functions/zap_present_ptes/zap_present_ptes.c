// SPDX-License-Identifier: GPL-2.0-or-later
// zap_present_ptes() of mm/memory.c: one present entry, or two of a folio, in any VMA that a process has.

typedef int pfncheck_zap_10(struct mmu_gather*, struct vm_area_struct*, pte_t*, pte_t, unsigned int,
                            unsigned long, struct zap_details*, int*, bool*, bool*);
/* 7.3: and whether an entry was passed over. */
typedef int pfncheck_zap_11(struct mmu_gather*, struct vm_area_struct*, pte_t*, pte_t, unsigned int,
                            unsigned long, struct zap_details*, int*, bool*, bool*, bool*);
#define PFNCHECK_ZAP_IS(type) __builtin_types_compatible_p(__typeof__(zap_present_ptes), type)
_Static_assert(PFNCHECK_ZAP_IS(pfncheck_zap_10) || PFNCHECK_ZAP_IS(pfncheck_zap_11),
               "zap_present_ptes() has other parameters than those of 6.12 and 7.3");

static struct mmu_gather zap_gather;
static struct zap_details zap_details;

int pfncheck_function_zap_present_ptes(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~0ul, address);
  struct zap_details* details = ANY(bool, whole_range) ? NULL : &zap_details;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), PFNCHECK_SHARED);
  int rss[NR_MM_COUNTERS] = {0}, n, i;
  bool force_flush = false, force_break = false, skipped = false;
  pte_t before[2], entry = pfn_pte(pfn, PFNCHECK_SHARED);

  pfncheck_page = ANY(unsigned long, counted_pfn);
  zap_gather.mm = &slot_mm;
  if (ANY(bool, special)) entry = pte_mkspecial(entry);
  if (ANY(bool, dirty)) entry = pte_mkdirty(entry);
  ASSUME(pte_present(entry) && pte_none(pfncheck_none()));
  pfncheck_slots[0] = before[0] = entry;
  pfncheck_slots[1] = before[1] = pfncheck_next_entry(entry);
  n = __builtin_choose_expr(
      PFNCHECK_ZAP_IS(pfncheck_zap_11),
      ((pfncheck_zap_11*)zap_present_ptes)(&zap_gather, vma, pfncheck_slots, entry, ANY(unsigned int, max_nr),
                                           address, details, rss, &force_flush, &force_break, &skipped),
      ((pfncheck_zap_10*)zap_present_ptes)(&zap_gather, vma, pfncheck_slots, entry, ANY(unsigned int, max_nr),
                                           address, details, rss, &force_flush, &force_break));
  for (i = 0; i < NR_MM_COUNTERS; i++)
    if (rss[i]) pfncheck_count_rss(rss[i]);
  pfncheck_entry_changed(vma, address, before[0], pfncheck_slots[0]);
  pfncheck_entry_changed(vma, address + PAGE_SIZE, before[1], pfncheck_slots[1]);
  pfncheck_ledger_is_balanced();
  CLAUSE(zapped_entry_is_gone, details || !pte_present(pfncheck_slots[0]));
  CLAUSE(entry_beyond_the_range_is_kept, n > 1 || pte_same(pfncheck_slots[1], before[1]));
  return n;
}
