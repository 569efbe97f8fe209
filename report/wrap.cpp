// SPDX-License-Identifier: GPL-2.0-or-later
#include "report/wrap.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace pfncheck {
namespace {

// Control characters that no report prints. hang_mark is followed by the column as one character.
constexpr char hang_mark = '\x01', unbroken_mark = '\x02', escape = '\x1b';
constexpr char column_zero = ' ';

struct Line {
  std::string text;  ///< without marks
  std::size_t hang = 0;
  bool broken_at_blanks = true;
};

Line without_marks(std::string_view marked) {
  Line line;
  line.hang = std::min(marked.find_first_not_of(' '), marked.size()) + 4;
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked[i] == unbroken_mark) {
      line.broken_at_blanks = false;
    } else if (marked[i] == hang_mark && i + 1 < marked.size()) {
      line.hang = static_cast<std::size_t>(marked[++i] - column_zero);
    } else {
      line.text += marked[i];
    }
  }
  return line;
}

/// The words of a line, each with the blanks before it.
std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t word = text.find_first_not_of(' ', at);
    if (word == std::string::npos) break;
    const std::size_t end = std::min(text.find(' ', word), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string broken(const Line& line, std::size_t width) {
  std::string out;
  std::size_t at = 0;
  for (const std::string& word : words_of(line.text)) {
    const std::size_t takes = columns_of(word);
    const std::size_t blanks = word.find_first_not_of(' ');
    // A word that is too long for its column begins farther to the left.
    const std::size_t hang = std::min(line.hang, width - std::min(width, takes - blanks));
    if (at > 0 && at + blanks > hang && at + takes > width) {
      out += "\n" + std::string(hang, ' ') + word.substr(blanks);
      at = hang + takes - blanks;
    } else {
      out += word;
      at += takes;
    }
  }
  return out;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
  std::istringstream words{std::string(text)};
  std::string out = {hang_mark, static_cast<char>(column_zero + indent)}, word;
  for (bool first = true; words >> word; first = false) out += (first ? "" : " ") + word;
  return out;
}

std::string unbroken(std::string_view line) {
  return unbroken_mark + std::string(line);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == escape) {
      i = std::min(text.find('m', i), text.size());
    } else if (text[i] == hang_mark) {
      ++i;
    } else if (text[i] != unbroken_mark && (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++columns;  // bytes that continue a character of UTF-8 take no column
    }
  }
  return columns;
}

std::string laid_out(std::string_view text, std::size_t width) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const Line line = without_marks(text.substr(0, end));
    out += line.broken_at_blanks && columns_of(line.text) > width ? broken(line, width) : line.text;
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace pfncheck
