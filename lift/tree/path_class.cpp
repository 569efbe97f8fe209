// SPDX-License-Identifier: GPL-2.0-or-later
// What a file is to the build, by its path.
#include <algorithm>
#include <array>
#include <string_view>

#include "lift/tree/lines.hpp"

namespace pfncheck::accounting {

namespace {

template <std::size_t N>
bool any_begins(std::string_view path, const std::array<std::string_view, N>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view p) { return path.starts_with(p); });
}

template <std::size_t N>
bool any_ends(std::string_view path, const std::array<std::string_view, N>& suffixes) {
  return std::any_of(suffixes.begin(), suffixes.end(), [&](std::string_view s) { return path.ends_with(s); });
}

std::string_view base_name(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

/// Read or run by Kbuild before or beside the compiler; or turned into a header that C includes:
/// asm-offsets.h and bounds.h (top-level Kbuild), timeconst.h, the system call tables, and what arch/*/tools
/// and *.awk write.
bool is_build_system(std::string_view path) {
  static constexpr std::array<std::string_view, 6> prefixes = {"scripts/", "tools/build/", "tools/objtool/",
                                                               "certs/",   "usr/",         "tools/scripts/"};
  static constexpr std::array<std::string_view, 12> suffixes = {
      ".S", ".lds", ".lds.S", ".lds.h", ".tbl", "defconfig", ".sh", ".awk", ".config", ".mk", ".bc", ".pl"};
  static constexpr std::array<std::string_view, 7> inputs = {
      "asm-offsets.c", "bounds.c", "mach-types", "cpucaps", "sysreg", "gen_facilities.c", "rq-offsets.c"};
  const std::string_view base = base_name(path);
  if (path.starts_with("tools/testing/")) return false;  // programs that run on a kernel
  if (base.starts_with("Kconfig") || base.starts_with("Makefile") || base.starts_with("Kbuild")) return true;
  if (base.starts_with("asm-offsets") && base.ends_with(".c")) return true;
  if (path.starts_with("arch/") && path.find("/tools/") != std::string_view::npos) return true;
  if (path.starts_with("arch/") && path.find("/configs/") != std::string_view::npos) return true;
  return any_begins(path, prefixes) || any_ends(path, suffixes) ||
         std::find(inputs.begin(), inputs.end(), base) != inputs.end();
}

bool is_text(std::string_view path) {
  static constexpr std::array<std::string_view, 2> folders = {"Documentation/", "LICENSES/"};
  static constexpr std::array<std::string_view, 8> names = {
      "MAINTAINERS", "CREDITS",    "COPYING",       "README",
      ".mailmap",    ".gitignore", ".clang-format", ".get_maintainer.ignore"};
  return any_begins(path, folders) || path.ends_with(".rst") ||
         std::find(names.begin(), names.end(), base_name(path)) != names.end();
}

}  // namespace

LineClass class_of_path(const std::string& path) {
  if (is_text(path)) return LineClass::text_only;
  return is_build_system(path) ? LineClass::build_system : LineClass::not_modelled;
}

}  // namespace pfncheck::accounting
