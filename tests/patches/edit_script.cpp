// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/patches/edit_script.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "lift/tree/c_tokens.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/git.hpp"

namespace pfncheck::edit {

namespace {

namespace fs = std::filesystem;
using Action = Edit::Action;

struct Span {
  std::size_t begin = 0, end = 0;
};

[[noreturn]] void fail(const Edit& edit, const std::string& what) {
  const std::string scope = !edit.function.empty() ? " " + edit.function + "()"
                            : !edit.macro.empty()  ? " " + edit.macro
                                                   : "";
  throw std::runtime_error(edit.file + scope + ": " + what);
}

/// The directive `#define NAME` with its continued lines.
Span macro_span(const Edit& edit, const std::string& text) {
  const std::vector<CToken> tokens = c_tokens(text);
  unsigned left = edit.function_nth;
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (tokens[i].text != "#" || tokens[i + 1].text != "define" || tokens[i + 2].text != edit.macro ||
        --left > 0)
      continue;
    std::size_t end = i;
    while (tokens[end].text != "\n") ++end;
    return {tokens[i].begin, tokens[end].end};
  }
  fail(edit, "no such macro");
}

Span scope_of(const Edit& edit, const std::string& text) {
  if (!edit.macro.empty()) return macro_span(edit, text);
  if (edit.function.empty()) return {0, text.size()};
  unsigned left = edit.function_nth;
  for (const CFunction& f : c_functions(text))
    if (f.name == edit.function && --left == 0) return {f.begin, f.end};
  fail(edit, "no such function");
}

/// Occurrences of edit.what in the scope; the one that is asked for, or all.
std::vector<std::size_t> places(const Edit& edit, const std::string& text, const std::string& what) {
  const Span scope = scope_of(edit, text);
  std::vector<std::size_t> found;
  for (std::size_t at = text.find(what, scope.begin); at < scope.end; at = text.find(what, at + what.size()))
    found.push_back(at);
  if (found.empty() || (edit.nth > 0 && found.size() < edit.nth))
    fail(edit, "\"" + what + "\" is there " + std::to_string(found.size()) + " times, wanted number " +
                   std::to_string(edit.nth));
  if (edit.nth > 0) return {found[edit.nth - 1]};
  return found;
}

/// An `if` with its condition (without parentheses) and its branches.
struct If {
  Span whole, condition;
};

std::size_t matching(const std::vector<CToken>& tokens, std::size_t open) {
  const std::string opens = tokens[open].text, closes = opens == "(" ? ")" : "}";
  unsigned depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    if (tokens[i].directive) continue;
    if (tokens[i].text == opens) ++depth;
    if (tokens[i].text == closes && --depth == 0) return i;
  }
  throw std::runtime_error("unbalanced " + opens);
}

/// Last token of the statement that begins at `at`.
std::size_t statement_end(const std::vector<CToken>& tokens, std::size_t at) {
  if (tokens[at].text == "{") return matching(tokens, at);
  if (tokens[at].text == "if" || tokens[at].text == "while" || tokens[at].text == "for") {
    const std::size_t body = statement_end(tokens, matching(tokens, at + 1) + 1);
    const bool has_else =
        tokens[at].text == "if" && body + 1 < tokens.size() && tokens[body + 1].text == "else";
    return has_else ? statement_end(tokens, body + 2) : body;
  }
  while (tokens[at].text != ";") {
    if (tokens[at].text == "{" || tokens[at].text == "(") at = matching(tokens, at);
    ++at;
  }
  return at;
}

/// Every `if` of the scope whose condition mentions the text.
std::vector<If> ifs(const Edit& edit, const std::string& text, const std::string& mentions) {
  const Span scope = scope_of(edit, text);
  const std::vector<CToken> tokens = c_tokens(text);
  std::vector<If> found;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i].begin < scope.begin || tokens[i].begin >= scope.end || tokens[i].directive) continue;
    if (tokens[i].text != "if" || tokens[i + 1].text != "(") continue;
    const std::size_t close = matching(tokens, i + 1);
    If one{{tokens[i].begin, tokens[statement_end(tokens, i)].end}, {tokens[i + 1].end, tokens[close].begin}};
    const std::string condition = text.substr(one.condition.begin, one.condition.end - one.condition.begin);
    if (condition.find(mentions) != std::string::npos) found.push_back(one);
  }
  return found;
}

