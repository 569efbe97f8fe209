// SPDX-License-Identifier: GPL-2.0-or-later
// Which lines of a file the preprocessor keeps, from its output and the file's own conditional groups.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// By file as the line markers name it: lines of which something is in the output of `clang -E -dD -dI -C`.
std::map<std::string, std::set<unsigned>> lines_in_output(std::string_view output);

/// Lines of `text`, 1-based and sorted, that stand in a conditional group (#if ... #else ... #endif) of which
/// `shown` has a line, and those outside of all groups if `shown` is not empty. A group's own #if, #else and
/// #endif belong to the group around it.
std::vector<unsigned> lines_of_active_groups(const std::string& text, const std::set<unsigned>& shown);

}  // namespace pfncheck
