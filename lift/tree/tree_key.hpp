// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace pfncheck {

/// Sha256 over path, size and time of every file of a kernel tree that `make prepare` reads to decide
/// something: Kconfig, Kbuild and Makefiles everywhere, scripts, tools that are built, defconfigs, and the
/// inputs of generated headers. A change elsewhere (in a .c file, say) leaves it alone.
std::string tree_key(const std::string& root);

}  // namespace pfncheck
