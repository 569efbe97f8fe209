// SPDX-License-Identifier: GPL-2.0-or-later
// What is installed, what is missing, what to type.
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

struct Finding {
  std::string what;  ///< "clang-19"
  bool ok = false;
  bool needed = true;  ///< false: some shows do without it
  std::string detail;  ///< where it was found, or what it is for
  std::string remedy;  ///< what to type; empty if ok
};

/// Looks at programs, headers, the sandbox, the cache folder and kernel sources. Changes nothing but the
/// cache folder, which it makes if there is none.
std::vector<Finding> examine(const std::string& cache);
/// Nothing that is needed is missing.
bool healthy(const std::vector<Finding>& findings);
/// Only what is missing, and the last line, if `quiet`. The text is for laid_out().
std::string doctor_text(const std::vector<Finding>& findings, bool quiet = false);
/// A document of docs/json.md.
std::string doctor_json(const std::vector<Finding>& findings);

}  // namespace pfncheck
