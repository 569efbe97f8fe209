// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of the manual is run. A ```console block holds `$ pfncheck ...` lines, each followed by what
// it prints. In an example that needs a kernel, `6.12` and `6.1` stand for the folders that scripts/kernel
// prints; those run when PFNCHECK_KERNEL_6_12 (PFNCHECK_KERNEL_6_1) is set, with the cache that
// PFNCHECK_CACHE names. Words that begin with `docs/` or `cases/` are files of the repository. A line `...`
// in the output stands for any number of lines.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sstream>

#include "program.hpp"
#include "tests/patches/edit_script.hpp"

using namespace pfncheck::test;
namespace fs = std::filesystem;

namespace {

const fs::path scripts_folder = fs::path(PFNCHECK_SOURCE_DIR) / "tests/patches";

struct Example {
  std::string page;
  std::vector<std::string> arguments;
  std::vector<std::string> output;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::vector<Example> examples_of(const fs::path& page) {
  const std::string prompt = "$ pfncheck ";
  std::vector<Example> examples;
  bool inside = false, open = false;
  for (const std::string& line : lines_of(read_file(page.string()))) {
    if (line.starts_with("```")) {
      inside = line == "```console";
      open = false;
    } else if (inside && line.starts_with("$ ")) {
      open = line.starts_with(prompt);
      if (open) examples.push_back({page.filename().string(), words_of(line.substr(prompt.size())), {}});
    } else if (inside && open) {
      examples.back().output.push_back(line);
    }
  }
  return examples;
}

std::vector<Example> all_examples() {
  const fs::path root = PFNCHECK_SOURCE_DIR;
  std::vector<fs::path> pages = {root / "README.md"};
  for (const auto& entry : fs::directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") pages.push_back(entry.path());
  std::sort(pages.begin(), pages.end());
  std::vector<Example> examples;
  for (const fs::path& page : pages)
    for (Example& example : examples_of(page)) examples.push_back(std::move(example));
  return examples;
}

/// Folder of a kernel, from the environment; empty if it is not set.
std::string kernel_folder(const std::string& word) {
  const char* name = word == "6.12"  ? "PFNCHECK_KERNEL_6_12"
                     : word == "6.1" ? "PFNCHECK_KERNEL_6_1"
                                     : nullptr;
  const char* folder = name == nullptr ? nullptr : std::getenv(name);
  return folder == nullptr ? "" : folder;
}

/// Puts folders and patches in the place of their names; false if something is not there.
bool fill_in(Example& example, const ScratchFolder& scratch) {
  std::string tree;
  for (std::size_t i = 0; i < example.arguments.size(); ++i) {
    std::string& word = example.arguments[i];
    const std::string before = i == 0 ? "" : example.arguments[i - 1];
    if (before != "--tree" && before != "--against") continue;
    if ((word = kernel_folder(word)).empty()) return false;
    if (before == "--tree") tree = word;
  }
  for (std::string& word : example.arguments)
    if (word.starts_with("docs/") || word.starts_with("cases/")) word = PFNCHECK_SOURCE_DIR "/" + word;
  for (std::string& word : example.arguments) {
    const fs::path script = scripts_folder / fs::path(word).replace_extension(".toml");
    if (!word.ends_with(".patch")) continue;
    if (tree.empty() || !fs::exists(script)) return false;
    word =
        scratch.write(word, pfncheck::edit::make_patch(pfncheck::edit::read_script(script.string()), tree));
  }
  const char* cache = std::getenv("PFNCHECK_CACHE");
  if (!tree.empty() && cache != nullptr)
    example.arguments.insert(example.arguments.end(), {"--cache", cache});
  return true;
}

/// A line without what differs between point releases.
std::string without_numbers(const std::string& line) {
  static const std::regex point("Linux ([0-9]+\\.[0-9]+)\\.[0-9]+"), place("([a-z]\\.[chS]):[0-9]+");
  return std::regex_replace(std::regex_replace(line, point, "Linux $1.N"), place, "$1:N");
}

std::vector<std::string> comparable(std::vector<std::string> lines) {
  std::transform(lines.begin(), lines.end(), lines.begin(), without_numbers);
  return lines;
}

/// Whether lines fit a pattern in which `...` stands for any lines.
bool fits(const std::vector<std::string>& pattern, std::size_t p, const std::vector<std::string>& lines,
          std::size_t l) {
  if (p == pattern.size()) return l == lines.size();
  if (pattern[p] == "...")
    return fits(pattern, p + 1, lines, l) || (l < lines.size() && fits(pattern, p, lines, l + 1));
  return l < lines.size() && pattern[p] == lines[l] && fits(pattern, p + 1, lines, l + 1);
}

}  // namespace

TEST_CASE("the examples of the manual print what the manual says") {
  std::size_t ran_examples = 0;
  for (Example example : all_examples()) {
    const ScratchFolder scratch;
    if (!fill_in(example, scratch)) continue;
    const Ran ran = pfncheck::test::pfncheck(example.arguments);
    const bool as_documented =
        fits(comparable(example.output), 0, comparable(lines_of(ran.out + ran.err)), 0);
    INFO(example.page << ": pfncheck "
                      << Catch::StringMaker<std::vector<std::string>>::convert(example.arguments) << "\n"
                      << ran.out << ran.err);
    CHECK(as_documented);
    ++ran_examples;
  }
  CHECK(ran_examples > 0);
}

TEST_CASE("an example whose output is wrong is seen") {
  CHECK(fits({"a", "...", "d"}, 0, {"a", "b", "c", "d"}, 0));
  CHECK(fits({"a", "...", "d"}, 0, {"a", "d"}, 0));
  CHECK_FALSE(fits({"a", "...", "d"}, 0, {"a", "b"}, 0));
  CHECK_FALSE(fits({"a"}, 0, {"a", "b"}, 0));
  CHECK_FALSE(fits({"a", "b"}, 0, {"a"}, 0));
  CHECK(without_numbers("check: Linux 6.12.94: x") == "check: Linux 6.12.N: x");
  CHECK(without_numbers("mm/memory.c:606: y") == "mm/memory.c:N: y");
}
