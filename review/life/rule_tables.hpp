// SPDX-License-Identifier: GPL-2.0-or-later
// Decision tables of the rules that the machine asks, and of the variants that were proposed for them.
#pragma once

#include <string>
#include <vector>

#include "review/review.hpp"

namespace pfncheck {

struct RuleTableRequest {
  std::string rule;                  ///< "kvm_fault", "vaddr_get_pfn" ...
  std::string variant;               ///< "v2"; empty: the reference rule
  std::vector<std::string> against;  ///< variants; empty: the rule's own rows
};

std::vector<std::string> machine_rule_names();
/// Variants of a rule; empty: it has none.
std::vector<std::string> variants_of(const std::string& rule);

/// All variants of a rule side by side, with FWB and without: what each maps of each kind of memory, and
/// which properties of whole lives fail with it where coherent memory of devices is given to guests. Throws
/// InputError for a rule without variants.
Report options_of_rule(const std::string& rule, const ReviewOptions& options);

/// The rows of a rule, or a table of differences per variant that it is held against and the properties that
/// the variant breaks. Throws InputError.
Report table_of_rule(const RuleTableRequest& request, const ReviewOptions& options);

}  // namespace pfncheck
