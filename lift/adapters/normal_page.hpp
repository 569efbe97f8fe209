// SPDX-License-Identifier: GPL-2.0-or-later
// From the lifted adapters of the family vm_normal_page to its Rule.
#pragma once

#include <optional>
#include <string>

#include "lift/exec/lifted_function.hpp"
#include "lift/exec/module.hpp"
#include "model/functions/vm_normal_page/rule.hpp"

namespace pfncheck::normal_page {

/// One lifted rule: its meaning, and where that comes from.
struct Lifted {
  LiftedFunction function;
  std::optional<Rule> rule;  ///< empty: the configuration has no such level, or something was unsupported
  bool exists = true;        ///< false: there is no such rule here (not applicable)
  std::string absent;        ///< why not
};

/// The kernel function of a level: "vm_normal_page", "vm_normal_page_pmd", "vm_normal_page_pud".
std::string rule_name(Level level);
/// The adapter over entries made by the tree's own constructors.
std::string adapter_name(Level level);
/// The adapter over raw bit patterns.
std::string raw_adapter_name(Level level);

/// Lifts the rule over entries that this side's own constructors make. `facts`: those of the unpatched side,
/// or nullptr to read them from this module (which then is the unpatched side).
Lifted lift_made(const Module& module, Level level, Pool& pool, const CoreMm& core, const Facts* facts,
                 const LiftOptions& options);

/// For the patched side's rule over made entries: what the unpatched side can make must still reach its page.
/// An entry that this side's constructors lose, or take for another pfn's, counts as one of another page.
void keep_entries_of(const Rule& before, Rule& after);

/// Lifts the rule over raw bit patterns. The inputs `pfn`, `special`, `devmap` and `memmap` are what `before`
/// (the unpatched side, nullptr for that side itself) reads from the pattern.
Lifted lift_raw(const Module& module, Level level, Pool& pool, const Facts& facts, const Rule* before,
                const LiftOptions& options);

}  // namespace pfncheck::normal_page
