// SPDX-License-Identifier: GPL-2.0-or-later
#include "definitions.hpp"

#include <array>
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

/// Where the functions of call chains are.
constexpr std::array chain_places{"mm",
                                  "virt/kvm",
                                  "drivers/vfio",
                                  "drivers/iommu/iommu.c",
                                  "arch/arm64/kvm",
                                  "arch/arm64/mm",
                                  "arch/arm64/include/asm",
                                  "arch/x86/kvm",
                                  "arch/x86/mm",
                                  "arch/x86/include/asm",
                                  "arch/x86/kernel/cpu/sgx",
                                  "include/linux/fs.h",
                                  "include/linux/iommu.h",
                                  "include/linux/mm.h",
                                  "include/linux/kvm_host.h",
                                  "include/linux/mmu_notifier.h",
                                  "ipc/shm.c",
                                  "kernel/fork.c",
                                  "kernel/iomem.c"};

/// `SetPageReserved`: macros of include/linux/page-flags.h make it.
bool is_of_page_flags(const std::string& name) {
  return name.starts_with("SetPage") || name.starts_with("ClearPage");
}

std::vector<Line> lines_of(std::string_view json, std::string_view label) {
  std::vector<Line> lines;
  const nlohmann::json document = nlohmann::json::parse(json);
  for (const auto& entry : document.at("entries")) {
    const std::string where = entry.at("kind").get<std::string>() + " " + entry.at("name").get<std::string>();
    for (const auto& fact : entry.at("facts"))
      if (fact.at("label") == label) lines.push_back({where, fact.at("text").get<std::string>()});
  }
  return lines;
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
  return lines_of(json, "source");
}

std::vector<Line> chain_lines(std::string_view json) {
  return lines_of(json, "call chain");
}

const std::set<std::string>& Prover::names_of_chains(const std::string& tree) {
  if (!of_chains_.empty()) return of_chains_;
  namespace fs = std::filesystem;
  const auto add = [&](const fs::path& path) {
    if (path.extension() == ".c" || path.extension() == ".h")
      of_chains_.merge(defined_names(content_of(path), false));
  };
  std::error_code error;
  for (const char* place : chain_places) {
    add(fs::path(tree) / place);
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(tree) / place, error))
      if (entry.is_regular_file()) add(entry.path());
  }
  return of_chains_;
}

void Prover::prove_chain(const Line& line) {
  const auto tree = trees_.find(std::string(default_source_release));
  if (tree == trees_.end()) return;
  ++proof_.lines;
  // Names with a dot are pointers; a word in brackets says when.
  static const std::regex name(R"([A-Za-z_][A-Za-z_0-9.]*)"), remark(R"( \(\w+\)|; then )");
  const std::string chain = std::regex_replace(line.source, remark, "; ");
  for (std::sregex_iterator m(chain.begin(), chain.end(), name), end; m != end; ++m) {
    const std::string function = m->str();
    if (function.find('.') != std::string::npos || is_of_page_flags(function)) continue;
    if (names_of_chains(tree->second).contains(function))
      ++proof_.proved;
    else
      proof_.wrong.push_back(line.where + ": its call chain names " + function +
                             ", which 6.12 does not define");
  }
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
