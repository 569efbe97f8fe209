// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/lines.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "lift/tree/changed_text.hpp"
#include "lift/tree/files.hpp"

namespace pfncheck::accounting {

namespace {

using FunctionKey = std::pair<std::string, std::string>;  // file, name
using Texts = std::map<std::string, ChangedText>;

/// What one row says about one line.
struct Opinion {
  LineClass line_class = LineClass::not_compiled;
  std::string function;
  std::vector<std::string> rules;
  Meaning meaning = Meaning::same;
};

Meaning worse(Meaning a, Meaning b) {
  if (a == Meaning::different || b == Meaning::different) return Meaning::different;
  return a == Meaning::unknown ? a : b;
}

/// Numbers that go into headers which a prepared build folder holds already (kernel/bounds.c): enums of these
/// files must not change under it.
bool feeds_bounds(const std::string& file) {
  static constexpr std::array<std::string_view, 3> files = {
      "include/linux/page-flags.h", "include/linux/mmzone.h", "include/linux/spinlock_types.h"};
  return std::find(files.begin(), files.end(), file) != files.end();
}

/// One checked unit on one row, made ready for questions.
class Row {
 public:
  Row(const CheckedRow& row, const Texts& texts) : row_(row), texts_(texts) {
    index(row.before.functions, before_);
    index(row.after.functions, after_);
    find_affected();
  }

  const std::string& name() const { return row_.row; }

  /// Nothing if the unit does not include the file on the line's side.
  std::optional<Opinion> about(const ChangedLine& line) const {
    const CheckedSide& side = line.added ? row_.after : row_.before;
    if (!side.files.contains(line.file)) return std::nullopt;
    const ChangedText& text = texts_.at(line.file);
    const std::string function = function_of(line, text);
    if (text.harmless(line.added, line.line))
      return Opinion{LineClass::same_text, function, {}, Meaning::same};
    if (!compiles(side, line)) return Opinion{LineClass::not_compiled, function, {}, Meaning::same};
    return function.empty() ? about_declaration(line, text) : about_function(line, text, function);
  }

 private:
  using Functions = std::map<FunctionKey, const FunctionText*>;

  static void index(const std::vector<FunctionText>& functions, Functions& into) {
    for (const FunctionText& f : functions) into.emplace(FunctionKey{f.file, f.name}, &f);
  }

  static bool compiles(const CheckedSide& side, const ChangedLine& line) {
    const auto lines = side.compiled.find(line.file);
    return lines != side.compiled.end() &&
           std::binary_search(lines->second.begin(), lines->second.end(), line.line);
  }

  /// By the text first: it knows heads and closing braces exactly; then by debug info, which knows functions
  /// that macros define.
  std::string function_of(const ChangedLine& line, const ChangedText& text) const {
    const Functions& known = line.added ? after_ : before_;
    const CFunction* in_text = text.side(line.added).function_at(line.line);
    if (in_text && known.contains({line.file, in_text->name})) return in_text->name;
    for (auto at = known.lower_bound({line.file, {}}); at != known.end() && at->first.first == line.file;
         ++at)
      if (at->second->first <= line.line && line.line <= at->second->last) return at->first.second;
    return in_text ? in_text->name : std::string();
  }

  Opinion lifted(const std::string& function) const {
    Opinion opinion{LineClass::lifted, function, {}, Meaning::same};
    for (const LiftedRule& rule : row_.rules) {
      if (!rule.before.contains(function) && !rule.after.contains(function)) continue;
      opinion.rules.push_back(rule.name);
      opinion.meaning = worse(opinion.meaning, rule.meaning);
    }
    return opinion;
  }
  bool is_lifted(const std::string& function, bool added) const {
    return std::any_of(row_.rules.begin(), row_.rules.end(), [&](const LiftedRule& rule) {
      return (added ? rule.after : rule.before).contains(function);
    });
  }

  Opinion about_function(const ChangedLine& line, const ChangedText& text,
                         const std::string& function) const {
    if (is_lifted(function, line.added)) return lifted(function);
    const FunctionKey key{line.file, function};
    const auto b = before_.find(key), a = after_.find(key);
    bool same = false;
    if (b != before_.end() && a != after_.end())
      same = b->second->digest == a->second->digest;
    else if (b == before_.end() && a == after_.end())  // the unit does not call it, so it has no code here
      same = same_text(text, function);
    return {same ? LineClass::same_text : LineClass::unlifted_function, function, {}, Meaning::same};
  }

  static bool same_text(const ChangedText& text, const std::string& function) {
    const CFunction *b = text.before.function(function), *a = text.after.function(function);
    return b && a && text.before.text(b->first, b->last) == text.after.text(a->first, a->last);
  }

  /// A macro, declaration or directive: judged by the functions whose code changed although their text did
  /// not.
  Opinion about_declaration(const ChangedLine& line, const ChangedText&) const {
    if (feeds_bounds(line.file)) return {LineClass::build_system, {}, {}, Meaning::same};
    const bool both = !affected_lifted_.empty() && !affected_unlifted_.empty();
    if (affected_lifted_.empty() && affected_unlifted_.empty())
      return {LineClass::same_text, {}, {}, Meaning::same};
    // With one changed declaration all of it is its doing: as with a lifted function, its other callers are
    // not followed. With several nobody knows which of them changed what no rule covers.
    if (affected_lifted_.empty() || (both && declarations_ > 1))
      return {LineClass::unlifted_function, affected_unlifted_.front(), {}, Meaning::same};
    return lifted(affected_lifted_.front());
  }

