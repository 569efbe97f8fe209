// SPDX-License-Identifier: GPL-2.0-or-later
// Reports for people: short, and with `file:line: message` lines that editors jump to.
#pragma once

#include <string>

#include "report/record.hpp"
#include "report/wrap.hpp"

namespace pfncheck {

struct TextOptions {
  bool colour = false;
  bool quiet = false;               ///< violations, messages and the last line only
  bool verbose = false;             ///< every record, stand-ins, every line of a patch
  std::size_t width = usual_width;  ///< columns of the page
};

/// The whole report; ends with a newline.
std::string to_text(const Report& report, const TextOptions& options);

/// The last line of a report: counts and exit code.
std::string summary_line(const Report& report);

}  // namespace pfncheck
