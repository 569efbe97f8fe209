// SPDX-License-Identifier: GPL-2.0-or-later
// Any C file of the tree as a unit: whether a prepared row compiles it, and with which command.
#pragma once

#include <optional>
#include <string>

#include "lift/tree/prepare.hpp"

namespace pfncheck {

/// Kbuild's own answer, asked of the unpatched tree's makefiles in a dry run (some 20 ms): nothing is made.
struct KbuildUnit {
  std::optional<Prepared> prepared;  ///< with the commands of this unit; empty: the row does not compile it
  /// Why not: "CONFIG_VFIO is not set", "no makefile of 6.12.117 names it".
  std::string why;
  std::string waits_for = {};  ///< the symbol, if it is one that is not set: "CONFIG_VFIO"
};

/// `unit`: relative to the tree, "drivers/vfio/vfio_iommu_type1.c". What Kbuild exports to the makefiles of
/// folders is recorded in the build folder at the first call (some 2 s). Throws NotPrepared.
KbuildUnit kbuild_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit);

}  // namespace pfncheck
