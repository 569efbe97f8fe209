// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pfncheck {

/// Breaks text at blanks so that no line is wider than 100 columns, if its words allow; the first line starts
/// at column `indent` already, the others are indented to it.
std::string wrapped(std::string_view text, std::size_t indent);

}  // namespace pfncheck
