// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/tools.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

std::string search_path() {
  const char* path = std::getenv("PATH");  // NOLINT
  return path == nullptr ? "/usr/bin:/bin" : path;
}

}  // namespace

const std::vector<Tool>& kernel_tools() {
  static const std::vector<Tool> tools = {
      {"clang-19", "clang-19"},
      {"ld.lld-19", "lld-19"},
      {"llvm-ar-19", "llvm-19"},
      {"llvm-nm-19", "llvm-19"},
      {"llvm-objcopy-19", "llvm-19"},
      {"llvm-objdump-19", "llvm-19"},
      {"llvm-readelf-19", "llvm-19"},
      {"llvm-strip-19", "llvm-19"},
      {"make", "make"},
      {"flex", "flex"},
      {"bison", "bison"},
      {"bc", "bc"},
      {"perl", "perl"},
  };
  return tools;
}

std::string find_tool(std::string_view name) {
  std::istringstream folders(search_path());
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + std::string(name);
    if (access(candidate.c_str(), X_OK) == 0) return canonical(candidate);
  }
  return {};
}

std::vector<Tool> missing_tools() {
  std::vector<Tool> missing;
  for (const Tool& tool : kernel_tools()) {
    if (find_tool(tool.name).empty()) missing.push_back(tool);
  }
  return missing;
}

void require_tools() {
  const auto missing = missing_tools();
  if (missing.empty()) return;
  std::string names, packages;
  for (const Tool& tool : missing) {
    names += (names.empty() ? "" : ", ") + std::string(tool.name);
    const std::string package = " " + std::string(tool.package);
    if ((packages + " ").find(package + " ") == std::string::npos) packages += package;
  }
  throw InputError("not found: " + names + "; install with: apt install" + packages);
}

std::string clang_identity() {
  const std::string path = find_tool("clang-19");
  const auto stamp = stamp_of(path);
  if (!stamp) return {};
  return path + " " + std::to_string(stamp->size) + " " + std::to_string(stamp->mtime_ns);
}

std::vector<std::string> tool_environment(const std::string& first_in_path) {
  const std::string path = first_in_path.empty() ? search_path() : first_in_path + ":" + search_path();
  std::vector<std::string> env = {"PATH=" + path, "LC_ALL=C", "TZ=UTC"};
  for (const char* name : {"HOME", "TMPDIR"}) {
    if (const char* value = std::getenv(name)) env.push_back(std::string(name) + "=" + value);  // NOLINT
  }
  return env;
}

}  // namespace pfncheck
