// SPDX-License-Identifier: GPL-2.0-or-later
// A finished text goes to standard output or into a file, all of it or nothing.
#pragma once

#include <string>

namespace pfncheck {

/// Writes text to standard output, or to a file: under another name in its folder first and then renamed, so
/// that a reader sees all of it or nothing. A link stays: what it names is written. A device, a pipe or an
/// open file (/dev/stdout, /proc/self/fd/N) is written to as it is. Throws InputError with the reason.
void write_output(const std::string& path, const std::string& text);

}  // namespace pfncheck
