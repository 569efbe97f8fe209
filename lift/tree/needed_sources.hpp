// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

/// Arguments of git that name what `make prepare` and a checked unit may read of a kernel tree: "--", then
/// pathspecs. Large folders are left out but for Kconfig files and Makefiles.
std::vector<std::string> needed_sources();

}  // namespace pfncheck
