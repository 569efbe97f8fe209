// SPDX-License-Identifier: GPL-2.0-or-later
// unit: mm/memory.c
// because: a page that nobody holds may be freed and given to somebody else while it is mapped
#include <pfncheck.h>

int STAND_IN(folio_ref_count)(const struct folio* folio) {
  return 0;
}

void inserted_page(void) {
  struct vm_area_struct* vma = ANY(struct vm_area_struct*, vma);
  struct page* page = ANY(struct page*, page);

  CLAUSE(page_without_a_reference_is_refused, validate_page_before_insert(vma, page) != 0);
}
