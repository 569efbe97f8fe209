// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
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
  add_config_option(command, configs);
  add_enable_option(command, enabled);
  add_list_option(command, "--rule", rules, "rules and functions to check [all]", "NAME,..");
  add_list_option(command, "--prop", properties, "properties to check [all]", "NAME,..");
  add_deadline_option(command, deadline);
}

void add_config_option(CLI::App& command, std::vector<std::string>& configs) {
  command
      .add_option("-O,--config", configs,
                  "a .config of yours, or a build folder (O=) with one: a row of its own, in the place of "
                  "the default "
                  "rows; --arch adds others")
      ->allow_extra_args(false)
      ->check(not_empty)
      ->type_name("FILE|DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void add_enable_option(CLI::App& command, std::vector<std::string>& symbols) {
  add_list_option(command, "--enable", symbols, "symbols to switch on over what the rows have",
                  "CONFIG_X,..");
}

std::vector<const ArchRow*> with_enabled(const std::vector<const ArchRow*>& rows,
                                         const std::vector<std::string>& symbols, UserConfigs& configs) {
  constexpr std::string_view prefix = "CONFIG_";
  std::vector<std::string> plain;
  for (const std::string& symbol : symbols) {
    const std::string name = symbol.starts_with(prefix) ? symbol.substr(prefix.size()) : symbol;
    const bool is_symbol = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_symbol)
      throw InputError(
          fmt::format("--enable: `{}` is no symbol of Kconfig; write CONFIG_KSM or KSM", symbol));
    plain.push_back(name);
  }
  if (plain.empty()) return rows;
  std::vector<const ArchRow*> changed;
  for (const ArchRow* row : rows) {
    configs.push_back(std::make_shared<const UserConfig>(*row, plain));
    changed.push_back(&configs.back()->row());
  }
  return changed;
}

UserConfigs configs_of(const std::vector<std::string>& paths) {
  UserConfigs configs;
  for (const std::string& path : paths) {
    auto config = std::make_shared<const UserConfig>(path);
    for (const auto& other : configs)
      if (other->row().name == config->row().name)
        throw InputError(
            fmt::format("{}: a configuration named {} is there already; give one of them another "
                        "name, or check them one by one",
                        path, config->row().name));
    configs.push_back(std::move(config));
  }
  return configs;
}

std::vector<const ArchRow*> rows_or_default(const std::vector<std::string>& archs,
                                            const UserConfigs& configs) {
  std::vector<const ArchRow*> rows;
  if (!archs.empty()) rows = archs_of(archs, /*buildable_only=*/true);
  if (archs.empty() && configs.empty()) rows = default_archs();
  for (const auto& config : configs) rows.push_back(&config->row());
  return rows;
}

void say_rows(const std::vector<std::string>& archs, const UserConfigs& configs, Report& report) {
  if (configs.empty() || !archs.empty()) return;
  std::vector<std::string_view> asked, left_out;
  for (const auto& config : configs) asked.push_back(config->row().name);
  for (const ArchRow* row : default_archs()) left_out.push_back(row->name);
  report.notes.insert(report.notes.begin(),
                      fmt::format("asked on {} only, by --config; --arch {} adds the default rows",
                                  fmt::join(asked, " "), fmt::join(left_out, ",")));
}

CheckRequest Selection::request() const {
  UserConfigs read = configs_of(configs);
  std::vector<const ArchRow*> rows = with_enabled(rows_or_default(archs, read), enabled, read);
  return {.tree = tree,
          .archs = std::move(rows),
          .rules = rules_of(rules),
          .properties = properties_of(properties),
          .clauses = clauses_of(properties),
          .configs = std::move(read)};
}

}  // namespace pfncheck
