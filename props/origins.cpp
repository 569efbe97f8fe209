// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/origins.hpp"

#include <iterator>

#include "props/contract.hpp"
#include "props/origin_tables.hpp"

namespace pfncheck {
namespace {

std::vector<Origin> all_rows() {
  using namespace origin_tables;
  std::vector<Origin> rows;
  for (auto part : {raw_pte(), page_pte(), zero_pte(), huge(), outside()})
    std::move(part.begin(), part.end(), std::back_inserter(rows));
  return rows;
}

}  // namespace

std::span<const Origin> origins() {
  static const std::vector<Origin> rows = all_rows();
  return rows;
}

const Origin* find_origin(std::string_view name) {
  for (const Origin& origin : origins())
    if (origin.name == name) return &origin;
  return nullptr;
}

bool marks_huge(const Facts& f) {
  return f.core.marks_huge;
}

bool trusts_pte_bit(const Facts& f) {
  return f.core.has_one_rule && !f.core.branches_by_level && f.pte_special;
}

bool raw_huge_is_made(const Facts& f, Level level) {
  return level != Level::pte && (has_special(f, level) || f.core.raw_huge_without_bit);
}

bool applies(const Origin& origin, const Facts& facts, Level level) {
  const bool at_level = origin.level == level || (origin.level == Level::pmd && level == Level::pud);
  return at_level && origin.exists(facts) && (!origin.at || origin.at(facts, level));
}

Term is_legal(const normal_page::Inputs& in, const Facts& facts, Level level) {
  Term any = in.pfn.pool().boolean(false);
  for (const Origin& origin : origins())
    if (!origin.outside && applies(origin, facts, level)) any = any | origin.contract(in, facts, level);
  return any;
}

}  // namespace pfncheck
