/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything of the kernel that the adapters reach and that is not in their unit. Each variable has the value
 * that the record names; each function records what it was told. What is not here fails the link, by name.
 */
#include "runtime.h"

typedef unsigned long ul;

/*
 * Some of these are defined in the unit under test (zero_pfn and highest_memmap_pfn in mm/memory.c): then
 * that definition is the one.
 */
#pragma weak zero_pfn
#pragma weak zero_page_pfn
#pragma weak highest_memmap_pfn
#pragma weak huge_zero_pfn
#pragma weak max_mapnr
/* mm/memory.c, mm/mm_init.c (zero_page_pfn, since 7.1), mm/huge_memory.c */
ul zero_pfn, zero_page_pfn, highest_memmap_pfn, huge_zero_pfn, max_mapnr;
/* arch/s390/mm/init.c, arch/mips/mm/init.c */
ul zero_page_mask;
/* arch/x86/mm/init_64.c, init_32.c: an entry, which has 64 bits on both (i386 with PAE). */
word __supported_pte_mask;
/* arch/mips/mm/cache.c */
ul _page_cachable_default;
/* arch/hexagon/mm/init.c */
ul _dflt_cache_att, __phys_offset;
/* arch/arm/mm/mmu.c: 32 bits, 64 with LPAE; little-endian, so the low half stands at the same address. */
word pgprot_user;

/* arch/s390/include/asm/page.h: offsets between virtual and physical addresses. */
struct {
  ul kaslr_offset, kaslr_offset_phys, identity_base, identity_size;
} vm_layout;
/* arch/mips/kernel/setup.c: only cpu_data[0].writecombine, an unsigned int, is read; all words alike. */
unsigned cpu_data[512];
/* arch/powerpc/mm/pgtable_64.c: the hash and the radix unit have tables of other sizes. */
ul __pte_index_size, __pmd_index_size, __pud_index_size, __pgd_index_size;

/* mm/hugetlb_vmemmap.c: compound_head() asks it where CONFIG_HUGETLB_PAGE_OPTIMIZE_VMEMMAP is on. */
ul hugetlb_optimize_vmemmap_key[4];

/*
 * No struct page exists here. A pfn's page is a place in this table, so equal pages mean equal pfns.
 * compound_head() reads the words behind: 0 is no tail.
 */
enum { PAGES = 16 };
static struct page {
  ul pfn, others[15];
} pages[PAGES];
static unsigned page_count;
static struct page page_of_hook;

__attribute__((noreturn)) static void broken_runtime(void) {
  for (;;) __builtin_trap();
}

struct page* pfncheck_page_of(ul pfn) {
  unsigned i;

  for (i = 0; i < page_count; i++)
    if (pages[i].pfn == pfn) return &pages[i];
  if (page_count == PAGES) broken_runtime();
  pages[page_count].pfn = pfn;
  return &pages[page_count++];
}

ul pfncheck_pfn_of(const struct page* page) {
  return page->pfn;
}

void pfncheck_look_at(const void* object) {
  (void)object;
}

struct page* pfncheck_hook_page(void) {
  return &page_of_hook;
}

/* Stand-in on both sides: a function of the pfn, whatever the memory model makes of it. */
int pfn_valid(ul pfn) {
  return pfn == zero_pfn ? input[IN_zero_is_valid] != 0 : input[IN_pfn_is_valid] != 0;
}

/* What the adapter says of this call. */
#define X(name)                        \
  void pfncheck_out_##name(ul value) { \
    output[OUT_##name] = value;        \
  }
RECORD_OUTPUTS(X)
#undef X

/* Reports of corrupt entries; the arguments do not matter here. */
void print_bad_pte(void) {
  output[OUT_reports]++;
}
void print_bad_page_map(void) {
  output[OUT_reports]++;
}

/* A warning (flag 0 of arch_bug flags, include/linux/bug.h: BUGFLAG_WARNING) comes back, BUG() does not. */
void pfncheck_bug(unsigned flags) {
  output[OUT_reports]++;
  if (!(flags & 1)) end_record();
}

/* By the type of the operand that is tested. */
void pfncheck_bug_if_i32(unsigned flags, unsigned condition) {
  if (condition) pfncheck_bug(flags);
}

