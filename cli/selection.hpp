// SPDX-License-Identifier: GPL-2.0-or-later
// The options of commands that work on a kernel tree: which tree, rows, rules and properties.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/review.hpp"

namespace pfncheck {

struct Selection {
  std::string tree;
  std::vector<std::string> archs, rules, properties;

  /// --tree (needed), --arch, --rule, --prop.
  void add_options(CLI::App& command);
  /// Checks the names; without --arch the default rows.
  CheckRequest request() const;
};

/// A check of the parser's: folders and files have names.
std::string not_empty(const std::string& text);
void add_tree_option(CLI::App& command, std::string& tree);
void add_arch_option(CLI::App& command, std::vector<std::string>& archs, const std::string& fallback);
/// Rows for a tree: by name, or the default ones.
std::vector<const ArchRow*> rows_or_default(const std::vector<std::string>& archs);

}  // namespace pfncheck
