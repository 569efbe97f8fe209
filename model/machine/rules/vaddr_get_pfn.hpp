// SPDX-License-Identifier: GPL-2.0-or-later
// How VFIO's type1 finds the memory behind a user address, and what it takes a pfn for: the rules as slices
// ask them.
#pragma once

#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

/// vaddr_get_pfns() over its life.
enum class Translation {
  linear,           ///< up to 5.6: vm_pgoff plus the distance from the start of the VMA
  follow,           ///< 5.7: the entry's pfn, an error where there is none
  fault_and_retry,  ///< 5.8 to 5.11: faults it in; does not ask whether the entry may be written
  checks_write,     ///< since 5.12
};

enum TranslationAnswer : unsigned {
  answer_refused,
  answer_pin,
  answer_entry,
  answer_linear,
  answer_fault,
};
DecisionRule vaddr_get_pfn_rule(Translation how);

enum ReservedAnswer : unsigned { answer_page, answer_raw_memory };
/// is_invalid_reserved_pfn().
DecisionRule invalid_or_reserved_rule();

enum PhysicalAnswer : unsigned { answer_absent, answer_address };
/// What the unmap loop makes of iommu_iova_to_phys().
DecisionRule iova_to_phys_rule();

}  // namespace pfncheck::machine
