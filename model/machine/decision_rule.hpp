// SPDX-License-Identifier: GPL-2.0-or-later
// A rule as the machine asks it: yes-or-no questions, and rows of which the first that fits decides. The
// reference rules are written this way; a lifted rule is brought into it by a table of its answers, so it
// costs an engine the same.
//
//   DecisionRule rule{.name = "normal_page", .questions = {"special", "PFNMAP"}, .answers = {"raw",
//   "normal"}}; rule.add("not special", "!special", "normal"); rule.add("a special entry", "", "raw");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pfncheck::machine {

struct RuleRow {
  std::string name;         ///< when it applies, in words
  std::uint32_t care = 0;   ///< bit i: question i matters
  std::uint32_t value = 0;  ///< the answers that it wants, where they matter
  unsigned answer = 0;      ///< position in DecisionRule::answers
  bool defensive = false;   ///< only what nobody may make reaches it: needs not be asked in a sound machine
  bool fits(std::uint32_t asked) const { return ((asked ^ value) & care) == 0; }
};

struct DecisionRule {
  std::string name;
  std::string sentence;                ///< what it decides
  std::string source;                  ///< file, function, release; or file:line of a tree
  std::vector<std::string> questions;  ///< at most 31
  std::vector<std::string> answers;    ///< in words; a bool rule has two, false first
  std::vector<RuleRow> rows;           ///< the last fits everything

  /// `when`: questions, separated by blanks, each perhaps with a `!` before it; empty fits everything. Throws
  /// InputError for a word that is no question or no answer.
  void add(std::string name, std::string_view when, std::string_view answer);
  void add_defensive(std::string name, std::string_view when, std::string_view answer);

  /// A row before all others: a fault's, never the kernel's.
  void add_first(std::string name, std::string_view when, std::string_view answer);

  unsigned bits() const;  ///< of the answer; 0 is bool
  /// Position of the row that decides. `asked`: bit i is the answer to question i.
  std::size_t row_for(std::uint32_t asked) const;
  unsigned answer_for(std::uint32_t asked) const { return rows[row_for(asked)].answer; }
  /// Position of a question or an answer; throws InputError with the allowed words.
  std::size_t question(std::string_view name) const;
  unsigned answer(std::string_view name) const;
};

}  // namespace pfncheck::machine
