// SPDX-License-Identifier: GPL-2.0-or-later
// Several units as one, so that a call from one into another is followed.
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

/// Writes the units' bitcode, linked, to `out`. Static functions stay apart, whatever they are called. Throws
/// InputError for files that cannot be read or written, and for units that define the same symbol.
void link_units(const std::vector<std::string>& bitcode_paths, const std::string& out);

}  // namespace pfncheck
