// SPDX-License-Identifier: GPL-2.0-or-later
// copy_huge_pmd() of mm/huge_memory.c: fork() copies a PMD that maps a folio, the huge zero page, or what a
// driver has.

typedef int pfncheck_copy_huge(struct mm_struct*, struct mm_struct*, pmd_t*, pmd_t*, unsigned long,
                               struct vm_area_struct*, struct vm_area_struct*);
_Static_assert(__builtin_types_compatible_p(__typeof__(copy_huge_pmd), pfncheck_copy_huge),
               "copy_huge_pmd() has other parameters than those of 6.12 and 7.3");

static struct mm_struct child_mm;
static struct vm_area_struct child_vma;
static const struct vm_operations_struct file_ops;
static pmd_t pfncheck_parent, pfncheck_child;

/* The huge zero page is mapped by the tree's own function: whether its entries are special is its choice.
 * What it counts is asked by its own contract. */
static void pfncheck_map_huge_zero(struct vm_area_struct* vma, unsigned long address, pgprot_t prot) {
  struct folio* zero_folio = pfncheck_huge_zero_folio(prot);

  set_huge_zero_folio((pgtable_t)table_memory, &slot_mm, vma, address, &pfncheck_parent, zero_folio);
  pfncheck_references = pfncheck_mappings = pfncheck_rss = pfncheck_tables_taken = 0;
}

/* Leaves of any other pfn. A folio that a PMD maps begins where that does. */
static void pfncheck_map_huge(unsigned long pfn, pgprot_t prot, bool is_raw, bool is_writable) {
  pmd_t entry = pmd_mkhuge(pfn_pmd(pfn, prot));

  ASSUME(pfn != huge_zero_pfn);
  if (is_raw)
    entry = pmd_mkspecial(entry);
  else
    ASSUME(PFNCHECK_HEAD(pfncheck_page_of(pfn)) == pfn);
  ASSUME(!!pmd_write(entry) == is_writable);
  pfncheck_parent = entry;
}

int pfncheck_function_copy_huge_pmd(void) {
  const unsigned long address = 2ul << PFNCHECK_PMD_SHIFT;
  struct vm_area_struct* vma = pfncheck_vma(~0ul, address);
  const bool is_huge_zero = ANY(bool, is_huge_zero), is_raw = ANY(bool, is_raw);
  const bool is_file = ANY(bool, is_file), is_writable = ANY(bool, is_writable);
  const pgprot_t prot = is_writable ? PFNCHECK_SHARED : PFNCHECK_COPY;
  const unsigned long pfn = pfncheck_some_huge_pfn(ANY(unsigned long, pfn), prot);
  bool is_page = !is_huge_zero && !is_raw;
  pmd_t before, child;
  int error;

  ASSUME(pmd_none(pfncheck_no_pmd()));
  /* Raw entries are those of drivers, and the huge zero page's those of read faults of anonymous memory. */
  ASSUME(!is_huge_zero || (!is_raw && !is_file && !is_writable));
  ASSUME(is_file || !is_raw);
  /* mm/huge_memory.c: insert_pfn_pmd; include/linux/mm.h: is_cow_mapping: a raw entry of private memory is no
   * writable one. */
  ASSUME(!is_raw || !is_writable || (vma->vm_flags & VM_SHARED));
  vma->vm_ops = is_file ? &file_ops : NULL;
  vma->vm_page_prot = prot;
  child_vma.vm_mm = &child_mm;
  child_vma.vm_ops = vma->vm_ops;
  child_vma.vm_page_prot = prot;
  *(unsigned long*)&child_vma.vm_flags = vma->vm_flags & ~(ANY(bool, no_uffd) ? PFNCHECK_UFFD_FLAGS : 0);
  pfncheck_page = ANY(unsigned long, counted_pfn);
  pfncheck_parent = pfncheck_child = pfncheck_no_pmd();
  if (is_huge_zero)
    pfncheck_map_huge_zero(vma, address, prot);
  else
    pfncheck_map_huge(pfn, prot, is_raw, is_writable);
  pfncheck_table_mm = &child_mm;
  before = pfncheck_parent;
  ASSUME(pmd_present(before) && pmd_trans_huge(before));
  ASSUME(pmd_pfn(before) == (is_huge_zero ? huge_zero_pfn : pfn));

  error = copy_huge_pmd(&child_mm, &slot_mm, &pfncheck_child, &pfncheck_parent, address, &child_vma, vma);

  child = pfncheck_child;
  if (is_page && pmd_present(child)) pfncheck_huge_entry_counts(pfn, 1);
  pfncheck_ledger_is_balanced();
  pfncheck_tables_are_in_order(!is_file && !pmd_none(child));
  CLAUSE(tables_are_balanced, !pfncheck_tables_taken);
  CLAUSE(copied_entry_is_the_same,
         error || (is_file && pmd_none(child)) ||
             (pmd_present(child) && pmd_trans_huge(child) && pmd_pfn(child) == pmd_pfn(before) &&
              !!pmd_special(child) == !!pmd_special(before)));
  CLAUSE(failed_copy_leaves_no_entry, !error || pmd_none(child));
  CLAUSE(copied_page_is_read_only, error || is_file || (!pmd_write(child) && !pmd_write(pfncheck_parent)));
  /* 7.3 with CONFIG_PERSISTENT_HUGE_ZERO_FOLIO: it is never freed. */
  CLAUSE(huge_zero_page_is_held, IS_ENABLED(CONFIG_PERSISTENT_HUGE_ZERO_FOLIO) || !is_huge_zero ||
                                     pmd_none(child) || pfncheck_huge_zero_holds > 0);
  return error;
}
