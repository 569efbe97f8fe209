// SPDX-License-Identifier: GPL-2.0-or-later
// What clang writes, read back.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lift/tree/compile.hpp"

namespace pfncheck {

/// The errors in clang's standard error, each "file:line:column: error: text"; `shown` gives the path that
/// users know.
std::vector<CompilerMessage> parse_messages(const std::string& text,
                                            const std::function<std::string(const std::string&)>& shown);

/// The warnings in it that are none of its errors, in the same form.
std::vector<CompilerMessage> parse_warnings(const std::string& text,
                                            const std::function<std::string(const std::string&)>& shown);

/// Prerequisites in a dependency file that clang wrote for make.
std::vector<std::string> parse_dependencies(const std::string& text);

/// X of "'X' file not found" and of the assembler's "Could not find include file 'X'"; empty if the text says
/// something else.
std::string missing_include(const std::string& message);

}  // namespace pfncheck
