// SPDX-License-Identifier: GPL-2.0-or-later
// What every file of the house keeps to.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <regex>
#include <set>

#include "sources.hpp"

using namespace pfncheck::test;

namespace {

using Faults = std::vector<std::string>;

bool has_extension(const SourceFile& file, std::initializer_list<const char*> extensions) {
  return std::find(extensions.begin(), extensions.end(), file.extension()) != extensions.end();
}

bool is_code(const SourceFile& file) {
  return has_extension(file, {".cpp", ".hpp", ".c", ".h"});
}

/// Files that hold no comment, or somebody else's words.
bool needs_no_licence_line(const SourceFile& file) {
  static const std::set<std::string> exempt = {"LICENSE", "CMakePresets.json"};
  return exempt.contains(file.path) || has_extension(file, {".json", ".patch", ".mbox", ".diff", ".bc"});
}

bool has_licence_line(const SourceFile& file) {
  const std::size_t within = std::min<std::size_t>(2, file.lines.size());
  return std::any_of(file.lines.begin(), file.lines.begin() + static_cast<std::ptrdiff_t>(within),
                     [](const std::string& line) {
                       return line.find("SPDX-License-Identifier: GPL-2.0-or-later") != std::string::npos;
                     });
}

/// Lines that a pattern is found in, as `path:line: text`.
Faults lines_like(const std::regex& pattern, const std::function<bool(const SourceFile&)>& wanted) {
  Faults found;
  for (const SourceFile& file : source_files()) {
    if (!wanted(file)) continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      if (std::regex_search(file.lines[i], pattern))
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + file.lines[i]);
  }
  return found;
}

bool any_file(const SourceFile& file) {
  return file.path != "LICENSE";
}

}  // namespace

TEST_CASE("every file says its licence in its first or second line") {
  Faults without;
  for (const SourceFile& file : source_files())
    if (!needs_no_licence_line(file) && !has_licence_line(file)) without.push_back(file.path);
  CHECK(without == Faults{});
}

TEST_CASE("no source file is over 600 lines") {
  Faults long_files;
  for (const SourceFile& file : source_files())
    if (is_code(file) && file.lines.size() > 600) long_files.push_back(file.path);
  CHECK(long_files == Faults{});
}

TEST_CASE("no source file is named for being left over") {
  Faults found;
  for (const SourceFile& file : source_files())
    for (const char* word : {"util", "common", "misc", "helper", "manager"})
      if (is_code(file) && file.path.find(word) != std::string::npos) found.push_back(file.path);
  CHECK(found == Faults{});
}

TEST_CASE("no path of a machine is in the repository") {
  // Written in pieces, so that this file does not find itself.
  CHECK(lines_like(std::regex(std::string("/") + "(work|root|farm)/|/home/" + "[a-z]+/|/tmp/" + "[kb](/|-)"),
                   any_file) == Faults{});
}

TEST_CASE("nothing is left to do later") {
  CHECK(lines_like(std::regex(std::string("\\b(TO") + "DO|FIX" + "ME|X" + "XX)\\b"), any_file) == Faults{});
}

TEST_CASE("no answer rests on an environment variable") {
  // Which tools are there, how a terminal shows text, where data is kept: nothing else is asked.
  const std::set<std::string> known = {"lift/tree/git.cpp", "lift/tree/tools.cpp", "review/data_files.cpp",
                                       "cli/output.cpp"};
  const auto is_product = [&](const SourceFile& file) {
    return is_code(file) && file.room() != "tests" && file.room() != "bench" && !known.contains(file.path);
  };
  CHECK(lines_like(std::regex("getenv *\\("), is_product) == Faults{});
}

TEST_CASE("scripts can be run") {
  namespace fs = std::filesystem;
  for (const SourceFile& file : source_files()) {
    if (file.room() != "scripts" && file.room() != ".ci") continue;
    INFO(file.path);
    CHECK(file.lines.front().starts_with("#!"));
    const auto rights = fs::status(fs::path(PFNCHECK_SOURCE_DIR) / file.path).permissions();
    CHECK((rights & fs::perms::owner_exec) != fs::perms::none);
  }
}

TEST_CASE("CI runs what the README says") {
  const auto& files = source_files();
  const auto has = [&](const std::string& path, const std::string& text) {
    return std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
      return file.path == path &&
             std::any_of(file.lines.begin(), file.lines.end(),
                         [&](const std::string& line) { return line.find(text) != std::string::npos; });
    });
  };
  CHECK(has(".ci/run", "scripts/test"));
  CHECK(has("README.md", "scripts/test"));
  CHECK(has("README.md", "scripts/run"));
}

TEST_CASE("a verdict is never a bool") {
  CHECK(lines_like(std::regex(R"(^\s*bool (decide|check|verify|prove)\w*\()"), [](const SourceFile& file) {
          return file.path.starts_with("solver/check/") && file.extension() == ".hpp";
        }) == Faults{});
}

TEST_CASE("no test has a name that Catch2 reads as an option") {
  CHECK(lines_like(std::regex("TEST_CASE\\(\"[-~*\\[]"),
                   [](const SourceFile& file) { return file.room() == "tests"; }) == Faults{});
}
