// SPDX-License-Identifier: GPL-2.0-or-later
// What a patch does to the text of one file, seen without any compiler.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lift/patch/patch.hpp"
#include "lift/tree/c_tokens.hpp"
#include "lift/tree/statements.hpp"

namespace pfncheck::accounting {

/// One side of a touched file.
struct TextSide {
  std::vector<std::string> tokens;  ///< of each line, index 0 is line 1
  std::vector<std::string>
      item;  ///< of each line: "#define NAME", "#define NAME(", "#if" ..., or empty outside of directives
  std::vector<CFunction> functions;
  std::vector<Statement> statements;  ///< of all functions
  std::set<unsigned> without_mmu;     ///< lines that only kernels without an MMU compile
  std::set<unsigned> changed;         ///< lines removed (before) or added (after)

  const CFunction* function_at(unsigned line) const;
  bool is_directive(unsigned line) const { return line <= item.size() && !item[line - 1].empty(); }
  const CFunction* function(const std::string& name) const;
  bool changed_in(unsigned first, unsigned last) const;
  /// Tokens of the lines together.
  std::string text(unsigned first, unsigned last) const;
};

/// Both sides of a touched file.
struct ChangedText {
  bool is_c = false;
  TextSide before, after;
  bool same_tokens = false;        ///< the whole file differs in comments and blanks only
  bool comments_are_safe = false;  ///< lines that did not change have the same tokens on both sides

  ChangedText(const std::string& file, const std::string& before_text, const std::string& after_text,
              const std::vector<ChangedLine>& changes);
  const TextSide& side(bool added) const { return added ? after : before; }
  /// The line holds comments and blanks only, and changing it changes no token of another line.
  bool harmless(bool added, unsigned line) const;
  /// The macro that the line defines; empty if it defines none.
  std::string macro(bool added, unsigned line) const;
  /// Both sides of the file define the line's macro, and not in the same way.
  bool redefines(bool added, unsigned line) const;
};

}  // namespace pfncheck::accounting
