// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/selection.hpp"

#include "model/input_error.hpp"
#include "review/data_files.hpp"
#include "review/names.hpp"

namespace pfncheck {

std::string not_empty(const std::string& text) {
  return text.empty() ? "the name is empty: a shell variable that is not set?" : "";
}

CLI::Option* add_folder_option(CLI::App& command, const std::string& option, std::string& tree,
                               const std::string& help) {
  const auto named = [](const std::string& name) {
    try {
      return kernel_tree_named(name);
    } catch (const InputError& error) {
      throw CLI::ValidationError(error.what());  // the parser puts the option before it
    }
  };
  return command.add_option(option, tree, help)->transform(named)->check(not_empty)->type_name("DIR|VERSION");
}

void add_tree_option(CLI::App& command, std::string& tree) {
  add_folder_option(
      command, "--tree", tree,
      "folder with kernel sources, never written to; 6.12 and 6.1: what scripts/kernel unpacked")
      ->required();
}

CLI::Option* add_list_option(CLI::App& command, const std::string& option, std::vector<std::string>& names,
                             const std::string& help, const std::string& type) {
  return command.add_option(option, names, help)
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name(type)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_arch_option(CLI::App& command, std::vector<std::string>& archs, const std::string& fallback) {
  add_list_option(command, "--arch", archs, "architecture rows, or all [" + fallback + "]", "A,..");
}

void Selection::add_options(CLI::App& command) {
  add_tree_option(command, tree);
  add_arch_option(command, archs, "x86_64,arm64,arm");
  add_list_option(command, "--rule", rules, "rules to check [all]", "NAME,..");
  add_list_option(command, "--prop", properties, "properties to check [all]", "NAME,..");
}

std::vector<const ArchRow*> rows_or_default(const std::vector<std::string>& archs) {
  return archs.empty() ? default_archs() : archs_of(archs, /*buildable_only=*/true);
}

CheckRequest Selection::request() const {
  return {.tree = tree,
          .archs = rows_or_default(archs),
          .rules = rules_of(rules),
          .properties = properties_of(properties)};
}

}  // namespace pfncheck
