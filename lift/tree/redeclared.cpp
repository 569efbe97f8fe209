// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/redeclared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <span>

#include "lift/tree/c_tokens.hpp"

namespace pfncheck {
namespace {

/// By name ("count of struct page"): all that stands for it, one for each branch of #if.
using Declared = std::map<std::string, std::set<std::string>>;
using Tokens = std::span<const CToken>;

bool is_name(const CToken& token) {
  return std::isalpha(static_cast<unsigned char>(token.text.front())) != 0 || token.text.front() == '_';
}

bool opens_type(const CToken& token) {
  return token.text == "struct" || token.text == "union" || token.text == "enum";
}

/// One past the token that closes what the first one opens; the end if none does, as where branches of #if
/// open one brace each.
std::size_t closing(Tokens tokens) {
  unsigned depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::string& text = tokens[i].text;
    if (text == "{" || text == "(" || text == "[") ++depth;
    if (text == "}" || text == ")" || text == "]") --depth;
    if (depth == 0) return i + 1;
  }
  return tokens.size();
}

/// The number of each enumerator, as what the last one with a value says and the distance from it.
void add_enumerators(Tokens body, const std::string& owner, Declared& all) {
  std::string from, last;
  unsigned distance = 0;
  while (!body.empty()) {
    std::size_t size = 0;
    while (size < body.size() && body[size].text != ",")
      size += body[size].text == "(" ? closing(body.subspan(size)) : 1;
    const Tokens one = body.first(size);
    body = body.subspan(std::min(body.size(), size + 1));
    if (one.empty() || !is_name(one.front())) continue;
    if (one.size() > 2 && one[1].text == "=") {
      from.clear();
      distance = 0;
      for (const CToken& token : one.subspan(2)) from += token.text + " ";
    }
    last = one.front().text + owner;
    all[last].insert(fmt::format("{}+ {}", from, distance++));
  }
  all.erase(last);
}

void add_declarations(Tokens tokens, const std::string& owner, bool in_type, Declared& all);

/// A declaration without its ";".
void add_one(Tokens tokens, const std::string& owner, bool in_type, Declared& all) {
  std::string text;
  std::string name;
  bool is_function = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const CToken& token = tokens[i];
    if (token.text == "{") {
      const std::size_t size = closing(tokens.subspan(i));
      const Tokens body = tokens.subspan(i + 1, size - 1);  // with the closing one, which declares nothing
      // "struct tag {", with words for the compiler before the tag; else a function's body, or values.
      std::size_t head = i;
      while (head > 0 && is_name(tokens[head - 1]) && !opens_type(tokens[head - 1])) --head;
      if (head == 0 || !opens_type(tokens[head - 1])) return;
      const std::string tag = head < i ? tokens[i - 1].text : "";
      const std::string inner = tag.empty() ? owner : fmt::format(" of {} {}", tokens[head - 1].text, tag);
      if (tokens[head - 1].text == "enum")
        add_enumerators(body, inner, all);
      else
        add_declarations(body, inner, true, all);
      i += size - 1;
      continue;
    }
    if (token.text == "(") {
      const Tokens inside = tokens.subspan(i, closing(tokens.subspan(i)));
      if (name.empty() || inside.size() < 3 || inside[1].text != "*")
        is_function = is_function || (!in_type && !name.empty());
      else if (is_name(inside[2]))
        name = inside[2].text;
      for (const CToken& t : inside) text += t.text + " ";
      i += inside.size() - 1;
      continue;
    }
    static const std::set<std::string> without_effect = {"const",   "__rcu",    "__user",
                                                         "__iomem", "__percpu", "__private"};
    if (without_effect.contains(token.text)) continue;
    if (is_name(token) && !text.ends_with("[ ") && !text.ends_with(": ")) name = token.text;
    text += token.text + " ";
  }
  const bool declares =
      in_type || (!tokens.empty() && (tokens.front().text == "typedef" || tokens.front().text == "extern"));
  if (declares && !is_function && !name.empty() && !text.empty()) all[name + owner].insert(text);
}

void add_declarations(Tokens tokens, const std::string& owner, bool in_type, Declared& all) {
  while (!tokens.empty()) {
    std::size_t end = 0;
    bool is_body = false;
    while (end < tokens.size() && tokens[end].text != ";" && !is_body) {
      const std::string& text = tokens[end].text;
      const bool opens = text == "{" || text == "(" || text == "[";
      // What follows a function's body begins a declaration of its own.
      is_body = text == "{" && end > 0 && tokens[end - 1].text == ")" && !in_type;
      end += opens ? closing(tokens.subspan(end)) : 1;
    }
    add_one(tokens.first(end), owner, in_type, all);
    tokens = tokens.subspan(std::min(tokens.size(), is_body ? end : end + 1));
  }
}

Declared declared_in(const std::string& text) {
  std::vector<CToken> tokens = c_tokens(text);
  std::erase_if(tokens, [](const CToken& token) { return token.directive; });
  Declared all;
  add_declarations(tokens, "", false, all);
  return all;
}

}  // namespace

std::vector<std::string> redeclared(const std::string& before, const std::string& after) {
  const Declared first = declared_in(before), second = declared_in(after);
  std::vector<std::string> names;
  for (const auto& [name, texts] : first)
    if (const auto there = second.find(name); there != second.end() && there->second != texts)
      names.push_back(name);
  return names;
}

}  // namespace pfncheck
