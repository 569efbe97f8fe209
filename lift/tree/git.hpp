// SPDX-License-Identifier: GPL-2.0-or-later
// Runs git for plumbing, cut off from everything that could change what it does or run something else.
#pragma once

#include <string>
#include <vector>

namespace pfncheck {

struct GitResult {
  int status = -1;       ///< exit status; -1: it was ended by a signal
  std::string out, err;  ///< whole text of both streams
};

/// Runs `git ARGUMENTS` in `folder` with `input` on standard input: no shell, no configuration of the user or
/// the system, no hooks, pager, prompt or network; a repository is found only in `folder` itself unless
/// `search_upwards`. Throws InputError if there is no git, after a minute, and
/// for more than 128 MB of output.
GitResult git(const std::vector<std::string>& arguments, const std::string& folder,
              const std::string& input = {}, bool search_upwards = false);

}  // namespace pfncheck
