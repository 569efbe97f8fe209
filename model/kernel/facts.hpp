// SPDX-License-Identifier: GPL-2.0-or-later
// What a rule needs to know of the kernel that it runs in.
#pragma once

#include <compare>
#include <string>

namespace pfncheck {

enum class Level { pte, pmd, pud };
const char* to_string(Level level);  ///< "PTE", "PMD", "PUD"

/// A kernel release, as VERSION and PATCHLEVEL of the top Makefile (6.12.117 -> 6, 12).
struct Release {
  unsigned version = 0, patchlevel = 0;
  friend auto operator<=>(const Release&, const Release&) = default;
  std::string text() const;  ///< "6.12"
};

/// Facts of one (tree, architecture, configuration). For a built row they are read from the tree's own
/// configuration and constructors; for the built-in model from the table in model/arch.
struct Facts {
  Release release;
  unsigned word_bits = 64;   ///< of unsigned long
  unsigned page_shift = 12;  ///< log2 of bytes per page
  unsigned pmd_shift = 21;   ///< log2 of bytes mapped by a PMD leaf
  unsigned pud_shift = 30;
  bool pte_special = true;   ///< CONFIG_ARCH_HAS_PTE_SPECIAL
  bool pmd_special = false;  ///< CONFIG_ARCH_SUPPORTS_PMD_PFNMAP
  bool pud_special = false;  ///< CONFIG_ARCH_SUPPORTS_PUD_PFNMAP
  bool devmap = false;       ///< CONFIG_ARCH_HAS_PTE_DEVMAP
  bool colour_zero = false;  ///< __HAVE_COLOR_ZERO_PAGE: the zero page is a range
  // The rest decides which origins of entries exist, not how the rule reads an entry.
  bool devmap_is_special = false;  ///< pte_mkdevmap sets the special bit as well (PTE only)
  bool fs_dax = false;             ///< CONFIG_FS_DAX with CONFIG_ZONE_DEVICE: devmap entries can be made
  bool fuse_dax = false;           ///< CONFIG_FUSE_DAX: devmap entries in a VM_MIXEDMAP VMA
  bool limited_dax = false;        ///< CONFIG_FS_DAX_LIMITED: special entries in ordinary VMAs
  bool vmcore = false;             ///< CONFIG_PROC_VMCORE: VM_PFNMAP and VM_MIXEDMAP in one VMA
  bool lookup_hook = true;         ///< the rule asks the VMA's lookup hook (6.18: CONFIG_FIND_NORMAL_PAGE)
  friend bool operator==(const Facts&, const Facts&) = default;
};

bool has_special(const Facts& f, Level level);

// Eras: since which release a fact of core mm holds. Sources in facts.cpp.
bool zero_in_mixedmap_is_raw(
    Release r);  ///< no-bit MIXEDMAP rule knows the zero page; vm_insert_page does not count it
bool pmd_rule_knows_special(Release r);  ///< a PMD special bit can exist
bool devmap_exists(Release r);           ///< pte_devmap still there
bool huge_zero_is_special(Release r);    ///< the huge zero PMD is marked special; one rule for all levels
bool special_branch_is_per_level(Release r);  ///< the branch is chosen by the level's own bit

bool limited_dax_exists(Release r);  ///< special entries in ordinary VMAs (FS_DAX_LIMITED)

bool insert_refuses_uncounted(Release r);  ///< vmf_insert_mixed() as well refuses a page with a count of 0
bool gup_fast_asks_mapping(Release r);     ///< with SECRETMEM GUP-fast takes no page without a mapping
bool mprotect_upgrades_clean(Release r);   ///< a clean entry of an exclusive page becomes writable as well
bool fault_may_not_set_flags(Release r);   ///< vm_flags_set() in a fault warns, with CONFIG_PER_VMA_LOCK
bool fork_reads_type_back(Release r);      ///< fork() of a VM_PAT mapping needs its first entry

}  // namespace pfncheck