If chosen_if(const Edit& edit, const std::string& text, const std::string& mentions) {
  const std::vector<If> found = ifs(edit, text, mentions);
  if (edit.nth == 0 || found.size() < edit.nth)
    fail(edit, std::to_string(found.size()) + " conditions mention \"" + mentions + "\", wanted number " +
                   std::to_string(edit.nth));
  return found[edit.nth - 1];
}

void replace_at(std::string& text, Span span, const std::string& with) {
  text.replace(span.begin, span.end - span.begin, with);
}

void set_condition(const Edit& edit, std::string& text) {
  const Span span = chosen_if(edit, text, edit.what).condition;
  const std::string old = text.substr(span.begin, span.end - span.begin);
  std::string with;
  for (char c : edit.text) with += c == '$' ? old : std::string(1, c);
  replace_at(text, span, with);
}

void swap_ifs(const Edit& edit, std::string& text) {
  Span a = chosen_if(edit, text, edit.what).whole, b = chosen_if(edit, text, edit.second).whole;
  if (a.begin > b.begin) std::swap(a, b);
  if (a.end > b.begin) fail(edit, "one of the two conditions stands inside of the other's statement");
  const std::string first = text.substr(a.begin, a.end - a.begin),
                    last = text.substr(b.begin, b.end - b.begin);
  replace_at(text, b, first);
  replace_at(text, a, last);
}

std::size_t line_begin(const std::string& text, std::size_t at) {
  const std::size_t newline = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  return newline == std::string::npos ? 0 : newline + 1;
}

std::size_t line_end(const std::string& text, std::size_t at) {
  return std::min(text.find('\n', at), text.size() - 1) + 1;
}

/// Drops the lines of the n-th `if` that mentions the text, or the line that holds it.
void drop(const Edit& edit, std::string& text) {
  const std::vector<If> found = ifs(edit, text, edit.what);
  Span span;
  if (edit.nth > 0 && found.size() >= edit.nth) {
    span = found[edit.nth - 1].whole;
  } else {
    span.begin = places(edit, text, edit.what).front();
    span.end = span.begin + 1;
  }
  replace_at(text, {line_begin(text, span.begin), line_end(text, span.end - 1)}, "");
}

/// Every such word of the scope that names a variable: no member, no tag.
void rename_word(const Edit& edit, std::string& text) {
  const Span scope = scope_of(edit, text);
  const std::vector<CToken> tokens = c_tokens(text);
  static const std::vector<std::string> not_a_variable_after = {".", "->", "struct", "union", "enum"};
  bool any = false;
  for (std::size_t i = tokens.size(); i-- > 1;) {
    const CToken& token = tokens[i];
    if (token.begin < scope.begin || token.end > scope.end || token.text != edit.what) continue;
    if (std::find(not_a_variable_after.begin(), not_a_variable_after.end(), tokens[i - 1].text) !=
        not_a_variable_after.end())
      continue;
    replace_at(text, {token.begin, token.end}, edit.text);
    any = true;
  }
  if (!any) fail(edit, "no word " + edit.what);
}

/// The lines of the scope's function, and those of its export, before the line that holds the text.
void move(const Edit& edit, std::string& text) {
  if (edit.function.empty()) fail(edit, "move needs a function");
  const Span scope = scope_of(edit, text);
  Span lines{line_begin(text, scope.begin), line_end(text, scope.end - 1)};
  if (text.compare(lines.end, 13, "EXPORT_SYMBOL") == 0) lines.end = line_end(text, lines.end);
  const std::string moved = text.substr(lines.begin, lines.end - lines.begin);
  if (text.compare(lines.end, 1, "\n") == 0) ++lines.end;
  replace_at(text, lines, "");
  Edit whole_file = edit;
  whole_file.function.clear();
  text.insert(line_begin(text, places(whole_file, text, edit.what).front()), moved + "\n");
}

