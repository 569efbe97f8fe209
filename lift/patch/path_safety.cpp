// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/patch/path_safety.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "model/input_error.hpp"

namespace pfncheck {

namespace {

/// Names that git itself treats as its own folder on some file system (HFS+ and NTFS forms included).
bool is_git_folder(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  while (name.ends_with('.') || name.ends_with(' ')) name.pop_back();
  return name == ".git" || name == "git~1";
}

bool is_odd(unsigned char c) {
  return c < 0x20 || c == 0x7f || c == '"' || c == '\\';
}

}  // namespace

void check_path(const std::string& who, const std::string& path) {
  if (path.empty()) return;
  const auto refuse = [&](const std::string& why) {
    throw InputError(who + ": the path \"" + path.substr(0, 200) + "\" " + why + "; nothing was applied");
  };
  if (std::any_of(path.begin(), path.end(), is_odd)) {
    throw InputError(who + ": a path holds a control character, a quote or a backslash; nothing was applied");
  }
  if (path.front() == '/') refuse("is absolute");
  if (path.size() > 4000) refuse("is too long");
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '/');) {
    if (part == "..") refuse("leaves the tree");
    if (part.empty() || part == ".") refuse("is not a plain path");
    if (is_git_folder(part)) refuse("is inside git's own folder");
  }
  if (path.back() == '/') refuse("is not the path of a file");
}

void check_links(const std::string& who, const std::string& root, const std::string& path) {
  std::filesystem::path at = root;
  for (const auto& part : std::filesystem::path(path)) {
    at /= part;
    if (std::filesystem::is_symlink(std::filesystem::symlink_status(at)))
      throw InputError(who + ": the path \"" + path + "\" goes through the link " +
                       at.lexically_relative(root).string() + " of the tree; name the file itself");
  }
}

}  // namespace pfncheck
