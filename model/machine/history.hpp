// SPDX-License-Identifier: GPL-2.0-or-later
// What slices know of releases: for which of them they have rules, and which faults kernels had by
// themselves.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arch/rows.hpp"
#include "model/kernel/releases.hpp"
#include "model/machine/slice.hpp"

namespace pfncheck::machine {

/// Who does what a fault says.
enum class DoneBy {
  kernel,  ///< what the slice is a model of: in these releases the fault is on by itself
  driver,  ///< a driver that the slice's is one of: left out by the environment, and said
};

/// A fault that releases had, and when.
struct DatedFault {
  std::string_view slice, fault;
  DoneBy by;
  std::vector<Span> releases;  ///< that have it
  std::string_view source;     ///< what brought or ended it: file, commit, CVE
  std::string_view arch = {};  ///< the one row or ARCH that had it; empty: all
};

/// Whether machines of this row can have it.
bool can_be_on(const DatedFault& fault, const ArchRow& row);
/// All of them, slice by slice.
std::span<const DatedFault> dated_faults();

/// Releases for which a slice has rules.
std::span<const Era> eras_of(const SliceInfo& slice);
/// Throws InputError with the list of releases that it has.
void require_release(const SliceInfo& slice, Release release);

/// Dated faults that the kernel of a release has on a row by itself.
std::vector<const DatedFault*> own_faults(const SliceInfo& slice, Release release, const ArchRow& row);
/// Whether kernels, drivers or programs of this release do it and the environment leaves it out.
bool is_left_out(const SliceInfo& slice, const FaultInfo& fault, Release release);
/// Where the fault is dated: the table's source; else nullptr.
const DatedFault* date_of(const SliceInfo& slice, std::string_view fault);

}  // namespace pfncheck::machine