void carry_out(const Edit& edit, std::string& text) {
  switch (edit.action) {
    case Action::replace: {
      std::vector<std::size_t> all = places(edit, text, edit.what);
      for (auto at = all.rbegin(); at != all.rend(); ++at)
        replace_at(text, {*at, *at + edit.what.size()}, edit.text);
      return;
    }
    case Action::condition:
      return set_condition(edit, text);
    case Action::rename:
      return rename_word(edit, text);
    case Action::swap:
      return swap_ifs(edit, text);
    case Action::drop:
      return drop(edit, text);
    case Action::move:
      return move(edit, text);
    case Action::above:
      text.insert(line_begin(text, scope_of(edit, text).begin), edit.text);
      return;
    case Action::before:
      text.insert(line_begin(text, places(edit, text, edit.what).front()), edit.text + "\n");
      return;
    case Action::after:
      text.insert(line_end(text, places(edit, text, edit.what).front()), edit.text + "\n");
      return;
    case Action::append:
    case Action::create:
      text += edit.text;
      return;
  }
}

/// "7.1" or "7.1+" as two numbers.
std::pair<unsigned, unsigned> numbers(const std::string& release) {
  std::pair<unsigned, unsigned> both;
  char dot = 0;
  std::istringstream(release) >> both.first >> dot >> both.second;
  return both;
}

}  // namespace

std::string release_of(const std::string& tree) {
  const auto makefile = read_file(tree + "/Makefile");
  if (!makefile) throw std::runtime_error(tree + ": no kernel tree");
  std::string version, patchlevel;
  std::istringstream lines(*makefile);
  for (std::string line; std::getline(lines, line) && patchlevel.empty();) {
    if (line.starts_with("VERSION = ")) version = line.substr(10);
    if (line.starts_with("PATCHLEVEL = ")) patchlevel = line.substr(13);
  }
  return version + "." + patchlevel;
}

bool lists(const std::vector<std::string>& releases, const std::string& release) {
  return std::ranges::any_of(releases, [&](const std::string& one) {
    return one.ends_with('+') ? numbers(release) >= numbers(one) : one == release;
  });
}

bool is_for(const Script& script, const std::string& release) {
  return lists(script.releases, release);
}

std::map<std::string, std::string> edited_files(const Script& script, const std::string& tree) {
  const std::string release = release_of(tree);
  if (!is_for(script, release)) throw std::runtime_error(script.name + ": not for " + release);
  std::map<std::string, std::string> files;
  for (const Edit& edit : script.edits) {
    if (!edit.releases.empty() && !lists(edit.releases, release)) continue;
    if (!files.contains(edit.file)) {
      const auto text = read_file(tree + "/" + edit.file);
      if (!text && edit.action != Action::create) fail(edit, "no such file");
      files[edit.file] = text.value_or("");
    }
    carry_out(edit, files[edit.file]);
  }
  return files;
}

std::string make_patch(const Script& script, const std::string& tree) {
  return patch_of(edited_files(script, tree), tree, script.name);
}

std::string patch_of(const std::map<std::string, std::string>& files, const std::string& tree,
                     const std::string& name) {
  const TemporaryFolder scratch(fs::temp_directory_path().string() + "/pfncheck-patches");
  for (const auto& [path, text] : files) {
    for (const char* side : {"/a/", "/b/"})
      make_folders(fs::path(scratch.path() + side + path).parent_path().string());
    if (const auto before = read_file(tree + "/" + path)) write_file(scratch.path() + "/a/" + path, *before);
    write_file(scratch.path() + "/b/" + path, text);
  }
  // --no-prefix: the folders' own names are the prefixes.
  const GitResult diff =
      git({"diff", "--no-index", "--no-color", "--no-prefix", "--no-renames", "a", "b"}, scratch.path());
  if (diff.status != 1) throw std::runtime_error(name + ": the edits change nothing: " + diff.err);
  return diff.out;
}

}  // namespace pfncheck::edit
