// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace pfncheck {

/// The C text with comments, string and character constants blanked (line breaks stay, so lines keep their
/// numbers).
std::string without_comments(std::string_view text);

/// Whether `name` occurs as a whole word in the text.
bool has_word(std::string_view text, std::string_view name);

}  // namespace pfncheck
