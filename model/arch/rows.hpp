// SPDX-License-Identifier: GPL-2.0-or-later
// The architecture table: one row per architecture and configuration point.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/kernel/facts.hpp"

namespace pfncheck {

/// A value of a cell and where in the kernel it comes from.
template <class T>
struct Cell {
  T value;
  std::string_view source;
};

/// What pte_modify() may do with the memory type of an entry: bits, as its source may leave it to firmware.
/// Bit n stands for the n-th value of machine::ModifyType.
namespace modify_types {
inline constexpr unsigned keep = 1, replace = 2, combine = 4, any = 7;
}
/// What pgprot_noncached() may give: bits. `lost`: what it was given, as the architecture has no such type.
namespace noncached_types {
inline constexpr unsigned kept = 1, lost = 2, either = 3;
}

/// One configuration point that pfncheck knows.
struct ArchRow {
  std::string_view name;         ///< as users type it: "x86_64", "i386", "arm", "arm-lpae", "mips32" ...
  std::string_view kbuild_arch;  ///< ARCH= of make
  std::string_view defconfig;    ///< make target; empty: no build
  std::string_view enable;       ///< symbols switched on over it, blank separated; "-X" switches off
  std::string_view config;       ///< name of the configuration point in reports: "defconfig+THP"
  bool buildable;                ///< false: reference model only, never part of the exit code
  bool big_endian;
  Cell<unsigned> word_bits, page_shift, pmd_shift, pud_shift;  ///< bits; shifts are log2 of bytes
  Cell<bool> pte_special, pmd_special, pud_special;            ///< as of 6.12
  Cell<bool> devmap;                                           ///< as of 6.12
  Cell<bool> colour_zero;                                      ///< as of 6.12
  Cell<bool> pmd_level,
      pud_level;  ///< user mappings have leaves there in this configuration (6.12); the kernel has a
                  ///< function vm_normal_page_pud only since the rule became one for all levels
  /// First release known to have special bits of PMDs and PUDs, and user leaves of PUDs, although the cells
  /// above say no; {}: none.
  Cell<Release> huge_special_since = {{}, "as of 6.12"};
  Release devmap_since = {};  ///< first release known to have CONFIG_ARCH_HAS_PTE_DEVMAP (if devmap)
  Release colour_zero_until =
      {};  ///< last release known to have the range although `colour_zero` is off; {}: none
  Cell<bool> devmap_is_special = {
      false, "no CONFIG_ARCH_HAS_PTE_DEVMAP"};            ///< pte_mkdevmap sets the special bit too
  Cell<bool> fs_dax = {false, "CONFIG_ZONE_DEVICE off"};  ///< see Facts
  Cell<bool> fuse_dax = {false, "CONFIG_FUSE_DAX off"};
  Cell<bool> limited_dax = {false, "CONFIG_FS_DAX_LIMITED off"};
  Cell<bool> vmcore = {false, "CONFIG_PROC_VMCORE off"};
  Cell<bool> secretmem = {false, "no select ARCH_HAS_SET_DIRECT_MAP in arch Kconfig"};  ///< can be on; 6.12
  /// Memory types of entries. A row that leaves them out may do anything: lives are then asked for each.
  Cell<unsigned> modify_type = {modify_types::any, "not read: pte_modify() may do anything"};
  Cell<unsigned> noncached = {noncached_types::either, "not read: pgprot_noncached() may do nothing"};
  std::string_view config_text = {};  ///< of a .config of the user's, in the place of defconfig and enable
  std::string_view also = {};         ///< symbols that the user wants switched on over that, as in `enable`
};

std::span<const ArchRow> arch_rows();
/// nullptr if there is none of that name.
const ArchRow* find_arch(std::string_view name);
/// Facts of a row for the built-in model of a release (bits that a release lacks are off).
Facts facts_of(const ArchRow& row, Release release);
/// Whether user mappings have leaves of a level in a release.
bool has_leaves(const ArchRow& row, Level level, Release release);
/// Default rows of `check` and `patch`: x86_64, arm64, arm.
std::vector<const ArchRow*> default_archs();

}  // namespace pfncheck
