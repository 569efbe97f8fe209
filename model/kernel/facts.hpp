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

/// What core mm of a kernel does, as far as the rule of vm_normal_page and the makers of entries differ
/// between releases. A tree is read (lift/tree/core_mm.hpp): stable branches and patches carry parts of it
/// elsewhere.
struct CoreMm {
  /// What the release does, as it left mainline.
  CoreMm(Release release);  // NOLINT(google-explicit-constructor): every release has its core mm

  Release release;               ///< of the tree; nothing is decided by it where the text can be asked
  bool zero_in_mixedmap_is_raw;  ///< no-bit MIXEDMAP rule knows the zero page; vm_insert_page does not count
                                 ///< it
  bool marks_huge;               ///< a PMD special bit can exist, and the rule asks for it
  bool has_devmap;               ///< pte_devmap still there
  bool huge_zero_is_special;     ///< the huge zero PMD is marked special
  bool has_one_rule;             ///< one rule for all levels, and it knows both kinds of zero page
  bool branches_by_level;        ///< that rule asks for the level's own bit, not for that of PTEs
  bool raw_huge_without_bit;     ///< a driver makes raw huge entries where the level has no special bit
  friend bool operator==(const CoreMm&, const CoreMm&) = default;
};

/// Facts of one (tree, architecture, configuration). For a built row they are read from the tree's own
/// configuration and constructors; for the built-in model from the table in model/arch.
struct Facts {
  CoreMm core{Release{}};    ///< and the release
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
  bool fs_dax = false;  ///< CONFIG_FS_DAX with CONFIG_ZONE_DEVICE; its entries are devmap as long as there is
                        ///< such a bit
  bool fuse_dax =
      false;  ///< CONFIG_FUSE_DAX: entries of DAX in a VM_MIXEDMAP VMA; counted pages without devmap bit
  bool limited_dax = false;  ///< CONFIG_FS_DAX_LIMITED: special entries in ordinary VMAs
  bool vmcore = false;       ///< CONFIG_PROC_VMCORE: VM_PFNMAP and VM_MIXEDMAP in one VMA
  bool lookup_hook = true;   ///< the rule asks the VMA's lookup hook (6.18: CONFIG_FIND_NORMAL_PAGE)
  friend bool operator==(const Facts&, const Facts&) = default;
};

bool has_special(const Facts& f, Level level);

// Since which release a fact of core mm holds. Sources in facts.cpp.
bool limited_dax_exists(Release r);  ///< special entries in ordinary VMAs (FS_DAX_LIMITED)

bool insert_refuses_uncounted(Release r);  ///< vmf_insert_mixed() as well refuses a page with a count of 0
bool gup_fast_asks_mapping(Release r);     ///< with SECRETMEM GUP-fast takes no page without a mapping
bool mprotect_upgrades_clean(Release r);   ///< a clean entry of an exclusive page becomes writable as well
bool fault_may_not_set_flags(Release r);   ///< vm_flags_set() in a fault warns, with CONFIG_PER_VMA_LOCK
bool fork_reads_type_back(Release r);      ///< fork() of a VM_PAT mapping needs its first entry

}  // namespace pfncheck
