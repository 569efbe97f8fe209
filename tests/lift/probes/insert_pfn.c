// SPDX-License-Identifier: GPL-2.0-or-later
// insert_pfn() of mm/memory.c on one page-table slot of ours.
#include "probe.h"

unsigned long pfncheck_probe_insert_pfn(unsigned long pfn, _Bool occupied, _Bool mkwrite, _Bool writable) {
  struct vm_area_struct vma;
  struct mm_struct mm;
  pte_t before = pfn_pte(5, PAGE_READONLY_OF_PROBE), wanted;

  probe_mm(&mm);
  vma.vm_mm = &mm;
  *(unsigned long*)&vma.vm_flags = VM_PFNMAP | VM_SHARED | (writable ? VM_WRITE : 0);
  probe_slots[0] = occupied ? before : probe_none();
  insert_pfn(&vma, 0x10000, pfn_to_pfn_t(pfn), PAGE_READONLY_OF_PROBE, mkwrite);
  wanted = pte_mkspecial(pfn_pte(pfn, PAGE_READONLY_OF_PROBE));
  pfncheck_out_round_trip(pte_present(wanted) && pte_pfn(wanted) == pfn);
  pfncheck_out_unchanged(pte_same(probe_slots[0], before));
  pfncheck_out_special(!!pte_special(probe_slots[0]));
  pfncheck_out_present(!!pte_present(probe_slots[0]));
  pfncheck_out_same_pfn(pte_pfn(probe_slots[0]) == pfn);
  pfncheck_out_dirty(!!pte_dirty(probe_slots[0]));
  return 0;
}
