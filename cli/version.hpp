// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace pfncheck {

/// "0.1.0 (commit 0123456789ab)", with ", dirty" after the commit if files that git knows were changed;
/// without a parenthesis where the sources do not know their commit.
std::string version_text();

}  // namespace pfncheck
