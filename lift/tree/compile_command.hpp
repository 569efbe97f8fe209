// SPDX-License-Identifier: GPL-2.0-or-later
// The compile command that Kbuild records, as arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pfncheck {

/// What a recorded command is wanted for: `lifting` drops warning, debug, instrumentation and mitigation
/// flags, for they change code and not what C says; `building` keeps them, for they say what the kernel's
/// build refuses.
enum class CommandFor { lifting, building };

/// Arguments of the command in the text of a `.file.ll.cmd`, cleaned: without output and dependency flags and
/// without the source file (`source` is how its path ends, "mm/memory.c"). Empty if there is no command for
/// that file in the text.
std::vector<std::string> recorded_command(std::string_view cmd_text, std::string_view source,
                                          CommandFor purpose = CommandFor::lifting);

/// The same of a command in words. `source`: how the path of the source ends.
std::vector<std::string> command_in_words(const std::vector<std::string>& words, std::string_view source,
                                          CommandFor purpose);

/// Words of a command line as a shell would split it (quotes and backslashes; nothing is expanded).
std::vector<std::string> shell_words(std::string_view line);

}  // namespace pfncheck
