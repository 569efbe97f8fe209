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

// mm/memory.c: vm_normal_page and insert_page_into_pte_locked; read in 6.1 (not yet) and 6.12 (yes). The
// release between them is that of the rework that taught vm_insert_page the zero page.
bool zero_in_mixedmap_is_raw(Release r) {
  return r >= Release{6, 11};
}

// mm/memory.c: vm_normal_page_pmd asks pmd_special in 6.12, not in 6.1 to 6.6.
bool pmd_rule_knows_special(Release r) {
  return r >= Release{6, 12};
}

// The devmap tests are gone from mm/memory.c since 6.17.
bool devmap_exists(Release r) {
  return r < Release{6, 17};
}

// Since 6.18 mm/memory.c has one rule for all levels, and set_huge_zero_folio marks its entry special.
bool huge_zero_is_special(Release r) {
  return r >= Release{6, 18};
}

// Commit af38538801c6 (reported on 32-bit x86 with THP and on loongarch) is the last that asked the PTE level
// for all.
bool special_branch_is_per_level(Release r) {
  return r >= Release{7, 1};
}

// CONFIG_FS_DAX_LIMITED (s390 dcssblk) is in 6.1 and 6.12; it went with the devmap bit.
bool limited_dax_exists(Release r) {
  return devmap_exists(r);
}

// mm/memory.c: validate_page_before_insert asks folio_ref_count in 6.12; in 6.1 only vm_insert_page() asked.
// It came with the rework that taught vm_insert_page the zero page.
bool insert_refuses_uncounted(Release r) {
  return zero_in_mixedmap_is_raw(r);
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
