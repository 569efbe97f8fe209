// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/docs/examples.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/patches/edit_script.hpp"

namespace pfncheck::docs {

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

const std::string elision = "...";

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Lines words_of(const std::string& line) {
  std::istringstream in(line);
  Lines words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string folder_of(const char* variable) {
  const char* folder = std::getenv(variable);
  return folder == nullptr ? "" : folder;
}

/// Folder of a kernel, from the environment; empty if it is not set. Of the newest one a page names the
/// release that it was when the page was written.
std::string kernel_folder(const std::string& word) {
  if (word == "6.12") return folder_of("PFNCHECK_KERNEL_6_12");
  if (word == "6.1") return folder_of("PFNCHECK_KERNEL_6_1");
  const std::string newest = folder_of("PFNCHECK_KERNEL_NEWEST");
  return !newest.empty() && edit::release_of(newest) == word ? newest : "";
}

/// A line without what differs between point releases.
std::string without_numbers(const std::string& line) {
  static const std::regex point("(Linux|against) ([0-9]+\\.[0-9]+)\\.[0-9]+"),
      place("([a-z]\\.[chS]):[0-9]+");
  return std::regex_replace(std::regex_replace(line, point, "$1 $2.N"), place, "$1:N");
}

Lines comparable(Lines lines) {
  std::transform(lines.begin(), lines.end(), lines.begin(), without_numbers);
  return lines;
}

bool fit(const Lines& pattern, std::size_t p, const Lines& lines, std::size_t l) {
  if (p == pattern.size()) return l == lines.size();
  if (pattern[p] == elision)
    return fit(pattern, p + 1, lines, l) || (l < lines.size() && fit(pattern, p, lines, l + 1));
  return l < lines.size() && pattern[p] == lines[l] && fit(pattern, p + 1, lines, l + 1);
}

struct Match {
  std::size_t documented = 0, printed = 0;
};

/// A longest common subsequence of two texts, as pairs of positions.
std::vector<Match> matches(const Lines& a, const Lines& b) {
  std::vector<std::vector<std::size_t>> longest(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;)
    for (std::size_t j = b.size(); j-- > 0;)
      longest[i][j] =
          a[i] == b[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
  std::vector<Match> found;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      found.push_back({i++, j++});
    } else if (longest[i + 1][j] >= longest[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return found;
}

/// Appends what stands between two matched lines. `documented` may hold an elision: as many lines as stand
/// before and after it stay, if the printed ones are more than that.
void append_gap(const Lines& documented, const Lines& printed, Promoted& result) {
  const auto first = std::find(documented.begin(), documented.end(), elision);
  if (first == documented.end()) {
    result.output.insert(result.output.end(), printed.begin(), printed.end());
    return;
  }
  const auto last = std::find(documented.rbegin(), documented.rend(), elision);
  const std::size_t before = first - documented.begin(), after = last - documented.rbegin();
  if (before + after > 0) result.elision_moved = true;
  if (before + after > printed.size()) {
    result.output.insert(result.output.end(), printed.begin(), printed.end());
    return;
  }
  result.output.insert(result.output.end(), printed.begin(), printed.begin() + before);
  result.output.push_back(elision);
  result.output.insert(result.output.end(), printed.end() - after, printed.end());
}

Lines part(const Lines& lines, std::size_t begin, std::size_t end) {
  return {lines.begin() + begin, lines.begin() + end};
}

}  // namespace

Lines lines_of(const std::string& text) {
  std::istringstream in(text);
  Lines lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<fs::path> pages_of(const fs::path& repository) {
  std::vector<fs::path> pages = {repository / "README.md"};
  for (const auto& entry : fs::directory_iterator(repository / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  std::sort(pages.begin(), pages.end());
  return pages;
}

std::vector<Example> examples_of(const fs::path& page) {
  const std::string prompt = "$ pfncheck ";
  std::vector<Example> examples;
  bool inside = false, open = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(text_of(page))) {
    ++number;
    if (line.starts_with("```")) {
      inside = line == "```console";
      open = false;
    } else if (inside && line.starts_with("$ ")) {
      open = line.starts_with(prompt);
      if (open) examples.push_back({page, number, words_of(line.substr(prompt.size())), {}});
    } else if (inside && open) {
      examples.back().output.push_back(line);
    }
  }
  return examples;
}

Lines call_of(const Example& example, const fs::path& repository, const fs::path& scratch) {
  Lines call = example.arguments;
  std::string tree;
  for (std::size_t i = 1; i < call.size(); ++i) {
    if (call[i - 1] != "--tree" && call[i - 1] != "--against") continue;
    const bool is_tree = call[i - 1] == "--tree";
    if ((call[i] = kernel_folder(call[i])).empty()) return {};
    if (is_tree) tree = call[i];
  }
  for (std::string& word : call) {
    if (!word.ends_with(".patch")) continue;
    const fs::path name = fs::path(word).replace_extension(".toml");
    fs::path script = repository / "tests/patches" / name;
    if (!fs::exists(script)) script = repository / "tests/accounting" / name;
    if (tree.empty() || !fs::exists(script)) return {};
    const fs::path file = scratch / word;
    std::ofstream(file, std::ios::binary) << edit::make_patch(edit::read_script(script.string()), tree);
    word = file.string();
  }
  const char* cache = std::getenv("PFNCHECK_CACHE");
  if (!tree.empty() && cache != nullptr) call.insert(call.end(), {"--cache", cache});
  return call;
}

bool fits(const Lines& documented, const Lines& printed) {
  return fit(comparable(documented), 0, comparable(printed), 0);
}

Promoted promoted(const Lines& documented, const Lines& printed) {
  Promoted result;
  // The blank lines before the end of a block or the next prompt belong to the page.
  std::size_t end = documented.size();
  while (end > 0 && documented[end - 1].empty()) --end;
  std::vector<Match> found = matches(comparable(part(documented, 0, end)), comparable(printed));
  found.push_back({end, printed.size()});
  std::size_t d = 0, p = 0;
  for (const Match& match : found) {
    append_gap(part(documented, d, match.documented), part(printed, p, match.printed), result);
    if (match.printed < printed.size()) result.output.push_back(printed[match.printed]);
    d = match.documented + 1;
    p = match.printed + 1;
  }
  for (; end < documented.size(); ++end) result.output.emplace_back();
  return result;
}

}  // namespace pfncheck::docs
