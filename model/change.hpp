// SPDX-License-Identifier: GPL-2.0-or-later
// What can be said of a change: of a rule's meaning, and of a changed line.
#pragma once

namespace pfncheck {

/// What a patch does to a rule's answers.
enum class Meaning { same, different, unknown };

/// Where a changed line of a patch stands. A line counts as the first of these that holds on some row: a
/// change of code that no rule covers is not hidden by a row on which it makes no difference.
enum class LineClass {
  lifted,             ///< in a lifted function whose meaning was compared
  unlifted_function,  ///< changes code or data of a checked unit that no rule covers
  same_text,          ///< in the text of a checked unit; changes nothing of its object
  text_only,          ///< documentation; or C that is not checked, and only comments and blanks of it
  not_compiled,       ///< no checked configuration makes code of it
  not_modelled,       ///< in a file that no checked unit includes
  build_system        ///< Kconfig, Makefiles, assembly, scripts, inputs of generated headers
};

const char* to_string(Meaning m);  ///< "same", "different", "unknown"
/// "lifted", "unlifted-function", "same-text", "text-only", "not-compiled", "not-modelled", "build-system"
const char* to_string(LineClass c);
/// Whether nothing about such a line is left open. A patch with another line is not decided (exit 3).
bool was_looked_at(LineClass c);

}  // namespace pfncheck
