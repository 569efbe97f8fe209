// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/selection.hpp"

#include "cli/names.hpp"

namespace pfncheck {

std::string not_empty(const std::string& text) {
  return text.empty() ? "the name is empty: a shell variable that is not set?" : "";
}

void add_tree_option(CLI::App& command, std::string& tree) {
  command.add_option("--tree", tree, "folder with kernel sources; it is never written to")
      ->required()
      ->check(not_empty)
      ->type_name("DIR");
}

void add_arch_option(CLI::App& command, std::vector<std::string>& archs, const std::string& fallback) {
  command.add_option("--arch", archs, "architecture rows, or all [" + fallback + "]")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("A,..")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void Selection::add_options(CLI::App& command) {
  add_tree_option(command, tree);
  add_arch_option(command, archs, "x86_64,arm64,arm");
  const auto add_names = [&](const char* option, std::vector<std::string>& names, const char* help) {
    command.add_option(option, names, help)
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("NAME,..")
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  add_names("--rule", rules, "rules to check [all]");
  add_names("--prop", properties, "properties to check [all]");
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
