// SPDX-License-Identifier: GPL-2.0-or-later
// How VFIO's type1 finds the memory behind a user address, and what it takes a pfn for: the rules as slices
// ask them.
#pragma once

#include "model/machine/decision_rule.hpp"

namespace pfncheck::machine {

/// vaddr_get_pfns() over its life.
struct Translation {
  bool linear = false;       ///< up to 5.6: vm_pgoff plus the distance from the start of the VMA
  bool faults_in = true;     ///< since 5.8: where there is no entry; before, that is an error
  bool checks_write = true;  ///< since 5.12: whether the entry may be written, for a device that writes
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
