// SPDX-License-Identifier: GPL-2.0-or-later
// The words of a patch that does not apply: already applied, another version, or what mail programs, web
// pages and editors did to it. Why a file is no patch at all says read.cpp, why mails are no series
// series.cpp, what git says of the rest apply.cpp, why a path is not touched path_safety.cpp; what the
// kernel's own build refuses are clang's words (lift/tree/build.cpp).
#pragma once

#include <string>
#include <vector>

#include "lift/patch/patch.hpp"

namespace pfncheck {

/// Of a change that the tree has already: what to type, by what git knows of its files there.
std::string is_already_applied(const std::string& tree, const std::vector<std::string>& paths);

/// Which hunk of the file's diff, and what is the matter with it: in words, with the remedy; empty: no hunk
/// begins at `line`. `now` is the file that it should change as it is, `path` its name.
std::string hunk_does_not_apply(const Patch& patch, const FileDiff& file, const std::string& now,
                                const std::string& path, unsigned line);

}  // namespace pfncheck
