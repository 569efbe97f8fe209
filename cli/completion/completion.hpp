// SPDX-License-Identifier: GPL-2.0-or-later
// What a shell and a manual page need to know of the program's arguments, taken from the parser that prints
// --help.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace pfncheck {

struct ArgumentWords {
  std::vector<std::string> spellings;  ///< "--arch", "-o", "--output"; empty for what needs no option
  std::string type;                    ///< "A,.."; empty for a flag
  std::string help;
  std::vector<std::string> words;  ///< that it may be; empty: files or any text
  bool is_list = false;            ///< words with commas between
  bool is_file = false;            ///< a file or a folder, if not one of the words
};

struct CommandWords {
  std::string name, help;
  std::vector<ArgumentWords> arguments;
};

struct ProgramWords {
  std::string help, footer;
  std::vector<ArgumentWords> arguments;  ///< before the command
  std::vector<CommandWords> commands;
};

/// Reads the parser. Names of properties, architectures, slices, rules, faults and cases are those of the
/// registered tables.
ProgramWords words_of_program(const CLI::App& app);

std::string bash_completion(const ProgramWords& program);
std::string zsh_completion(const ProgramWords& program);
std::string fish_completion(const ProgramWords& program);
/// Section 1, in the macros of man(7).
std::string manual_page(const ProgramWords& program, const std::string& version);

}  // namespace pfncheck
