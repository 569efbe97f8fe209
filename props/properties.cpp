// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"
#include "props/property.hpp"

namespace pfncheck {

std::span<const Property> properties() {
  static const std::vector<Property> all = {
      raw_entry_is_never_normal(),
      referenced_page_is_normal(),
      cowed_page_is_normal(),
      uncounted_zero_page_is_never_normal(),
      mixedmap_without_bit_follows_memmap(),
      pfn_without_memmap_is_never_a_page(),
      special_bit_is_trusted_only_where_it_exists(),
      legal_entry_is_not_reported(),
      verdict_depends_on_entry_and_vma_only(),
      answer_is_the_entrys_own_page(),
      rule_only_answers(),
  };
  return all;
}

const Property* find_property(std::string_view name) {
  for (const Property& p : properties())
    if (p.name == name) return &p;
  return nullptr;
}

}  // namespace pfncheck
