// SPDX-License-Identifier: GPL-2.0-or-later
// Every rule of the built-in model, for tests that go through all of them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "model/arch/rows.hpp"

namespace pfncheck {

inline const std::vector<Release> eras = {{5, 15}, {6, 1}, {6, 12}, {6, 18}, {7, 1}};

struct ModelRule {
  std::string name;  ///< "6.12 arm PTE"
  Facts facts;
  Level level;
};

/// Rows with equal facts once.
inline std::vector<ModelRule> model_rules() {
  std::vector<ModelRule> all;
  for (const Release& era : eras)
    for (const ArchRow& row : arch_rows())
      for (const Level level : {Level::pte, Level::pmd, Level::pud}) {
        if (level == Level::pmd && !row.pmd_level.value) continue;
        if (level == Level::pud && !row.pud_level.value) continue;
        const Facts facts = facts_of(row, era);
        bool known = false;
        for (const ModelRule& other : all) known = known || (other.facts == facts && other.level == level);
        if (!known)
          all.push_back({fmt::format("{} {} {}", era.text(), row.name, to_string(level)), facts, level});
      }
  return all;
}

}  // namespace pfncheck
