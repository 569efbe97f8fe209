// SPDX-License-Identifier: GPL-2.0-or-later
// A view of the file system in which clang reads a patch: the tree, the build folder, clang and its
// libraries.
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

/// What a confined program sees besides itself and its libraries; everything else does not exist for it.
struct View {
  std::vector<std::string> readable;  ///< folders or files, under their own paths
  std::string writable;               ///< one folder
  std::string cwd;
};

/// The arguments that run `argv` (argv[0] absolute) in that view, without network, by bubblewrap. Throws
/// InputError if bubblewrap is not installed.
std::vector<std::string> confined(const std::vector<std::string>& argv, const View& view);

/// Whether bubblewrap is installed and may make namespaces here; empty if so, else the reason and the remedy.
/// Starts a process (some 10 ms).
std::string why_not_confined();

}  // namespace pfncheck
