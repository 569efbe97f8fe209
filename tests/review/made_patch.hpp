// SPDX-License-Identifier: GPL-2.0-or-later
// A patch that an edit script makes, reviewed as `pfncheck patch` does it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/arch/rows.hpp"
#include "report/record.hpp"
#include "tests/patches/edit_script.hpp"

namespace pfncheck::test {

/// nullptr if it is not set, or empty.
const char* environment(const char* name);
/// The kernel tree that the variable names. Nothing, and a warning that the test is skipped, where that or
/// PFNCHECK_CACHE is not set.
std::optional<std::string> kernel_to_ask(const char* variable);

/// PFNCHECK_SWEEP=all: whatever a test can ask, and not a choice of it.
bool is_sweep();

/// The rows that a script is for: x86_64 does for what all rows read alike, with those of the folders that it
/// edits and those that it names. PFNCHECK_SWEEP=all: x86_64, arm64 and arm always.
std::vector<const ArchRow*> rows_for(const edit::Script& script);

/// What a test asks of a patch: the properties of rules; the clauses of contracts too; and whether the
/// kernel's build takes it, as the program does. PFNCHECK_SWEEP=all: the build is always asked.
enum class Asked { rules, clauses, all };

/// With the cache that PFNCHECK_CACHE names, and finish().
Report review_made(const edit::Script& script, const std::string& tree,
                   const std::vector<const ArchRow*>& rows, Asked asked);

/// A diff without context in which the first line of the tree's file that holds `before` holds `after`.
std::string one_line_patch(const std::string& tree, const std::string& file, const std::string& before,
                           const std::string& after);

/// What is not the same, newly violated or not looked at, a line each: for a test that fails.
std::string told(const Report& report);

}  // namespace pfncheck::test
