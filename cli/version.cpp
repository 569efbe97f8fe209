// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/version.hpp"

#include <pfncheck_commit.hpp>

namespace pfncheck {

std::string version_text() {
  const std::string version = PFNCHECK_VERSION, commit = PFNCHECK_COMMIT;
  return commit.empty() ? version : version + " (commit " + commit + ")";
}

}  // namespace pfncheck
