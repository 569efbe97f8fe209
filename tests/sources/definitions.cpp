// SPDX-License-Identifier: GPL-2.0-or-later
#include "definitions.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "lift/tree/c_tokens.hpp"
#include "model/input_error.hpp"
#include "model/source.hpp"

namespace pfncheck::test {

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// `config X`, `menuconfig X`, `select X` at the beginning of a line.
std::set<std::string> kconfig_names(std::string_view text) {
  static const std::regex symbol(R"(^\s*(?:config|menuconfig|select)\s+(\w+).*)");
  std::set<std::string> names;
  std::istringstream lines{std::string(text)};
  std::smatch m;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_match(line, m, symbol)) names.insert(m[1]);
  return names;
}

}  // namespace

std::set<std::string> defined_names(std::string_view text, bool kconfig) {
  if (kconfig) return kconfig_names(text);
  std::set<std::string> names;
  const std::vector<CToken> tokens = c_tokens(text);
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
    if (tokens[i].directive && tokens[i].text == "#" && tokens[i + 1].text == "define")
      names.insert(tokens[i + 2].text);
  for (const CFunction& function : c_functions(tokens)) names.insert(function.name);
  return names;
}

std::vector<Line> source_lines(std::string_view json) {
  std::vector<Line> lines;
  const nlohmann::json document = nlohmann::json::parse(json);
  for (const auto& entry : document.at("entries")) {
    const std::string where = entry.at("kind").get<std::string>() + " " + entry.at("name").get<std::string>();
    for (const auto& fact : entry.at("facts"))
      if (fact.at("label") == "source") lines.push_back({where, fact.at("text").get<std::string>()});
  }
  return lines;
}

const std::set<std::string>* Prover::names_in(const std::string& path) {
  const auto known = files_.find(path);
  if (known != files_.end()) return &known->second;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return nullptr;
  const bool kconfig = std::filesystem::path(path).filename().string().starts_with("Kconfig");
  return &files_.emplace(path, defined_names(content_of(path), kconfig)).first->second;
}

void Prover::prove(const Line& line) {
  ++proof_.lines;
  std::vector<SourceItem> items;
  try {
    items = read_source(line.source);
  } catch (const InputError& error) {
    proof_.wrong.push_back(line.where + ": " + error.what());
    return;
  }
  for (const SourceItem& item : items) {
    if (item.kind != SourceItem::Kind::place) continue;
    std::vector<std::string> releases = item.releases;
    if (releases.empty()) releases.emplace_back(default_source_release);
    for (const std::string& release : releases) {
      const auto tree = trees_.find(release);
      if (tree == trees_.end()) {
        proof_.unchecked.push_back(line.where + ": " + item.file + " of " + release);
        continue;
      }
      const auto* const names = names_in(tree->second + "/" + item.file);
      if (names == nullptr) {
        proof_.wrong.push_back(line.where + ": " + release + " has no file " + item.file);
        continue;
      }
      for (const std::string& name : item.names) {
        if (names->contains(name))
          ++proof_.proved;
        else
          proof_.wrong.push_back(line.where + ": " + item.file + " of " + release + " defines no " + name);
      }
    }
  }
}

std::string release_of_tree(const std::string& folder) {
  static const std::regex version(R"(VERSION = (\d+)\nPATCHLEVEL = (\d+)\n)");
  const std::string makefile = content_of(folder + "/Makefile");
  std::smatch m;
  if (!std::regex_search(makefile, m, version)) return {};
  return m[1].str() + "." + m[2].str();
}

}  // namespace pfncheck::test
