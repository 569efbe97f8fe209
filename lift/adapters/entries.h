/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Page-table entries of user space as any of them can be: protections, pfns, and where levels lie. Comes
 * after the words of pfncheck.h and the kernel's own types. */

/* What a global that the kernel sets at boot holds. */
#define PFNCHECK_VALUE(global, value) const __typeof__(global) pfncheck_value_##global = (value)

/*
 * User protections. The names PAGE_NONE, PAGE_READONLY, PAGE_COPY and PAGE_SHARED are constants on most
 * architectures. Two compute them from a variable that is set once at boot and that only carries memory type
 * bits; here it is masked to those, as an unknown variable could otherwise set any bit of an entry:
 * arm: pgprot_user, set in arch/arm/mm/mmu.c build_mem_type_table().
 * mips: _page_cachable_default, combined as in arch/mips/mm/cache.c setup_protection_map().
 */
#if defined(CONFIG_ARM)
#define PFNCHECK_PROT(bits) \
  __pgprot((pgprot_val(pgprot_user) & (L_PTE_MT_MASK | L_PTE_SHARED)) | L_PTE_PRESENT | L_PTE_YOUNG | (bits))
#define PFNCHECK_NONE PFNCHECK_PROT(L_PTE_XN | L_PTE_RDONLY | L_PTE_NONE)
#define PFNCHECK_READONLY PFNCHECK_PROT(L_PTE_USER | L_PTE_RDONLY | L_PTE_XN)
#define PFNCHECK_COPY PFNCHECK_READONLY
#define PFNCHECK_SHARED PFNCHECK_PROT(L_PTE_USER | L_PTE_XN)
#elif defined(CONFIG_MIPS)
#define PFNCHECK_PROT(bits) __pgprot((_page_cachable_default & _CACHE_MASK) | _PAGE_PRESENT | (bits))
#define PFNCHECK_NONE PFNCHECK_PROT(_PAGE_NO_EXEC | _PAGE_NO_READ)
#define PFNCHECK_READONLY PFNCHECK_PROT(_PAGE_NO_EXEC)
#define PFNCHECK_COPY PFNCHECK_READONLY
#define PFNCHECK_SHARED PFNCHECK_PROT(_PAGE_NO_EXEC | _PAGE_WRITE)
#else
#define PFNCHECK_NONE PAGE_NONE
#if defined(PAGE_READONLY)
#define PFNCHECK_READONLY PAGE_READONLY
#elif defined(PAGE_RO) /* s390 */
#define PFNCHECK_READONLY PAGE_RO
#elif defined(PAGE_READ) /* riscv */
#define PFNCHECK_READONLY PAGE_READ
#else
#define PFNCHECK_READONLY PAGE_COPY
#endif
#if defined(PAGE_COPY)
#define PFNCHECK_COPY PAGE_COPY
#else
#define PFNCHECK_COPY PFNCHECK_READONLY
#endif
#if defined(PAGE_SHARED)
#define PFNCHECK_SHARED PAGE_SHARED
#else
#define PFNCHECK_SHARED PAGE_RW
#endif
#endif

static inline pgprot_t pfncheck_prot(unsigned char prot) {
  switch (prot & 3) {
    case 0:
      return PFNCHECK_NONE;
    case 1:
      return PFNCHECK_READONLY;
    case 2:
      return PFNCHECK_COPY;
    default:
      return PFNCHECK_SHARED;
  }
}

/* A pfn that an entry can hold. */
static inline unsigned long pfncheck_some_pfn(unsigned long pfn, pgprot_t prot) {
  ASSUME(pte_present(pfn_pte(pfn, prot)) && pte_pfn(pfn_pte(pfn, prot)) == pfn);
  return pfn;
}

/* powerpc chooses between radix and hash at boot, so its shifts are variables; this is radix
 * (book3s/64/radix.h). */
#if defined(CONFIG_PPC_BOOK3S_64)
#define PFNCHECK_PMD_SHIFT (PAGE_SHIFT + RADIX_PTE_INDEX_SIZE)
#define PFNCHECK_PUD_SHIFT (PFNCHECK_PMD_SHIFT + RADIX_PMD_INDEX_SIZE)
PFNCHECK_VALUE(__pte_index_size, RADIX_PTE_INDEX_SIZE);
PFNCHECK_VALUE(__pmd_index_size, RADIX_PMD_INDEX_SIZE);
PFNCHECK_VALUE(__pud_index_size, RADIX_PUD_INDEX_SIZE);
#else
#define PFNCHECK_PMD_SHIFT PMD_SHIFT
#define PFNCHECK_PUD_SHIFT PUD_SHIFT
#endif

#if defined(__VM_UFFD_FLAGS)
#define PFNCHECK_UFFD_FLAGS ((unsigned long)__VM_UFFD_FLAGS)
#else /* without CONFIG_USERFAULTFD */
#define PFNCHECK_UFFD_FLAGS 0ul
#endif

#if defined(CONFIG_X86)
/* The tree's is inline assembly (arch/x86/include/asm/bitops.h), by which 7.3 makes masks of VMA flags. */
void pfncheck_stand_in_arch___set_bit(unsigned long bit, volatile unsigned long* words) {
  words[bit / BITS_PER_LONG] |= 1ul << (bit % BITS_PER_LONG);
}
#endif
