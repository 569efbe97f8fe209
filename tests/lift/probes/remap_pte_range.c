// SPDX-License-Identifier: GPL-2.0-or-later
// remap_pte_range() of mm/memory.c on a few page-table slots of ours.
#include "probe.h"

unsigned long pfncheck_probe_remap_pte_range(unsigned long pfn, unsigned long pages) {
  struct mm_struct mm;
  pmd_t pmd;
  unsigned long i, written = 0, round_trip = 1;
  int failed;

  probe_mm(&mm);
  for (i = 0; i < 4; i++) probe_slots[i] = probe_none();
  failed = remap_pte_range(&mm, &pmd, 0x10000, 0x10000 + pages * PAGE_SIZE, pfn, PAGE_READONLY_OF_PROBE);
  for (i = 0; i < 4; i++) {
    pte_t entry = probe_slots[i];

    if (pte_present(entry) && pte_special(entry) && pte_pfn(entry) == pfn + i) written |= 1ul << i;
    if (!pte_none(entry)) written |= 16ul << i;
  }
  pfncheck_out_failed(failed != 0);
  for (i = 0; i < 3; i++) {
    pte_t entry = pfn_pte(pfn + i, PAGE_READONLY_OF_PROBE);

    if (!pte_present(entry) || pte_pfn(entry) != pfn + i) round_trip = 0;
  }
  pfncheck_out_round_trip(round_trip);
  return written;
}
