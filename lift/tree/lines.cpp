// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/lines.hpp"

#include <algorithm>
#include <optional>

#include "lift/tree/files.hpp"
#include "lift/tree/row_opinion.hpp"

namespace pfncheck::accounting {

namespace {

LineClass class_without_row(const ChangedLine& line, const ChangedText& text) {
  if (text.is_c && text.harmless(line.added, line.line)) return LineClass::text_only;
  return class_of_path(line.file);
}

void join(Opinion& all, const Opinion& one) {
  for (const std::string& rule : one.rules)
    if (std::find(all.rules.begin(), all.rules.end(), rule) == all.rules.end()) all.rules.push_back(rule);
  all.meaning = worse(all.meaning, one.meaning);
  all.in_failure = all.in_failure && one.in_failure;
}

LineRange judge(const ChangedLine& line, const ChangedText& text, const std::vector<Row>& rows) {
  LineRange range;
  range.file = line.file;
  range.added = line.added;
  range.first = range.last = line.line;
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
  const CFunction* in_text = text.side(line.added).function_at(line.line);
  if (!best)
    best = Opinion{class_without_row(line, text), in_text ? in_text->name : std::string(), {}, Meaning::same};
  // A file that is both included and an input of the build: the prepared build folder does not know the
  // change.
  if (class_of_path(line.file) == LineClass::build_system && !text.harmless(line.added, line.line))
    best->line_class = LineClass::build_system;
  range.line_class = best->line_class;
  range.function = best->function;
  range.rules = best->rules;
  range.meaning = best->meaning;
  range.affected = best->affected;
  range.macro = text.macro(line.added, line.line);
  range.in_failure = best->in_failure && best->line_class == LineClass::not_compiled;
  if (range.line_class == LineClass::not_compiled && !range.in_failure &&
      text.side(line.added).without_mmu.contains(line.line)) {
    range.line_class = LineClass::text_only;
    range.without_mmu = true;
  }
  return range;
}

bool continues(const LineRange& range, const LineRange& next) {
  return range.file == next.file && range.added == next.added && range.last + 1 == next.first &&
         range.line_class == next.line_class && range.function == next.function && range.rows == next.rows &&
         range.rules == next.rules && range.meaning == next.meaning && range.affected == next.affected &&
         range.macro == next.macro && range.without_mmu == next.without_mmu &&
         range.in_failure == next.in_failure;
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
