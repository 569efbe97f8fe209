// SPDX-License-Identifier: GPL-2.0-or-later
// `prove`: assertions of a C file against the kernel's own headers and functions, on every row. docs/prove.md
// says what may stand in one.
#pragma once

#include <string>
#include <vector>

#include "review/review.hpp"

namespace pfncheck {

struct ProveRequest {
  std::string tree;  ///< folder
  std::vector<const ArchRow*> archs;
  UserConfigs configs = {};        ///< whose rows are among `archs`
  std::vector<std::string> files;  ///< C files; never empty
  std::string patch = {};          ///< asked with this patch applied; empty: the tree as it is
};

/// One result an assertion, function and row. Throws InputError for the user's mistakes; what a compiler says
/// of a file goes into the report's messages.
Report prove_files(const ProveRequest& request, const ReviewOptions& options);

}  // namespace pfncheck
