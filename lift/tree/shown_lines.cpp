// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/shown_lines.hpp"

#include <charconv>

#include "lift/tree/c_tokens.hpp"

namespace pfncheck {
namespace {

constexpr std::size_t outermost = 0;

/// "# 12 "file" 1" gives line and file; false for any other line.
bool parse_marker(std::string_view line, unsigned& number, std::string& file) {
  if (!line.starts_with("# ")) return false;
  line.remove_prefix(2);
  const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), number);
  if (error != std::errc()) return false;
  line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
  const std::size_t first = line.find('"'), last = line.rfind('"');
  if (first == std::string_view::npos || last <= first) return false;
  file.assign(line.substr(first + 1, last - first - 1));
  return true;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

/// A preprocessed unit has some hundred thousand.
template <class Use>
void for_each_line(std::string_view text, Use use) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    use(text.substr(at, end - at));
    at = end + 1;
  }
}

/// Conditional groups as a tree; every line knows the innermost one that it stands in.
struct Groups {
  std::vector<std::size_t> parent{outermost};
  std::vector<std::size_t> of_line;

  std::size_t open(std::size_t around) {
    parent.push_back(around);
    return parent.size() - 1;
  }
};

/// One directive: the word after '#', and the lines that it stands on.
struct Directive {
  std::string word;
  unsigned first = 0, last = 0;
};

/// By tokens: '#' may be spelled another way, and stand on another line than its word.
std::vector<Directive> directives(const std::string& text) {
  std::vector<Directive> all;
  bool inside = false;
  for (const CToken& token : c_tokens(text)) {
    if (!token.directive) continue;
    if (!inside)
      all.push_back({"", token.line, token.line});
    else if (all.back().word.empty() && token.text != "\n")
      all.back().word = token.text;
    all.back().last = token.line;
    inside = token.text != "\n";
  }
  return all;
}

Groups find_groups(const std::string& text) {
  Groups groups;
  std::size_t current = outermost;
  const auto fill_up_to = [&](unsigned line, std::size_t group) {
    if (groups.of_line.size() < line) groups.of_line.resize(line, group);
  };
  for (const auto& [word, first, last] : directives(text)) {
    fill_up_to(first - 1, current);
    std::size_t own = current;
    if (word == "if" || word == "ifdef" || word == "ifndef") {
      current = groups.open(current);
    } else if (word == "elif" || word == "else" || word == "elifdef" || word == "elifndef") {
      own = groups.parent[current];
      current = groups.open(own);
    } else if (word == "endif") {
      own = current = groups.parent[current];
    }
    fill_up_to(last, own);
  }
  const bool is_cut = !text.empty() && text.back() != '\n';
  fill_up_to(static_cast<unsigned>(std::ranges::count(text, '\n')) + (is_cut ? 1 : 0), current);
  return groups;
}

}  // namespace

std::map<std::string, std::set<unsigned>> lines_in_output(std::string_view output) {
  std::map<std::string, std::set<unsigned>> files;
  std::set<unsigned>* lines = nullptr;
  unsigned number = 0;
  std::string file;
  for_each_line(output, [&](std::string_view line) {
    unsigned marked = 0;
    if (parse_marker(line, marked, file)) {
      number = marked;
      lines = &files[file];
      return;
    }
    if (lines != nullptr && !is_blank(line)) lines->insert(lines->end(), number);
    ++number;
  });
  return files;
}

std::vector<unsigned> lines_of_active_groups(const std::string& text, const std::set<unsigned>& shown) {
  if (shown.empty()) return {};
  const Groups groups = find_groups(text);
  std::vector<bool> active(groups.parent.size(), false);
  active[outermost] = true;
  for (const unsigned line : shown) {
    if (line == 0 || line > groups.of_line.size()) continue;
    for (std::size_t group = groups.of_line[line - 1]; !active[group]; group = groups.parent[group]) {
      active[group] = true;
    }
  }
  std::vector<unsigned> out;
  for (std::size_t i = 0; i < groups.of_line.size(); ++i) {
    if (active[groups.of_line[i]]) out.push_back(static_cast<unsigned>(i + 1));
  }
  return out;
}

}  // namespace pfncheck
