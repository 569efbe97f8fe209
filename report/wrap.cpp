// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/wrap.hpp"

#include <sstream>

namespace pfncheck {

std::string wrapped(std::string_view text, std::size_t indent) {
  constexpr std::size_t line_width = 100;
  std::istringstream words{std::string(text)};
  std::string out, word;
  std::size_t at = indent;
  while (words >> word) {
    const bool first = out.empty();
    if (!first && at + 1 + word.size() > line_width) {
      out += "\n" + std::string(indent, ' ');
      at = indent;
    } else if (!first) {
      out += ' ';
      ++at;
    }
    out += word;
    at += word.size();
  }
  return out;
}

}  // namespace pfncheck
