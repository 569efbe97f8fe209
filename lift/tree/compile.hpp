// SPDX-License-Identifier: GPL-2.0-or-later
// Compiles a wrapper unit (real .c file plus adapter) of one side of a patch to bitcode, confined.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "lift/patch/patch.hpp"
#include "lift/tree/prepare.hpp"

namespace pfncheck {

/// One message of the compiler, path relative to the tree.
struct CompilerMessage {
  std::string file;
  unsigned line = 0;
  std::string text;  ///< "error: use of undeclared identifier 'x'"
};

struct Compiled {
  std::string bitcode;                    ///< path in the cache; empty if it failed
  std::vector<CompilerMessage> messages;  ///< if it failed
  std::vector<CompilerMessage> warnings;  ///< of build_unit() only, see there: "warning: unused variable 'x'"
  std::string failure;  ///< one line: "does not compile", "reads a file outside the tree", "compiler
                        ///< crashed", "took over 60 s"
  std::vector<std::string> files;  ///< of the tree that the unit includes, relative, sorted
  /// Functions with a contract that this side defines and that could not be asked about, and why, in one
  /// line.
  std::map<std::string, std::string> left_out;
  std::string warning;  ///< one line, empty mostly: the cache cannot be written to, another folder is used
};

/// Which static functions become code: those that the unit uses, or all that it has, those of headers too.
enum class Emitted { used, all };

/// Compiles unit (e.g. "mm/memory.c") with the adapters for it. `side`: nullptr is the unpatched tree. Cached
/// by the content of everything that went in. clang sees tree, build folder, overlay and its own headers
/// only, no network, with limits on time, memory and output.
Compiled compile_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                      const PatchedFiles* side, const std::string& cache, Emitted emitted = Emitted::used);

/// Whether Kbuild's own command takes the unit of the patched side: every `-Werror` and `-Werror=` that it
/// has, what clang refuses by default, the assembler, and calls with an `error` attribute (BUILD_BUG_ON,
/// compiletime_assert) that are left when all is inlined and optimised. What the unpatched side is refused
/// for as well is no fault of the patch. `messages` are the compiler's; `failure` is empty if there are none,
/// and else "does not compile" or why nobody knows: nothing is asked where the patch changes no file that the
/// unit was seen to include. `warnings`: what the patched side is warned of and the unpatched one is not, if
/// there are no messages. Nothing else of Compiled is set.
///
/// Optimising and assembling takes twice as long as reading the C. With the bitcode that compile_unit() made
/// of both sides it is left out where the sides are one to an optimiser (lift/exec/same_code.hpp): it has the
/// same input, so it says what it says without the patch. Kbuild's code differs from that bitcode by flags,
/// not by what the C says; where a changed file asks for what those flags define, the whole is built.
Compiled build_unit(const KernelTree& tree, const Prepared& prepared, const std::string& unit,
                    const PatchedFiles& side, const std::string& cache,
                    const SharedModule& before_bitcode = {}, const SharedModule& after_bitcode = {});

/// The lines of `file` (relative to the tree) that the preprocessor of this side keeps in this unit, 1-based
/// and sorted; a line that only directives or blank space decide is judged by the conditional group that it
/// stands in.
std::vector<unsigned> compiled_lines(const KernelTree& tree, const Prepared& prepared,
                                     const std::string& unit, const PatchedFiles* side,
                                     const std::string& file, const std::string& cache);

}  // namespace pfncheck
