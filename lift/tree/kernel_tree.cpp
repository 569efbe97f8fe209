// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/kernel_tree.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <sstream>

#include "lift/tree/clean_view.hpp"
#include "lift/tree/core_mm.hpp"
#include "lift/tree/files.hpp"
#include "lift/tree/tree_key.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

constexpr Release oldest{5, 10};

/// Value of "NAME = value" among the first lines of the top Makefile.
std::optional<std::string> makefile_value(const std::string& makefile, const std::string& name) {
  std::istringstream lines(makefile.substr(0, 4096));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string left, equals, value;
    words >> left >> equals >> value;
    if (left == name && equals == "=") return value;
  }
  return std::nullopt;
}

std::optional<unsigned> makefile_number(const std::string& makefile, const std::string& name) {
  const auto text = makefile_value(makefile, name);
  if (!text || text->empty() || text->size() > 6 ||
      text->find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return static_cast<unsigned>(std::stoul(*text));
}

std::string existing_folder(const std::string& folder, const std::string& name) {
  const std::string root = canonical(folder);
  if (root.empty()) throw InputError(name + ": " + std::strerror(errno));  // NOLINT
  if (!std::filesystem::is_directory(root)) {
    throw InputError(name + ": not a folder; name the top folder of a kernel tree");
  }
  if (access(root.c_str(), R_OK | X_OK) != 0) throw InputError(name + ": cannot be read: permission denied");
  return root;
}

}  // namespace

KernelTree KernelTree::open(const std::string& folder, const std::string& cache) {
  KernelTree tree = open_as(folder, folder, cache);
  tree.name_ = tree.source_;
  return tree;
}

KernelTree KernelTree::open_as(const std::string& folder, const std::string& name, const std::string& cache) {
  KernelTree tree;
  tree.root_ = tree.source_ = existing_folder(folder, name);
  tree.name_ = name;
  const auto makefile = read_file(tree.root_ + "/Makefile");
  const auto version = makefile ? makefile_number(*makefile, "VERSION") : std::nullopt;
  const auto patchlevel = makefile ? makefile_number(*makefile, "PATCHLEVEL") : std::nullopt;
  if (!version || !patchlevel) {
    throw InputError(name +
                     ": not a kernel tree (no Makefile with VERSION and PATCHLEVEL); name its top folder");
  }
  tree.release_ = {*version, *patchlevel};
  tree.full_ = std::to_string(*version) + "." + std::to_string(*patchlevel) + "." +
               makefile_value(*makefile, "SUBLEVEL").value_or("0") +
               makefile_value(*makefile, "EXTRAVERSION").value_or("");
  if (tree.release_ < oldest) {
    throw InputError(name + ": Linux " + tree.full_ + " is too old; 5.10 and newer are supported");
  }
  for (const char* needed : {"/mm/memory.c", "/include/linux/mm.h", "/Kconfig", "/scripts/config"}) {
    if (access((tree.root_ + needed).c_str(), R_OK) != 0) {
      throw InputError(name + ": " + std::string(needed).substr(1) +
                       ": missing or unreadable; the tree must be complete");
    }
  }
  if (!cache.empty() && was_built_in(tree.source_)) tree.root_ = clean_view(tree.source_, cache);
  tree.core_ = read_core_mm(SourceSide(tree, nullptr));
  tree.prepare_key_ = tree_key(tree.root_);
  return tree;
}

}  // namespace pfncheck
