// SPDX-License-Identifier: GPL-2.0-or-later
#include "catalogue.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "lift/tree/process.hpp"

namespace pfncheck::test {

namespace fs = std::filesystem;

Catalogue::Catalogue(const std::vector<std::string>& names) {
  fs::create_directory(scratch_.file("build"));
  fs::copy_file(PFNCHECK_BINARY, scratch_.file("build/pfncheck"));
  for (const std::string& name : names) {
    fs::create_directories(fs::path(file(name)).parent_path());
    fs::copy_file(repository_cases() + "/" + name + ".toml", file(name));
  }
}

Ran Catalogue::run(const std::vector<std::string>& arguments) const {
  Command command;
  command.argv = {scratch_.file("build/pfncheck")};
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.env = {"PATH=" + std::string(std::getenv("PATH")), "HOME=" + scratch_.path(), "LC_ALL=C"};
  command.limits.wall_seconds = 600;
  const ProcessResult result = pfncheck::run(command);
  if (!result.started || result.signal != 0 || result.timed_out)
    throw std::runtime_error("the program did not end by itself: " + result.error + result.err);
  return {result.status, result.out, result.err};
}

void Catalogue::edit(const std::string& name, const std::string& from, const std::string& to) const {
  std::string text = read_file(file(name));
  const std::size_t at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos)
    throw std::runtime_error("not exactly one `" + from + "` in " + name);
  std::ofstream(file(name), std::ios::binary) << text.replace(at, from.size(), to);
}

std::vector<std::pair<std::string, std::string>> Catalogue::content() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder()))
    if (entry.is_regular_file())
      all.emplace_back(fs::relative(entry.path(), folder()).string(), read_file(entry.path().string()));
  std::ranges::sort(all);
  return all;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::pair<std::vector<std::string>, std::vector<std::string>> differing(const std::vector<std::string>& a,
                                                                        const std::vector<std::string>& b) {
  const auto without = [](std::vector<std::string> lines, const std::vector<std::string>& others) {
    for (const std::string& line : others)
      if (const auto it = std::ranges::find(lines, line); it != lines.end()) lines.erase(it);
    return lines;
  };
  return {without(a, b), without(b, a)};
}

std::string repository_cases() {
  return std::string(PFNCHECK_SOURCE_DIR) + "/cases";
}

std::vector<std::string> all_case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(repository_cases()))
    if (entry.path().extension() == ".toml")
      names.push_back(fs::relative(entry.path(), repository_cases()).replace_extension().string());
  std::ranges::sort(names);
  return names;
}

}  // namespace pfncheck::test
