// SPDX-License-Identifier: GPL-2.0-or-later
// One confined and bounded run of clang over a wrapper unit.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lift/tree/compile.hpp"
#include "lift/tree/unit.hpp"

namespace pfncheck {

struct ClangRun {
  std::string failure;  ///< one line; empty: it succeeded
  bool lasting = true;  ///< the same input will fail in the same way (not a limit that was passed)
  std::vector<CompilerMessage> messages;  ///< if it failed; none if it read something outside
  std::vector<CompilerMessage> warnings;  ///< of ClangInput::kernel, whether it failed or not
  std::vector<std::string> opened;  ///< every file that it read, absolute; known for failed runs as well
};

/// As the wrapper with the adapters, silently; or as Kbuild does, the kernel's file alone with all its
/// warnings and errors.
enum class ClangInput { wrapper, kernel };

/// Runs the recorded command of `prepared` with `mode` (["-c", "-o", ...]) over the wrapper of `unit` in
/// `scratch`, an empty folder. A patched side is always confined; the user's own tree is compiled without
/// confinement where the system allows none. Throws InputError: no clang, no confinement for a patch, disk
/// full. `without`: functions whose adapters are left out of the wrapper.
ClangRun run_clang(const SourceSide& side, const Prepared& prepared, const std::string& unit,
                   const std::vector<std::string>& mode, const std::string& scratch,
                   ClangInput input = ClangInput::wrapper, const std::set<std::string>& without = {});

}  // namespace pfncheck
