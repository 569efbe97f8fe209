// SPDX-License-Identifier: GPL-2.0-or-later
// Accounts for every changed line of a patch: what pfncheck looked at, and what it did not.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lift/exec/module.hpp"
#include "lift/tree/patch.hpp"

namespace pfncheck::accounting {

/// Where a changed line stands. A line counts as the first of these that holds on some row: a change of code
/// that no rule covers is not hidden by a row on which it makes no difference.
enum class LineClass {
  lifted,             ///< in the text of a function that was lifted
  unlifted_function,  ///< changes code of a checked unit that no rule covers: not modelled
  checked_unit,       ///< in the text of a checked unit, and changes no code of it
  text_only,          ///< documentation; or C that is not checked, and only comments and blanks of it
  not_compiled,       ///< in no checked configuration
  not_modelled,       ///< in a file that no checked unit includes
  build_system        ///< Kconfig, Makefiles, assembly, scripts, inputs of generated headers
};
const char* to_string(LineClass c);  ///< "lifted", "unlifted-function", "checked-unit" ...
/// unlifted_function, not_compiled, not_modelled, build_system: a patch with one of these is not decided
/// (exit 3).
bool left_open(LineClass c);

enum class Meaning { same, different, unknown };

/// One rule on one row: which functions were executed for it, and what the comparison said.
struct LiftedRule {
  std::string name;                     ///< "vm_normal_page"
  std::set<std::string> before, after;  ///< names of Module::reachable(), each side
  Meaning meaning = Meaning::unknown;
};

/// One checked unit on one row, one side.
struct CheckedSide {
  std::set<std::string> files;  ///< Compiled::files and the unit itself, relative
  std::map<std::string, std::vector<unsigned>>
      compiled;                         ///< compiled_lines() of each touched file of `files`
  std::vector<FunctionText> functions;  ///< Module::functions()
};

struct CheckedRow {
  std::string row;   ///< "x86_64"
  std::string unit;  ///< "mm/memory.c"
  CheckedSide before, after;
  std::vector<LiftedRule> rules;
};

/// Both texts of a touched file; empty where it does not exist.
struct FileTexts {
  std::string before, after;
};
/// Reads the touched files from the two folders of apply().
std::map<std::string, FileTexts> texts_of(const PatchedFiles& patched);

/// A run of changed lines of one file and side that share everything below.
struct LineRange {
  std::string file;
  bool added = false;            ///< numbers are of the after side
  unsigned first = 0, last = 0;  ///< inclusive
  LineClass line_class = LineClass::not_modelled;
  std::string function;             ///< that the lines stand in, or whose code they change; may be empty
  std::vector<std::string> rows;    ///< that compile the line, in the order given
  std::vector<std::string> rules;   ///< lifted only
  Meaning meaning = Meaning::same;  ///< lifted only: worst over rows and rules
};

/// Every line of `changes` is in exactly one range; ranges are in the order of the lines.
std::vector<LineRange> account(const std::vector<ChangedLine>& changes,
                               const std::map<std::string, FileTexts>& texts,
                               const std::vector<CheckedRow>& rows);

/// The class of a file by its path alone, for what no checked unit includes. Sources in path_class.cpp.
LineClass class_of_path(const std::string& path);

}  // namespace pfncheck::accounting
