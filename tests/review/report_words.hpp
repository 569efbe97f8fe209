// SPDX-License-Identifier: GPL-2.0-or-later
// Whatever word the report of a patch prints, explain knows it.
#pragma once

#include <string>
#include <vector>

#include "report/record.hpp"

namespace pfncheck::test {

/// Words that the text of a finished report prints and that `explain` does not know: labels, headings, names,
/// what is said of functions and of lines, what the last line counts.
std::vector<std::string> unexplained_words(const Report& report);

}  // namespace pfncheck::test
