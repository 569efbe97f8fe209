// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/blanked.hpp"

#include <algorithm>
#include <cctype>

namespace pfncheck {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// End of the comment or constant that begins at `at`; `at` itself if none does.
std::size_t end_of_blank(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  if (c == '/' && next == '*') {
    const std::size_t end = text.find("*/", at + 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  if (c == '/' && next == '/') {
    std::size_t end = at;
    while (end < text.size() && (text[end] != '\n' || text[end - 1] == '\\')) ++end;
    return end;
  }
  if (c != '"' && c != '\'') return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != c && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
  return end < text.size() && text[end] == c ? end + 1 : std::min(end, text.size());
}

}  // namespace

std::string without_comments(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_blank(text, at);
    if (end == at) {
      ++at;
      continue;
    }
    for (; at < end; ++at) {
      if (out[at] != '\n') out[at] = ' ';
    }
  }
  return out;
}

bool has_word(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool before = at > 0 && is_word(text[at - 1]);
    const bool after = end < text.size() && is_word(text[end]);
    if (!before && !after) return true;
  }
  return false;
}

}  // namespace pfncheck
