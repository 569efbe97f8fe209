// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/core_mm.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "lift/tree/blanked.hpp"
#include "lift/tree/c_tokens.hpp"

namespace pfncheck {
namespace {

/// Whether the function has the word; no if there is no such function.
bool function_has(std::string_view source, std::string_view function, std::string_view word) {
  const auto all = c_functions(source);
  return std::ranges::any_of(all, [&](const CFunction& f) {
    return f.name == function && has_word(source.substr(f.begin, f.end - f.begin), word);
  });
}

}  // namespace

CoreMm read_core_mm(const SourceSide& side) {
  const std::string memory = without_comments(side.text("mm/memory.c").value_or(""));
  const std::string huge = without_comments(side.text("mm/huge_memory.c").value_or(""));
  const std::string options = side.text("mm/Kconfig").value_or("");
  CoreMm mm(side.tree().release());
  // Who may have the zero page inserted: the same change taught the rule that it is raw (6.12; not in 6.1).
  mm.zero_in_mixedmap_is_raw = has_word(memory, "vm_mixed_zeropage_allowed");
  // 6.12 has the option and its stub, 6.1 and 6.6 have neither.
  mm.marks_huge = has_word(options, "ARCH_SUPPORTS_PMD_PFNMAP");
  mm.has_devmap = has_word(options, "ARCH_HAS_PTE_DEVMAP");
  mm.huge_zero_is_special = function_has(huge, "set_huge_zero_folio", "pmd_mkspecial");
  mm.has_one_rule = defines_function(memory, "__vm_normal_page");
  // 7.1, and the stable branches that took commit af38538801c6 (6.18.34, 7.0.11).
  mm.branches_by_level = has_word(memory, "pgtable_level_has_pxx_special");
  // TTM's fault handler took the size of a huge entry from 5.7 to 5.15: the one known maker that asks for no
  // bit. All others are built under ARCH_SUPPORTS_PMD_PFNMAP (6.12, 7.3) or on an architecture that has it
  // (drivers/hv/Kconfig: MSHV_VTL). The header is looked at, as not all of drivers/ need be unpacked.
  mm.raw_huge_without_bit =
      has_word(without_comments(side.text("include/drm/ttm/ttm_bo_api.h").value_or("")), "fault_page_size");
  return mm;
}

}  // namespace pfncheck
