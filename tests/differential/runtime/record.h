/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * One record in, one record out: words of 64 bits in the byte order of the machine that runs. Both sides of
 * the test include this file, so the order is stated once.
 */
#ifndef PFNCHECK_RECORD_H
#define PFNCHECK_RECORD_H

/* Which adapter a record is for. */
enum record_adapter { RECORD_MADE_PTE, RECORD_RAW_PTE, RECORD_MADE_PMD, RECORD_RAW_PMD };

/* clang-format off */
#define RECORD_INPUTS(X)                                                                     \
  X(adapter)                                                                                 \
  /* parameters of the adapters */                                                           \
  X(pfnmap) X(mixedmap) X(shared) X(maywrite) X(other_flags) X(vm_start) X(address)          \
  X(vm_pgoff) X(has_hook) X(hook_answers) X(pfn) X(special) X(devmap) X(prot) X(young)       \
  X(dirty) X(raw)                                                                            \
  /* what stands in for pfn_valid(): its value for the zero page and for any other pfn */    \
  X(zero_is_valid) X(pfn_is_valid)                                                           \
  /* variables of the kernel */                                                              \
  X(zero_pfn) X(zero_page_mask) X(highest_memmap_pfn) X(huge_zero_pfn) X(max_mapnr)          \
  X(phys_offset) X(supported_pte_mask) X(page_cachable_default) X(pgprot_user)               \
  X(cache_attribute) X(write_combine) X(kaslr_offset) X(kaslr_offset_phys)                   \
  X(identity_base) X(pte_index_size) X(pmd_index_size) X(pud_index_size)                     \
  /* answers of inline assembly and of patched-in branches */                \
  X(tcr_el1) X(machine_flags) X(memory_type) X(feature)

#define RECORD_OUTPUTS(X)                                                                    \
  X(page_shift) X(pmd_shift) X(pud_shift) X(word_bits) X(config_pte_special)                 \
  X(config_pmd_special) X(config_pud_special) X(config_devmap) X(colour_zero) X(pfn_valid)   \
  X(zero_memmap) X(zero_pfn) X(zero_extra) X(highest_pfn) X(huge_zero_pfn) X(raw_pfn)        \
  X(raw_special) X(raw_devmap) X(raw_valid) X(entry_made)                                      \
  X(config_fs_dax) X(config_fuse_dax) X(config_limited_dax) X(config_vmcore)                 \
  X(devmap_is_special) X(lookup_hook) X(huge_entry_maps_a_head) X(flags_distinct)
/* clang-format on */

enum record_input {
#define X(name) IN_##name,
  RECORD_INPUTS(X)
#undef X
      IN_COUNT
};

enum record_output {
#define X(name) OUT_##name,
  RECORD_OUTPUTS(X)
#undef X
      OUT_result, /* what the adapter returned */
  OUT_reports,    /* bad entries reported and warnings */
  OUT_trapped,    /* 1: it ran into BUG(), and there is no result */
  OUT_COUNT
};

#endif
