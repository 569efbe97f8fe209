// SPDX-License-Identifier: GPL-2.0-or-later
#include "model/kernel/facts.hpp"

#include <fmt/format.h>

namespace pfncheck {

const char* to_string(Level level) {
  switch (level) {
    case Level::pte:
      return "PTE";
    case Level::pmd:
      return "PMD";
    case Level::pud:
      return "PUD";
  }
  return "?";
}

std::string Release::text() const {
  return fmt::format("{}.{}", version, patchlevel);
}

bool has_special(const Facts& f, Level level) {
  switch (level) {
    case Level::pte:
      return f.pte_special;
    case Level::pmd:
      return f.pmd_special;
    case Level::pud:
      return f.pud_special;
  }
  return false;
}

// zero_in_mixedmap_is_raw: mm/memory.c: vm_normal_page and insert_page_into_pte_locked; read in 6.1 (not yet)
// and 6.12 (yes). The release between them is that of the rework that taught vm_insert_page the zero page.
//
// marks_huge: mm/memory.c: vm_normal_page_pmd asks pmd_special in 6.12, not in 6.1 to 6.6.
//
// has_devmap: the devmap tests are gone from mm/memory.c since 6.17.
//
// has_one_rule, huge_zero_is_special: since 6.18 mm/memory.c has one rule for all levels (__vm_normal_page),
// and set_huge_zero_folio marks its entry special.
//
// branches_by_level: commit af38538801c6 (reported on 32-bit x86 with THP and on loongarch), in 7.1; before
// it the PTE level was asked for all.
//
// raw_huge_without_bit: drivers/gpu/drm/ttm/ttm_bo_vm.c inserted huge pfns on every architecture with THP
// (ttm_bo_vm_insert_huge) from 5.7 until commit 0d979509539e removed it in 5.16, also from 5.15.y.
CoreMm::CoreMm(Release r)
    : release(r),
      zero_in_mixedmap_is_raw(r >= Release{6, 11}),
      marks_huge(r >= Release{6, 12}),
      has_devmap(r < Release{6, 17}),
      huge_zero_is_special(r >= Release{6, 18}),
      has_one_rule(r >= Release{6, 18}),
      branches_by_level(r >= Release{7, 1}),
      raw_huge_without_bit(r >= Release{5, 7} && r < Release{5, 16}) {}

// CONFIG_FS_DAX_LIMITED (s390 dcssblk) is in 6.1 and 6.12; it went with the devmap bit.
bool limited_dax_exists(Release r) {
  return CoreMm(r).has_devmap;
}

// mm/memory.c: validate_page_before_insert asks folio_ref_count in 6.12; in 6.1 only vm_insert_page() asked.
// It came with the rework that taught vm_insert_page the zero page.
bool insert_refuses_uncounted(Release r) {
  return CoreMm(r).zero_in_mixedmap_is_raw;
}

// mm/gup.c: gup_fast_folio_allowed of 6.12 (since 6.10) refuses what has no mapping, as it cannot tell
// whether that is secret; page_is_secretmem of 6.1 let it pass.
bool gup_fast_asks_mapping(Release r) {
  return r >= Release{6, 10};
}

// mm/mprotect.c: can_change_pte_writable of 6.1 wants a dirty entry in private mappings too; 6.12 (since 6.2)
// does not.
bool mprotect_upgrades_clean(Release r) {
  return r >= Release{6, 2};
}

// include/linux/mm.h: vm_flags_set locks the VMA, and that asserts (WARN) that the mmap lock is held for
// writing, in 6.12 with CONFIG_PER_VMA_LOCK; a fault holds it for reading at most. 6.1 sets vm_flags without
// a function. First release: read in 6.12 only.
bool fault_may_not_set_flags(Release r) {
  return r >= Release{6, 12};
}

// arch/x86/mm/pat/memtype.c: track_pfn_copy and get_pat_info are in 6.1 and 6.12. Since 6.16 the core keeps
// what was tracked (pfnmap_track), and VM_PAT is gone.
bool fork_reads_type_back(Release r) {
  return r < Release{6, 16};
}

}  // namespace pfncheck