void pfncheck_bug_if_i64(unsigned flags, word condition) {
  if (condition) pfncheck_bug(flags);
}

/* arch/arm64: TCR_EL1, which only the kernel may read. */
ul pfncheck_asm_tcr_el1(void) {
  return input[IN_tcr_el1];
}

/* arch/s390: the lowcore, of which only the machine flags are read; every word holds them. */
__attribute__((aligned(8192))) ul pfncheck_lowcore[1024];
void* get_lowcore(void) {
  return pfncheck_lowcore;
}

/*
 * arch/riscv: the alternative for chips whose entries have memory types of their own. Where the kernel has
 * patched it in, an entry without a type gets the ordinary one; elsewhere it is a row of no-operations.
 */
word pfncheck_asm_memory_type_i64(word mask, word type, unsigned shift, word entry) {
  return input[IN_memory_type] && !(entry & mask << shift) ? entry | type << shift : entry;
}

/* Features of the processor and branches that the kernel patches at boot: one answer for all of them. */
#define FEATURE(name)              \
  _Bool name(void) {               \
    return input[IN_feature] != 0; \
  }
FEATURE(_static_cpu_has)
FEATURE(alternative_has_cap_likely)
FEATURE(alternative_has_cap_unlikely)
FEATURE(riscv_has_extension_likely)
FEATURE(riscv_has_extension_unlikely)
FEATURE(mmu_has_feature)
#undef FEATURE

/* include/linux/jump_label.h: the jump is taken where "enabled" and "branch" differ. The record says
 * "enabled". */
_Bool arch_static_branch(const void* key, _Bool branch) {
  return (input[IN_feature] != 0) != branch;
}
_Bool arch_static_branch_jump(const void* key, _Bool branch) {
  return (input[IN_feature] != 0) != branch;
}

static void set_words(ul* words, unsigned count, word value) {
  unsigned i;

  if (words[0] == (ul)value) return;
  for (i = 0; i < count; i++) words[i] = (ul)value;
}

static void set_write_combine(unsigned value) {
  unsigned i;

  if (cpu_data[0] == value) return;
  for (i = 0; i < sizeof(cpu_data) / sizeof(cpu_data[0]); i++) cpu_data[i] = value;
}

void set_kernel(void) {
  page_count = 0;
  zero_pfn = zero_page_pfn = (ul)input[IN_zero_pfn];
  zero_page_mask = (ul)input[IN_zero_page_mask];
  highest_memmap_pfn = (ul)input[IN_highest_memmap_pfn];
  huge_zero_pfn = (ul)input[IN_huge_zero_pfn];
  max_mapnr = (ul)input[IN_max_mapnr];
  __phys_offset = (ul)input[IN_phys_offset];
  __supported_pte_mask = input[IN_supported_pte_mask];
  _page_cachable_default = (ul)input[IN_page_cachable_default];
  pgprot_user = input[IN_pgprot_user];
  _dflt_cache_att = (ul)input[IN_cache_attribute];
  __pte_index_size = (ul)input[IN_pte_index_size];
  __pmd_index_size = (ul)input[IN_pmd_index_size];
  __pud_index_size = (ul)input[IN_pud_index_size];
  set_words(pfncheck_lowcore, sizeof(pfncheck_lowcore) / sizeof(pfncheck_lowcore[0]),
            input[IN_machine_flags]);
  vm_layout.kaslr_offset = (ul)input[IN_kaslr_offset];
  vm_layout.kaslr_offset_phys = (ul)input[IN_kaslr_offset_phys];
  vm_layout.identity_base = (ul)input[IN_identity_base];
  set_write_combine((unsigned)input[IN_write_combine]);
}

/* The compiler may call these for aggregates. The volatile keeps it from seeing the loops as themselves. */
void* memset(void* to, int value, ul bytes) {
  volatile unsigned char* at = to;

  while (bytes--) *at++ = (unsigned char)value;
  return to;
}

void* memcpy(void* to, const void* from, ul bytes) {
  volatile unsigned char* at = to;
  const unsigned char* source = from;

  while (bytes--) *at++ = *source++;
  return to;
}
