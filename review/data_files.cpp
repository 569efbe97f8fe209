// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/data_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "model/input_error.hpp"

namespace pfncheck {
namespace {

namespace fs = std::filesystem;

// As scripts/kernel names them.
const std::string package = "linux-source-";

bool is_version(const std::string& name) {
  const std::size_t dot = name.find('.');
  const auto is_number = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return dot != std::string::npos && is_number(std::string_view(name).substr(0, dot)) &&
         is_number(std::string_view(name).substr(dot + 1));
}

std::vector<std::string> unpacked_versions(const fs::path& home) {
  std::vector<std::string> versions;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(home, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(package) && is_version(name.substr(package.size())) && entry.is_directory(error))
      versions.push_back(name.substr(package.size()));
  }
  std::ranges::sort(versions);
  return versions;
}

}  // namespace

std::string data_file(const std::string& name) {
  std::error_code error;
  const fs::path prefix = fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
  for (const fs::path& file : {prefix / name, prefix / "share/pfncheck" / name})
    if (fs::exists(file, error)) return file.string();
  return {};
}

std::string default_cache() {
  // The variables of the XDG base directory specification; an empty one counts as unset.
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  if (const std::string cache = variable("XDG_CACHE_HOME"); !cache.empty()) return cache + "/pfncheck";
  if (const std::string home = variable("HOME"); !home.empty()) return home + "/.cache/pfncheck";
  throw InputError("neither XDG_CACHE_HOME nor HOME is set; name a cache folder with --cache DIR");
}

std::string kernel_tree_named(const std::string& name) {
  std::error_code error;
  if (!is_version(name) || fs::exists(name, error)) return name;
  const fs::path home = fs::path(default_cache()) / "kernels";
  const fs::path folder = home / (package + name);
  if (fs::is_directory(folder, error)) return folder.string();
  const std::string script = data_file("scripts/kernel");
  const std::vector<std::string> there = unpacked_versions(home);
  throw InputError(fmt::format(
      "kernel {} is not unpacked in {}{}; `{} {}` fetches Debian's, any other tree is named by its folder",
      name, home.string(), there.empty() ? "" : fmt::format(" (there: {})", fmt::join(there, ", ")),
      script.empty() ? "scripts/kernel" : fs::relative(script, error).string(), name));
}

}  // namespace pfncheck
