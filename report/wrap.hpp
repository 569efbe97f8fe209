// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of a page for people. Text is written without regard to the width of the page; laid_out() breaks it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pfncheck {

/// Columns of a page where nobody asked for another width and there is no terminal.
inline constexpr std::size_t usual_width = 80;

/// Text that continues at column `indent` where laid_out() breaks it; blanks in a row become one. The result
/// holds a mark for laid_out().
std::string wrapped(std::string_view text, std::size_t indent);

/// A line that laid_out() leaves as wide as it is: a row of a table, something to copy.
std::string unbroken(std::string_view line);

/// Breaks the lines of a text at blanks so that none is wider than `width` columns, if its words allow.
/// Lines without a mark continue four columns to the right of where they begin. Escape sequences of colours
/// take no room.
std::string laid_out(std::string_view text, std::size_t width);

/// Columns that a text takes, without escape sequences and marks.
std::size_t columns_of(std::string_view text);

}  // namespace pfncheck
