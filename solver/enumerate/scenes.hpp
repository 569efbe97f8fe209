// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers for the frames and addresses of one call.
#pragma once

#include <cstdint>
#include <vector>

#include "model/kernel/facts.hpp"

namespace pfncheck {

/// Pfns in pages, addresses in bytes.
struct Numbers {
  std::uint64_t pfn, zero_pfn, zero_extra, huge_zero_pfn, highest_pfn;
  std::uint64_t vm_start, address, vm_pgoff;
};

/// All combinations of: where the pfn lies, where memory ends, huge zero page or not, colours or not, where
/// the linear pfn lies, first or a later page of the VMA. Not all of them satisfy the base invariants.
std::vector<Numbers> all_numbers(const Facts& facts, Level level);

}  // namespace pfncheck
