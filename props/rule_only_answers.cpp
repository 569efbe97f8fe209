// SPDX-License-Identifier: GPL-2.0-or-later
#include "props/obligations.hpp"

namespace pfncheck {
namespace {

using normal_page::Rule;

/// The reference rule that also changes something whenever it answers a page.
Rule with_side_effect(Pool& pool, const Facts& facts, Level level) {
  Rule rule = normal_page::reference(pool, facts, level);
  rule.out.changes = rule.out.page;
  return rule;
}

}  // namespace

Property rule_only_answers() {
  Property p;
  p.name = "rule_only_answers";
  p.sentence = "The rule changes nothing: no reference, no flag, no memory of others, no lock.";
  p.because =
      "Walkers ask it as often as they like about one entry, some without any lock. A reference that it took "
      "or "
      "dropped would never be balanced.";
  p.source = "mm/memory.c: vm_normal_page, copy_present_ptes, zap_present_ptes";
  p.scope = "Every entry that the constructors can make.";
  p.obligations = [](const Rule& rule) -> std::vector<Obligation> {
    return {for_any_entry(rule, "any entry", rule.domain, !rule.out.changes)};
  };
  p.faults = {{"a side effect with every page", with_side_effect}};
  return p;
}

}  // namespace pfncheck
