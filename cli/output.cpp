// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/output.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "report/json.hpp"
#include "report/text.hpp"

namespace pfncheck {

std::size_t width_of_page(const CommonOptions& options) {
  if (options.width != 0) return options.width;
  winsize size{};
  const bool on_terminal = options.output.empty() && ::isatty(STDOUT_FILENO) == 1 &&
                           ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;
  // A terminal that does not know its size says 0; below 40 columns nothing is readable.
  return on_terminal && size.ws_col != 0 ? std::max<std::size_t>(size.ws_col, 40) : usual_width;
}

bool is_dumb_terminal() {
  const char* term = std::getenv("TERM");
  return term != nullptr && std::string_view(term) == "dumb";
}

bool use_colour(const CommonOptions& options) {
  if (options.colour != Colour::auto_) return options.colour == Colour::always;
  if (is_dumb_terminal()) return false;
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: set and not empty means none
  return options.output.empty() && ::isatty(STDOUT_FILENO) == 1 &&
         (no_colour == nullptr || *no_colour == '\0');
}

std::string as_asked(const Report& report, const CommonOptions& options) {
  const TextOptions text{.colour = use_colour(options),
                         .quiet = options.quiet,
                         .verbose = options.verbose,
                         .width = width_of_page(options)};
  return options.format == Format::json ? to_json(report) : to_text(report, text);
}

}  // namespace pfncheck
