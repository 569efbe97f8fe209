// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/row_opinion.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace pfncheck::accounting {

namespace {

/// Numbers that go into headers which a prepared build folder holds already (kernel/bounds.c): enums of these
/// files must not change under it.
bool feeds_bounds(const std::string& file) {
  static constexpr std::array<std::string_view, 3> files = {
      "include/linux/page-flags.h", "include/linux/mmzone.h", "include/linux/spinlock_types.h"};
  return std::find(files.begin(), files.end(), file) != files.end();
}

bool same_text(const ChangedText& text, const std::string& function) {
  const CFunction *b = text.before.function(function), *a = text.after.function(function);
  return b && a && text.before.text(b->first, b->last) == text.after.text(a->first, a->last);
}

/// A condition that is always true has code only in its block.
bool has_code(const std::set<unsigned>& code, const Statement& statement) {
  const auto at = code.lower_bound(statement.first);
  return at != code.end() && *at <= statement.end;
}

/// What else uses a macro of a header is not known; a new one can have no users.
bool redefines_for_others(const ChangedLine& line, const ChangedText& text) {
  return line.file.ends_with(".h") && text.redefines(line.added, line.line);
}

}  // namespace

Meaning worse(Meaning a, Meaning b) {
  if (a == Meaning::different || b == Meaning::different) return Meaning::different;
  return a == Meaning::unknown ? a : b;
}

Row::Row(const CheckedRow& row, const Texts& texts)
    : row_(row),
      texts_(texts),
      before_(functions_by_key(row.before)),
      after_(functions_by_key(row.after)),
      affected_(find_affected(row, texts)) {}

std::optional<Opinion> Row::about(const ChangedLine& line) const {
  if (!side(line.added).files.contains(line.file)) return std::nullopt;
  const ChangedText& text = texts_.at(line.file);
  const std::string function = function_of(line, text);
  if (text.harmless(line.added, line.line)) return Opinion{LineClass::same_text, function, {}, Meaning::same};
  if (row_.failed) return Opinion{LineClass::not_compiled, function, {}, Meaning::same, {}, true};
  if (!compiles(side(line.added), line.file, line.line) || is_dead(line, text))
    return Opinion{LineClass::not_compiled, function, {}, Meaning::same};
  return function.empty() ? about_declaration(line, text) : about_function(line, text, function);
}

/// By the text first: it knows heads and closing braces exactly; then by debug info, which knows functions
/// that macros define.
std::string Row::function_of(const ChangedLine& line, const ChangedText& text) const {
  const Functions& known = line.added ? after_ : before_;
  const CFunction* in_text = text.side(line.added).function_at(line.line);
  if (in_text && known.contains({line.file, in_text->name})) return in_text->name;
  // What a macro holds is code of the lines that use it, and those may surround it.
  if (!in_text && text.side(line.added).is_directive(line.line)) return {};
  for (auto at = known.lower_bound({line.file, {}}); at != known.end() && at->first.first == line.file; ++at)
    if (at->second->first <= line.line && line.line <= at->second->last) return at->first.second;
  return in_text ? in_text->name : std::string();
}

/// In a function that has code, but in statements that have none: behind `if (IS_ENABLED(...))` of what is
/// not.
bool Row::is_dead(const ChangedLine& line, const ChangedText& text) const {
  const TextSide& in = text.side(line.added);
  const CFunction* function = in.function_at(line.line);
  if (!function || !(line.added ? after_ : before_).contains({line.file, function->name})) return false;
  const auto code = side(line.added).code.find(line.file);
  bool found = false;
  for (const Statement& statement : in.statements) {
    if (line.line < statement.first || statement.last < line.line) continue;
    if (code != side(line.added).code.end() && has_code(code->second, statement)) return false;
    found = true;
  }
  return found;
}

Opinion Row::lifted(const std::string& function) const {
  Opinion opinion{LineClass::lifted, function, {}, Meaning::same};
  for (const LiftedRule& rule : row_.rules) {
    if (!rule.before.contains(function) && !rule.after.contains(function)) continue;
    opinion.rules.push_back(rule.name);
    opinion.meaning = worse(opinion.meaning, rule.meaning);
  }
  return opinion;
}

/// A line outside of a function that is judged by it.
Opinion Row::lifted_elsewhere(const std::string& function) const {
  Opinion opinion = lifted(function);
  opinion.function.clear();
  opinion.affected = function + "()";
  return opinion;
}

Opinion Row::about_function(const ChangedLine& line, const ChangedText& text,
                            const std::string& function) const {
  if (affected_.relinked.contains(function))
    return {LineClass::unlifted_function, function, {}, Meaning::same, "linkage of " + function + "()"};
  if (is_lifted(row_, function, line.added)) return lifted(function);
  const FunctionKey key{line.file, function};
  const auto b = before_.find(key), a = after_.find(key);
  bool same = false;
  if (b != before_.end() && a != after_.end())
    same = b->second->digest == a->second->digest;
  else if (b == before_.end() && a == after_.end())  // the unit does not call it, so it has no code here
    same = text.before.function(function) == nullptr || same_text(text, function);
  return {same ? LineClass::same_text : LineClass::unlifted_function, function, {}, Meaning::same};
}

/// A macro, declaration or directive: judged by what changed in the object although its text did not.
Opinion Row::about_declaration(const ChangedLine& line, const ChangedText& text) const {
  if (feeds_bounds(line.file)) return {LineClass::build_system, {}, {}, Meaning::same};
  if (affected_.uncovered.empty() && affected_.covered.empty()) {
    if (!redefines_for_others(line, text)) return {LineClass::same_text, {}, {}, Meaning::same};
    return {LineClass::unlifted_function, {}, {}, Meaning::same, text.macro(line.added, line.line)};
  }
  // One macro with arguments is like a function of the rule: its other users are not followed. A constant or
  // a type has no answer that was compared, and of several declarations nobody knows which changed what.
  if (affected_.uncovered.empty() || (!affected_.covered.empty() && is_one_macro_with_arguments()))
    return lifted_elsewhere(affected_.covered.front());
  return {LineClass::unlifted_function, {}, {}, Meaning::same, summary_of(affected_)};
}

/// Of all that changed outside of functions.
bool Row::is_one_macro_with_arguments() const {
  std::set<std::string> names;
  for (const auto& [file, text] : texts_) {
    for (const bool added : {false, true}) {
      const TextSide& in = text.side(added);
      if (!side(added).files.contains(file)) continue;
      for (const unsigned line : in.changed) {
        if (text.harmless(added, line) || in.function_at(line)) continue;
        names.insert(line <= in.item.size() && !in.item[line - 1].empty() ? in.item[line - 1] : file);
      }
    }
  }
  return names.size() == 1 && names.begin()->ends_with('(');
}

}  // namespace pfncheck::accounting
