// SPDX-License-Identifier: GPL-2.0-or-later
// Paths that a patch may name.
#pragma once

#include <string>

namespace pfncheck {

/// Throws InputError unless path is a plain relative one: not absolute, no "..", ".", ".git" or empty
/// component, no control character, quote or backslash. Empty is accepted (it stands for /dev/null). `who`
/// begins the message.
void check_path(const std::string& who, const std::string& path);

/// Throws InputError if some component of root/path, or the file itself, is a symbolic link.
void check_links(const std::string& who, const std::string& root, const std::string& path);

}  // namespace pfncheck
