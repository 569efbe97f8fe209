// SPDX-License-Identifier: GPL-2.0-or-later
// A tree that was built in, as it was before: Kbuild builds it in no other folder as long as there is what it
// made (Makefile: outputmakefile).
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

/// Whether Kbuild would refuse to build the tree in another folder: it has a .config, include/config or some
/// arch/*/include/generated.
bool was_built_in(const std::string& root);

/// A folder in `cache` of links to the tree's sources, in folders of its own. Sources are what git tracks and
/// what it does not ignore; without a repository, what the tree's own .gitignore files do not ignore, and
/// they name all that Kbuild makes. Files that are not needed to build a unit are left out, as for a commit.
/// Made once, and brought up to date at each call; contents are always those of the tree. Throws InputError.
std::string clean_view(const std::string& root, const std::string& cache);

}  // namespace pfncheck
