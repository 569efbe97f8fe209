// SPDX-License-Identifier: GPL-2.0-or-later
// Who may include whom: model <- props <- solver <- report <- review <- cli and model <- lift <- review.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <regex>
#include <set>

#include "sources.hpp"

using namespace pfncheck::test;

namespace {

const std::map<std::string, std::set<std::string>> allowed = {
    {"model", {"model"}},
    {"props", {"model", "props"}},
    {"solver", {"model", "props", "solver"}},
    {"lift", {"model", "lift"}},
    {"report", {"model", "props", "solver", "report"}},
    {"review", {"model", "props", "solver", "report", "lift", "review"}},
    {"cli", {"model", "props", "solver", "report", "lift", "review", "cli"}},
};

bool is_cpp(const SourceFile& file) {
  return file.extension() == ".cpp" || file.extension() == ".hpp";
}

/// What a line includes; empty if nothing.
std::string included(const std::string& line) {
  static const std::regex include(R"(\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  std::smatch match;
  return std::regex_match(line, match, include) ? match[1].str() : "";
}

/// Why a file of this path may not include this; empty if it may.
std::string objection(const SourceFile& file, const std::string& header) {
  const std::string room = header.substr(0, header.find('/'));
  const auto rooms = allowed.find(file.room());
  if (rooms != allowed.end() && allowed.contains(room) && !rooms->second.contains(room))
    return file.room() + " must not include " + room;
  if (room == "tests" && file.room() != "tests") return "only tests include tests";
  if (header == "cadical.hpp" && !file.path.starts_with("solver/sat/"))
    return "CaDiCaL is for solver/sat only";
  if (header.starts_with("z3") && !file.path.starts_with("solver/z3/")) return "Z3 is for solver/z3 only";
  const bool is_llvm = room == "llvm" || room == "clang" || room == "llvm-c";
  if (is_llvm && file.room() != "lift") return "LLVM is for lift only";
  return {};
}

std::string first_objection(const SourceFile& file, const std::string& line) {
  const std::string header = included(line);
  return header.empty() ? "" : objection(file, header);
}

std::vector<std::string> objections() {
  std::vector<std::string> found;
  for (const SourceFile& file : source_files()) {
    if (!is_cpp(file) || file.room() == "tests") continue;
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      if (const std::string why = first_objection(file, file.lines[i]); !why.empty())
        found.push_back(file.path + ":" + std::to_string(i + 1) + ": " + why);
  }
  return found;
}

}  // namespace

TEST_CASE("includes point one way, Z3, CaDiCaL and LLVM stay in their folders") {
  CHECK(objections() == std::vector<std::string>{});
}

TEST_CASE("headers of lift that other rooms include are free of LLVM") {
  // Whatever a header of another room reaches is seen by following quoted includes.
  std::map<std::string, const SourceFile*> by_path;
  for (const SourceFile& file : source_files()) by_path[file.path] = &file;
  std::set<std::string> reached;
  const std::function<void(const SourceFile&)> follow = [&](const SourceFile& file) {
    for (const std::string& line : file.lines) {
      const std::string header = included(line);
      INFO(file.path << " includes " << header);
      CHECK_FALSE((header.starts_with("llvm/") || header.starts_with("z3")));
      const auto found = by_path.find(header);
      if (found != by_path.end() && reached.insert(header).second) follow(*found->second);
    }
  };
  for (const SourceFile& file : source_files())
    if (is_cpp(file) && (file.room() == "cli" || file.room() == "review" || file.room() == "report"))
      follow(file);
  CHECK(reached.contains("lift/tree/kernel_tree.hpp"));
}

TEST_CASE("the test sees a wrong include") {
  const auto seen = [](const char* path, const char* line) {
    return !first_objection({path, {}}, line).empty();
  };
  CHECK(seen("model/term/term.cpp", "#include \"solver/ask/query.hpp\""));
  CHECK(seen("solver/check/decide.cpp", "#include \"lift/exec/module.hpp\""));
  CHECK(seen("lift/exec/module.cpp", "#include \"props/property.hpp\""));
  CHECK(seen("report/text.cpp", "#include \"cli/options.hpp\""));
  CHECK(seen("solver/check/decide.cpp", "#include <z3++.h>"));
  CHECK(seen("solver/z3/z3_engine.cpp", "#include <cadical.hpp>"));
  CHECK(seen("cli/main.cpp", "# include <llvm/IR/Module.h>"));
  CHECK(seen("cli/main.cpp", "#include \"tests/report/sample.hpp\""));
  CHECK_FALSE(seen("solver/z3/encode.cpp", "#include <z3++.h>"));
  CHECK_FALSE(seen("cli/main.cpp", "#include \"lift/patch/patch.hpp\""));
  CHECK_FALSE(seen("model/term/term.cpp", "// #include \"solver/ask/query.hpp\""));
}
