// SPDX-License-Identifier: GPL-2.0-or-later
// Every example of the manual is run. A ```console block holds `$ pfncheck ...` lines, each followed by what
// it prints. In an example that needs a kernel, `6.12` and `6.1` stand for the folders that scripts/kernel
// prints; those run when PFNCHECK_KERNEL_6_12 (PFNCHECK_KERNEL_6_1) is set, with the cache that
// PFNCHECK_CACHE names. A line `...` in the output stands for any number of lines.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "program.hpp"

using namespace pfncheck::test;
namespace fs = std::filesystem;

namespace {

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

/// Puts folders in the place of kernels; false if one is not there, or the example needs a file of the
/// reader's.
bool fill_in(Example& example) {
  bool needs_cache = false;
  for (std::size_t i = 0; i < example.arguments.size(); ++i) {
    std::string& word = example.arguments[i];
    const bool is_tree =
        i > 0 && (example.arguments[i - 1] == "--tree" || example.arguments[i - 1] == "--against");
    if (is_tree && (word = kernel_folder(word)).empty()) return false;
    if (word.ends_with(".patch") || word.ends_with(".json")) return false;
    needs_cache |= is_tree;
  }
  const char* cache = std::getenv("PFNCHECK_CACHE");
  if (needs_cache && cache != nullptr) example.arguments.insert(example.arguments.end(), {"--cache", cache});
  return true;
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
    if (!fill_in(example)) continue;
    const Ran ran = pfncheck::test::pfncheck(example.arguments);
    const bool as_documented = fits(example.output, 0, lines_of(ran.out + ran.err), 0);
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
}
