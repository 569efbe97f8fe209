// SPDX-License-Identifier: GPL-2.0-or-later
// What architecture rows say of the configuration variables of slices. Rows that say the same share a run:
// the start states of a slice hold each combination once.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/arch/rows.hpp"
#include "model/machine/slice.hpp"

namespace pfncheck::machine {

/// The word of a configuration variable that decides nothing in a start. Reports leave it out.
inline constexpr std::string_view not_asked = "not asked";

/// What pte_modify() does with the memory type of an entry.
enum class ModifyType : std::uint8_t { keep, replace, combine };

/// Who decides the memory type of a guest's second translation.
enum class GuestTypes : std::uint8_t { none, stage2, ept };

/// Values that a configuration variable may have on a row; empty: any (a guest feature, a choice of the
/// user). `type1` (VFIO's IOMMU driver can be built), `sgx` (a kernel that has it may use EPC),
/// `special_bit`, `pmd_special_bit`, `pmd_leaves`, `devmap`: 0 or 1; `modify_type`: ModifyType;
/// `pat_tracked`, `noncached_is_lost`: 0 or 1; `guest_types`: GuestTypes. `fwb`, `dic`, `idc`, `mte`: any on
/// arm64, 0 elsewhere. `notifier`: any. `vm_pat`, `secretmem`: Own::Asked. Aborts for other names.
std::vector<std::uint64_t> values_on(const ArchRow& row, Release release, std::string_view variable);

/// Lets the slice start with the combinations of these rows only.
void restrict_to(Slice& slice, std::span<const ArchRow* const> rows);

/// Values of the configuration variables of a system, in the order of its variables.
using Configuration = std::vector<std::uint64_t>;
std::vector<Var> configuration_variables(const System& system);
/// Whether a machine of this row can be configured so.
bool can_be(const ArchRow& row, const Slice& slice, const Configuration& configuration);

}  // namespace pfncheck::machine
