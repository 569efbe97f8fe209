// SPDX-License-Identifier: GPL-2.0-or-later
// Which facts of the start a trace hangs on.
#pragma once

#include <vector>

#include "solver/explore/explore.hpp"

namespace pfncheck {

/// By variable of the system: the trace is another one with another value of it. Then some step could not be
/// taken, or a question that decided would be answered otherwise, or a value that the trace tells would be
/// another one, or what fails at the end would not. Values are tried one variable at a time, also those that
/// no start of the slice has.
std::vector<bool> starts_that_matter(const machine::System& system, const Trace& trace);

}  // namespace pfncheck
