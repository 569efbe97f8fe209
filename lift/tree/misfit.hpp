// SPDX-License-Identifier: GPL-2.0-or-later
// Why a hunk does not fit a file: another version, or what mail programs, web pages and editors did to it.
#pragma once

#include <string>

#include "lift/tree/diff_text.hpp"

namespace pfncheck {

/// In words, with the remedy. `file` is the file that the hunk should change, as it is.
std::string why_not(const std::string& file, const Hunk& hunk);

}  // namespace pfncheck