  void find_affected() {
    for (const auto& [key, b] : before_) {
      const auto a = after_.find(key);
      if (a == after_.end()) {
        if (vanished(key, *b, false)) affected(key);
      } else if (b->digest != a->second->digest && !text_changed(key, *b, false) &&
                 !text_changed(key, *a->second, true)) {
        affected(key);
      }
    }
    for (const auto& [key, a] : after_)
      if (!before_.contains(key) && vanished(key, *a, true)) affected(key);
    count_declarations();
  }

  void affected(const FunctionKey& key) {
    const bool covered = is_lifted(key.second, false) || is_lifted(key.second, true);
    (covered ? affected_lifted_ : affected_unlifted_).push_back(key.second);
  }

  bool text_changed(const FunctionKey& key, const FunctionText& function, bool added) const {
    const auto text = texts_.find(key.first);
    if (text == texts_.end()) return false;
    const TextSide& side = text->second.side(added);
    const CFunction* in_text = side.function(key.second);
    return side.changed_in(function.first, function.last) ||
           (in_text && side.changed_in(in_text->first, in_text->last));
  }

  /// A function that has code on one side only. Nearly always somebody began or ceased to call it; but if its
  /// text stands on the other side too and is not compiled there, a directive did it.
  bool vanished(const FunctionKey& key, const FunctionText& function, bool added) const {
    const auto text = texts_.find(key.first);
    if (text == texts_.end() || text_changed(key, function, added)) return false;
    const CFunction* other = text->second.side(!added).function(key.second);
    if (!other) return false;
    const CheckedSide& side = added ? row_.before : row_.after;
    return !compiles(side, ChangedLine{key.first, !added, other->first, {}});
  }

  void count_declarations() {
    std::set<std::string> names;
    for (const auto& [file, text] : texts_) {
      for (const bool added : {false, true}) {
        const TextSide& side = text.side(added);
        if (!(added ? row_.after : row_.before).files.contains(file)) continue;
        for (unsigned line : side.changed) {
          if (text.harmless(added, line) || side.function_at(line)) continue;
          const bool directive = line <= side.item.size() && !side.item[line - 1].empty();
          names.insert(directive ? side.item[line - 1] : file);
        }
      }
    }
    declarations_ = names.size();
  }

  const CheckedRow& row_;
  const Texts& texts_;
  Functions before_, after_;
  std::vector<std::string> affected_lifted_, affected_unlifted_;
  std::size_t declarations_ = 0;  ///< distinct macros and files with other changed lines outside of functions
};

LineClass class_without_row(const ChangedLine& line, const ChangedText& text) {
  if (text.is_c && text.harmless(line.added, line.line)) return LineClass::text_only;
  return class_of_path(line.file);
}

void join(Opinion& all, const Opinion& one) {
  for (const std::string& rule : one.rules)
    if (std::find(all.rules.begin(), all.rules.end(), rule) == all.rules.end()) all.rules.push_back(rule);
  all.meaning = worse(all.meaning, one.meaning);
}

LineRange judge(const ChangedLine& line, const ChangedText& text, const std::vector<Row>& rows) {
  LineRange range{line.file, line.added, line.line, line.line,    LineClass::not_modelled,
                  {},        {},         {},        Meaning::same};
  std::optional<Opinion> best;
  for (const Row& row : rows) {
    const std::optional<Opinion> opinion = row.about(line);
    if (!opinion) continue;
    if (opinion->line_class != LineClass::not_compiled &&
        std::find(range.rows.begin(), range.rows.end(), row.name()) == range.rows.end())
      range.rows.push_back(row.name());
    if (!best || opinion->line_class < best->line_class)
      best = opinion;
    else if (opinion->line_class == best->line_class)
      join(*best, *opinion);
  }
  if (!best) best = Opinion{class_without_row(line, text), {}, {}, Meaning::same};
  // A file that is both included and an input of the build: the prepared build folder does not know the
  // change.
  if (class_of_path(line.file) == LineClass::build_system && !text.harmless(line.added, line.line))
    best->line_class = LineClass::build_system;
  range.line_class = best->line_class;
  range.function = best->function;
  range.rules = best->rules;
  range.meaning = best->meaning;
  return range;
}

bool continues(const LineRange& range, const LineRange& next) {
  return range.file == next.file && range.added == next.added && range.last + 1 == next.first &&
         range.line_class == next.line_class && range.function == next.function && range.rows == next.rows &&
         range.rules == next.rules && range.meaning == next.meaning;
}

}  // namespace

std::map<std::string, FileTexts> texts_of(const PatchedFiles& patched) {
  std::map<std::string, FileTexts> texts;
  for (const ChangedLine& line : patched.lines) {
    if (texts.contains(line.file)) continue;
    texts[line.file] = {read_file(patched.before_folder + "/" + line.file).value_or(""),
                        read_file(patched.folder + "/" + line.file).value_or("")};
  }
  return texts;
}

std::vector<LineRange> account(const std::vector<ChangedLine>& changes,
                               const std::map<std::string, FileTexts>& texts,
                               const std::vector<CheckedRow>& rows) {
  std::map<std::string, std::vector<ChangedLine>> by_file;
  for (const ChangedLine& line : changes) by_file[line.file].push_back(line);
  Texts changed;
  for (const auto& [file, lines] : by_file) {
    const auto text = texts.find(file);
    const FileTexts empty;
    const FileTexts& both = text == texts.end() ? empty : text->second;
    changed.emplace(file, ChangedText(file, both.before, both.after, lines));
  }
  std::vector<Row> ready;
  for (const CheckedRow& row : rows) ready.emplace_back(row, changed);
  std::vector<LineRange> ranges;
  for (const ChangedLine& line : changes) {
    LineRange next = judge(line, changed.at(line.file), ready);
    if (!ranges.empty() && continues(ranges.back(), next))
      ranges.back().last = next.last;
    else
      ranges.push_back(std::move(next));
  }
  return ranges;
}

}  // namespace pfncheck::accounting
