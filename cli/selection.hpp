// SPDX-License-Identifier: GPL-2.0-or-later
// The options of commands that work on a kernel tree: which tree, rows, rules and properties.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "review/review.hpp"

namespace pfncheck {

/// On which rows of a tree something is asked.
struct RowChoice {
  std::vector<std::string> archs = {}, configs = {}, enabled = {};

  /// --arch, --config, --enable.
  void add_options(CLI::App& command);

  struct Rows {
    std::vector<const ArchRow*> rows;
    UserConfigs configs;  ///< whose rows are among them
  };
  /// By name and by configuration, or the default ones; with the symbols of --enable switched on each is a
  /// configuration of its own. Throws InputError.
  Rows rows() const;
  /// Notes that configurations stand in the place of the default rows, where no row was named.
  void say(const std::vector<const ArchRow*>& rows, Report& report) const;
};

struct Selection {
  std::string tree;
  RowChoice rows;
  std::vector<std::string> rules, properties;
  double deadline = 600;  ///< seconds for the whole call; 0: none

  /// --tree (needed), those of RowChoice, --rule, --prop, --deadline.
  void add_options(CLI::App& command);
  /// Checks the names; without --arch the default rows.
  CheckRequest request() const;
};

/// A check of the parser's: folders and files have names.
std::string not_empty(const std::string& text);
/// An option that takes a kernel tree: a folder, or the version of an unpacked Debian kernel.
CLI::Option* add_folder_option(CLI::App& command, const std::string& option, std::string& tree,
                               const std::string& help);
void add_tree_option(CLI::App& command, std::string& tree);
/// An option that takes names with commas between them, and may be given again. A name that follows after a
/// blank is the next argument.
CLI::Option* add_list_option(CLI::App& command, const std::string& option, std::vector<std::string>& names,
                             const std::string& help, const std::string& type);
void add_arch_option(CLI::App& command, std::vector<std::string>& archs, const std::string& fallback);
/// --config, or -O as make has it: configurations of the user's.
void add_config_option(CLI::App& command, std::vector<std::string>& configs);
/// Reads them. Throws InputError for one that is none, and for two that would have one name.
UserConfigs configs_of(const std::vector<std::string>& paths);

}  // namespace pfncheck
