// SPDX-License-Identifier: GPL-2.0-or-later
// Files that come with the program, and kernels that scripts/kernel unpacks.
#pragma once

#include <string>

namespace pfncheck {

/// A file or folder of the repository that the program needs while it runs ("cases", "scripts/kernel"): in
/// the folder above the program's (a build folder), or in share/pfncheck beside its `bin` (installed). Empty
/// if it is in neither.
std::string data_file(const std::string& name);

/// ${XDG_CACHE_HOME:-$HOME/.cache}/pfncheck. Throws InputError if neither variable is set.
std::string default_cache();

/// The tree that an argument of --tree names: a folder of that name if there is one; a version such as 6.12
/// stands for the Debian kernel that scripts/kernel unpacked into the user's cache. Any other text is
/// returned as it is. Throws InputError, with what to type, for a version that is not unpacked.
std::string kernel_tree_named(const std::string& name);

}  // namespace pfncheck
