// SPDX-License-Identifier: GPL-2.0-or-later
// follow_pfnmap_start() of mm/memory.c: what a driver mapped at an address, or nothing; any VMA, any tables
// above, and one slot.

typedef int pfncheck_follow(struct follow_pfnmap_args*);
_Static_assert(__builtin_types_compatible_p(__typeof__(follow_pfnmap_start), pfncheck_follow),
               "follow_pfnmap_start() has other parameters than those of 6.12 and 7.3");

static struct follow_pfnmap_args followed;

int pfncheck_function_follow_pfnmap_start(void) {
  const unsigned long address = 0x10000;
  struct vm_area_struct* vma = pfncheck_vma(~0ul, address);
  const bool below = ANY(bool, is_below), beyond = ANY(bool, is_beyond), occupied = ANY(bool, occupied);
  const pgprot_t prot = ANY(bool, allows_writing) ? PFNCHECK_SHARED : PFNCHECK_READONLY;
  const unsigned long pfn = pfncheck_some_pfn(ANY(unsigned long, pfn), prot);
  pte_t entry = occupied ? pfn_pte(pfn, prot) : pfncheck_none();
  int error;

  vma->vm_start = below ? address + PAGE_SIZE : address;
  vma->vm_end = beyond ? address : address + 2 * PAGE_SIZE;
  ASSUME(pte_none(pfncheck_none()));
  if (occupied && ANY(bool, special)) entry = pte_mkspecial(entry);
  ASSUME(!occupied || pte_present(entry));
  *(struct vm_area_struct**)&followed.vma = vma;
  *(unsigned long*)&followed.address = address;
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_slots[0] = entry;

  error = follow_pfnmap_start(&followed);

  pfncheck_entry_changed(vma, address, entry, pfncheck_slots[0]);
  pfncheck_ledger_is_balanced();
  CLAUSE(lock_goes_with_the_answer, pfncheck_locks == (error ? 0 : 1));
  CLAUSE(only_what_drivers_map_is_followed,
         error || (!below && !beyond && (vma->vm_flags & (VM_IO | VM_PFNMAP))));
  CLAUSE(followed_entry_is_present, error || !followed.ptep || occupied);
  CLAUSE(followed_pfn_is_that_of_the_entry, error || !followed.ptep || !occupied || followed.pfn == pfn);
  CLAUSE(what_the_entry_allows_is_said,
         error || !followed.ptep || !occupied ||
             (!!followed.special == !!pte_special(entry) && !!followed.writable == !!pte_write(entry)));
  return error;
}
