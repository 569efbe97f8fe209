// SPDX-License-Identifier: GPL-2.0-or-later
// Where reports go. Commands hand theirs to Session::deliver, which asks first whether it still counts.
#pragma once

#include <string>

#include "cli/options.hpp"
#include "report/record.hpp"

namespace pfncheck {

/// Columns of a page: what was asked for, else those of the terminal that it goes to, else the usual 80.
std::size_t width_of_page(const CommonOptions& options);

/// TERM=dumb: no escape sequences, no line that is written over.
bool is_dumb_terminal();

/// True if text that goes to standard output or `path` may have colours.
bool use_colour(const CommonOptions& options);

/// A finished report in the form that the options ask for.
std::string as_asked(const Report& report, const CommonOptions& options);

}  // namespace pfncheck
