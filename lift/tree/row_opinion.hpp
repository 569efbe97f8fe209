// SPDX-License-Identifier: GPL-2.0-or-later
// What one checked unit on one row says about one changed line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lift/tree/affected.hpp"

namespace pfncheck::accounting {

struct Opinion {
  LineClass line_class = LineClass::not_compiled;
  std::string function;  ///< that the line stands in
  std::vector<std::string> rules;
  Meaning meaning = Meaning::same;
  std::string affected = {};  ///< what the line changes, if it stands elsewhere
  bool in_failure = false;    ///< the unit does not compile, which is all that is known
};

/// The worst that was said of several rows or rules.
Meaning worse(Meaning a, Meaning b);

/// A row made ready for questions.
class Row {
 public:
  Row(const CheckedRow& row, const Texts& texts);

  const std::string& name() const { return row_.row; }
  /// Nothing if the unit does not include the file on the line's side.
  std::optional<Opinion> about(const ChangedLine& line) const;

 private:
  const CheckedSide& side(bool added) const { return added ? row_.after : row_.before; }
  std::string function_of(const ChangedLine& line, const ChangedText& text) const;
  bool is_dead(const ChangedLine& line, const ChangedText& text) const;
  Opinion lifted(const std::string& function) const;
  Opinion lifted_elsewhere(const std::string& function) const;
  Opinion about_function(const ChangedLine& line, const ChangedText& text, const std::string& function) const;
  Opinion about_declaration(const ChangedLine& line, const ChangedText& text) const;
  bool is_one_macro_with_arguments() const;

  const CheckedRow& row_;
  const Texts& texts_;
  Functions before_, after_;
  Affected affected_;
};

}  // namespace pfncheck::accounting
