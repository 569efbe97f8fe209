// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/changed_text.hpp"

#include <algorithm>
#include <string_view>

namespace pfncheck::accounting {

namespace {

/// "#define NAME", or "#define NAME(" if it has arguments, for each line of each directive.
std::vector<std::string> items_of(const std::vector<CToken>& tokens, std::size_t lines) {
  std::vector<std::string> items(lines);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].directive || tokens[i].text != "#" ||
        (i > 0 && tokens[i - 1].directive && tokens[i - 1].text != "\n"))
      continue;
    std::string name = "#";
    std::size_t end = i;
    while (end < tokens.size() && tokens[end].text != "\n") ++end;
    if (i + 1 < end) name += tokens[i + 1].text;
    if ((name == "#define" || name == "#undef") && i + 2 < end) name += " " + tokens[i + 2].text;
    if (i + 3 < end && tokens[i + 3].text == "(of macro") name += "(";
    const unsigned last = end < tokens.size() ? tokens[end].line : tokens.back().line;
    for (unsigned line = tokens[i].line; line <= last && line <= lines; ++line) items[line - 1] = name;
  }
  return items;
}

/// Lines of groups that ask for !CONFIG_MMU alone. Empty if the directives do not pair.
std::set<unsigned> lines_without_mmu(const std::vector<std::string>& tokens) {
  enum class Group { other, with, without, rest };  // rest: what is left of `with`
  static const std::vector<std::pair<std::string_view, Group>> openings = {
      {"#ifdefCONFIG_MMU", Group::with},           {"#ifdefined(CONFIG_MMU)", Group::with},
      {"#ifIS_ENABLED(CONFIG_MMU)", Group::with},  {"#ifndefCONFIG_MMU", Group::without},
      {"#if!defined(CONFIG_MMU)", Group::without}, {"#if!IS_ENABLED(CONFIG_MMU)", Group::without}};
  std::vector<Group> open;
  std::set<unsigned> lines;
  for (unsigned line = 1; line <= tokens.size(); ++line) {
    std::string text = tokens[line - 1];
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\x1f'; });
    if (text.starts_with("#if")) {
      const auto known = std::ranges::find(openings, text, [](const auto& one) { return one.first; });
      open.push_back(known == openings.end() ? Group::other : known->second);
    } else if (text.starts_with("#el") || text.starts_with("#endif")) {
      if (open.empty()) return {};
      Group& group = open.back();
      if (group == Group::with) group = Group::rest;
      if (group == Group::without) group = Group::other;
      if (text.starts_with("#endif")) open.pop_back();
    } else if (std::ranges::any_of(open, [](Group g) { return g == Group::without || g == Group::rest; })) {
      lines.insert(line);
    }
  }
  return open.empty() ? lines : std::set<unsigned>();
}

TextSide read_side(const std::string& text) {
  TextSide side;
  side.tokens = c_token_lines(text);
  side.without_mmu = lines_without_mmu(side.tokens);
  const std::vector<CToken> tokens = c_tokens(text);
  side.item = items_of(tokens, side.tokens.size());
  side.functions = c_functions(tokens);
  side.statements = statements_with_code(tokens, side.functions);
  return side;
}

std::string all_tokens(const TextSide& side) {
  return side.text(1, static_cast<unsigned>(side.tokens.size()));
}

/// Walks over the lines that both sides share, in step.
bool unchanged_lines_agree(const TextSide& before, const TextSide& after) {
  unsigned b = 1, a = 1;
  const auto skip = [](const TextSide& side, unsigned& line) {
    while (side.changed.contains(line)) ++line;
  };
  for (;; ++b, ++a) {
    skip(before, b);
    skip(after, a);
    const bool before_ends = b > before.tokens.size(), after_ends = a > after.tokens.size();
    if (before_ends || after_ends) return true;  // at most the empty rest behind the last newline
    if (before.tokens[b - 1] != after.tokens[a - 1]) return false;
  }
}

std::string macro_of(const std::string& item) {
  constexpr std::string_view define = "#define ";
  if (!item.starts_with(define)) return "";
  return item.substr(define.size(), item.find('(') - define.size());
}

/// Tokens of all definitions of a macro.
std::string definitions(const TextSide& side, const std::string& macro) {
  std::string all;
  for (std::size_t i = 0; i < side.item.size(); ++i)
    if (macro_of(side.item[i]) == macro) all += side.tokens[i];
  return all;
}

}  // namespace

const CFunction* TextSide::function_at(unsigned line) const {
  for (const CFunction& f : functions)
    if (f.first <= line && line <= f.last) return &f;
  return nullptr;
}

const CFunction* TextSide::function(const std::string& name) const {
  for (const CFunction& f : functions)
    if (f.name == name) return &f;
  return nullptr;
}

bool TextSide::changed_in(unsigned first, unsigned last) const {
  const auto at = changed.lower_bound(first);
  return at != changed.end() && *at <= last;
}

std::string TextSide::text(unsigned first, unsigned last) const {
  std::string all;
  for (unsigned line = first; line <= last && line <= tokens.size(); ++line) all += tokens[line - 1];
  return all;
}

ChangedText::ChangedText(const std::string& file, const std::string& before_text,
                         const std::string& after_text, const std::vector<ChangedLine>& changes) {
  is_c = file.ends_with(".c") || file.ends_with(".h");
  if (is_c) {
    before = read_side(before_text);
    after = read_side(after_text);
  }
  for (const ChangedLine& line : changes)
    if (line.file == file) (line.added ? after : before).changed.insert(line.line);
  if (!is_c) return;
  same_tokens = all_tokens(before) == all_tokens(after);
  comments_are_safe = unchanged_lines_agree(before, after);
}

bool ChangedText::harmless(bool added, unsigned line) const {
  if (same_tokens) return true;
  const TextSide& s = side(added);
  return is_c && comments_are_safe && line <= s.tokens.size() && s.tokens[line - 1].empty();
}

std::string ChangedText::macro(bool added, unsigned line) const {
  const TextSide& s = side(added);
  return line <= s.item.size() ? macro_of(s.item[line - 1]) : "";
}

bool ChangedText::redefines(bool added, unsigned line) const {
  const std::string name = macro(added, line);
  if (name.empty()) return false;
  const std::string old = definitions(before, name), now = definitions(after, name);
  return !old.empty() && !now.empty() && old != now;
}

}  // namespace pfncheck::accounting
