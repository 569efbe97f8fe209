// SPDX-License-Identifier: GPL-2.0-or-later
#include "sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace pfncheck::test {
namespace {

namespace fs = std::filesystem;

bool is_skipped(const std::string& name) {
  return name.starts_with("build") || (name.starts_with(".") && name != ".ci");
}

SourceFile read(const fs::path& root, const fs::path& path) {
  SourceFile file{.path = fs::relative(path, root).string(), .lines = {}};
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  return file;
}

std::vector<SourceFile> read_all() {
  const fs::path root = PFNCHECK_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const auto& top : fs::directory_iterator(root)) {
    if (is_skipped(top.path().filename().string())) continue;
    if (top.is_regular_file()) files.push_back(read(root, top.path()));
    if (!top.is_directory()) continue;
    for (const auto& entry : fs::recursive_directory_iterator(top.path()))
      if (entry.is_regular_file()) files.push_back(read(root, entry.path()));
  }
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace

std::string SourceFile::extension() const {
  return fs::path(path).extension().string();
}

std::string SourceFile::room() const {
  const std::size_t slash = path.find('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

const std::vector<SourceFile>& source_files() {
  static const std::vector<SourceFile> files = read_all();
  return files;
}

}  // namespace pfncheck::test
