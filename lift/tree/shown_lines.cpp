// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/shown_lines.hpp"

#include <cctype>
#include <charconv>

#include "lift/tree/blanked.hpp"

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

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// The word after '#', "" if the line is no directive.
std::string_view directive(std::string_view line) {
  std::size_t at = line.find_first_not_of(" \t");
  if (at == std::string_view::npos || line[at] != '#') return {};
  at = line.find_first_not_of(" \t", at + 1);
  if (at == std::string_view::npos) return {};
  std::size_t end = at;
  while (end < line.size() && std::isalpha(static_cast<unsigned char>(line[end])) != 0) ++end;
  return line.substr(at, end - at);
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

Groups find_groups(const std::string& text) {
  const std::string code = without_comments(text);
  Groups groups;
  std::size_t current = outermost;
  bool continued = false;
  std::size_t directive_group = outermost;
  for (const std::string_view line : split(code)) {
    const std::string_view word = continued ? std::string_view() : directive(line);
    std::size_t own = continued ? directive_group : current;
    if (word == "if" || word == "ifdef" || word == "ifndef") {
      current = groups.open(current);
    } else if (word == "elif" || word == "else" || word == "elifdef" || word == "elifndef") {
      own = groups.parent[current];
      current = groups.open(own);
    } else if (word == "endif") {
      own = current = groups.parent[current];
    }
    groups.of_line.push_back(own);
    directive_group = own;
    continued = line.ends_with('\\') && (continued || !word.empty());
  }
  return groups;
}

}  // namespace

std::map<std::string, std::set<unsigned>> lines_in_output(std::string_view output) {
  std::map<std::string, std::set<unsigned>> files;
  std::set<unsigned>* lines = nullptr;
  unsigned number = 0;
  std::string file;
  for (const std::string_view line : split(output)) {
    unsigned marked = 0;
    if (parse_marker(line, marked, file)) {
      number = marked;
      lines = &files[file];
    } else {
      if (lines != nullptr && !is_blank(line)) lines->insert(number);
      ++number;
    }
  }
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
