// SPDX-License-Identifier: GPL-2.0-or-later
// vma_needs_copy() of mm/memory.c: any VMA, with and without anonymous pages.

typedef bool pfncheck_needs(struct vm_area_struct*, struct vm_area_struct*);
_Static_assert(__builtin_types_compatible_p(__typeof__(vma_needs_copy), pfncheck_needs),
               "vma_needs_copy() has other parameters than those of 6.12 and 7.3");

static struct vm_area_struct needs_vma;
static struct anon_vma needs_anon;

int pfncheck_function_vma_needs_copy(void) {
  struct vm_area_struct* vma = pfncheck_vma(~0ul, 0x10000);
  const bool has_anonymous = ANY(bool, has_anon_vma);
  bool copies;

  vma->anon_vma = has_anonymous ? &needs_anon : NULL;
  /* The child's is a copy that userfaultfd may have left: fs/userfaultfd.c: dup_userfaultfd. */
  needs_vma.vm_mm = &slot_mm;
  needs_vma.vm_ops = vma->vm_ops;
  *(unsigned long*)&needs_vma.vm_flags = vma->vm_flags & ~PFNCHECK_UFFD_FLAGS;

  copies = vma_needs_copy(&needs_vma, vma);

  CLAUSE(what_no_fault_brings_back_is_copied,
         copies || !(has_anonymous || (vma->vm_flags & (VM_PFNMAP | VM_MIXEDMAP))));
  return copies;
}
