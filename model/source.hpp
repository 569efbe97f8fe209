// SPDX-License-Identifier: GPL-2.0-or-later
// Sources: where a statement about the kernel comes from, in one form that people and scripts can read.
//
//   mm/memory.c: zap_present_ptes, zap_present_folio_ptes (6.12)
//   commit 79a61cc3fc04 ("mm: avoid leaving partial pfn mappings around in error case")
//   CVE-2024-47674
//   mail "KVM: arm64: Correctly handle the mmio faulting", Santosh Shukla, 2021-04-22
//
// with "; " between several. docs/extending.md describes the form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// One of the things that a source names.
struct SourceItem {
  enum class Kind { place, commit, cve, mail };
  Kind kind = Kind::place;
  std::string file;                   ///< of a place: relative to the tree
  std::vector<std::string> names;     ///< of a place: functions, macros, or symbols of Kconfig
  std::vector<std::string> releases;  ///< of a place: as written; empty means `default_source_release`
  std::string id;                     ///< commit: 12 to 40 hexadecimal digits; CVE: the whole of it
  std::string subject;                ///< of a commit (perhaps empty) or a mail, without prefix
  std::string author, date;           ///< of a mail; YYYY-MM-DD
};

/// The release that a place speaks of if it names none.
inline constexpr std::string_view default_source_release = "6.12";

/// Throws InputError that says which part has none of the forms.
std::vector<SourceItem> read_source(std::string_view text);

}  // namespace pfncheck
