// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "model/input_error.hpp"
#include "review/data_files.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

/// "CONFIG_KSM" or "KSM" as "KSM".
std::vector<std::string> symbols_of(const std::vector<std::string>& names) {
  constexpr std::string_view prefix = "CONFIG_";
  std::vector<std::string> symbols;
  for (const std::string& name : names) {
    const std::string symbol = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
    const bool is_symbol = !symbol.empty() && std::ranges::all_of(symbol, [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_symbol)
      throw InputError(fmt::format("--enable: `{}` is no symbol of Kconfig; write CONFIG_KSM or KSM", name));
    symbols.push_back(symbol);
  }
  return symbols;
}

}  // namespace

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
  rows.add_options(command);
  add_list_option(command, "--rule", rules, "rules and functions to check [all]", "NAME,..");
  add_list_option(command, "--prop", properties, "properties to check [all]", "NAME,..");
  add_deadline_option(command, deadline);
}

void add_config_option(CLI::App& command, std::vector<std::string>& configs) {
  command
      .add_option("-O,--config", configs,
                  "a .config of yours, or a build folder (O=) with one: a row of its own, in the place of "
                  "the default rows; --arch adds others")
      ->allow_extra_args(false)
      ->check(not_empty)
      ->type_name("FILE|DIR")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
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

void RowChoice::add_options(CLI::App& command) {
  add_arch_option(command, archs, "x86_64,arm64,arm");
  add_config_option(command, configs);
  add_list_option(command, "--enable", enabled, "symbols to switch on over what the rows have",
                  "CONFIG_X,..");
}

RowChoice::Rows RowChoice::rows() const {
  Rows chosen;
  chosen.configs = configs_of(configs);
  if (!archs.empty()) chosen.rows = archs_of(archs, /*buildable_only=*/true);
  if (archs.empty() && configs.empty()) chosen.rows = default_archs();
  for (const auto& config : chosen.configs) chosen.rows.push_back(&config->row());
  const std::vector<std::string> symbols = symbols_of(enabled);
  if (symbols.empty()) return chosen;
  for (const ArchRow*& row : chosen.rows) {
    chosen.configs.push_back(std::make_shared<const UserConfig>(*row, symbols));
    row = &chosen.configs.back()->row();
  }
  return chosen;
}

void RowChoice::say(const std::vector<const ArchRow*>& rows, Report& report) const {
  if (configs.empty() || !archs.empty()) return;
  std::vector<std::string_view> asked, left_out;
  for (const ArchRow* row : rows) asked.push_back(row->name);
  for (const ArchRow* row : default_archs()) left_out.push_back(row->name);
  report.notes.insert(report.notes.begin(),
                      fmt::format("asked on {} only, by --config; --arch {} adds the default rows",
                                  fmt::join(asked, " "), fmt::join(left_out, ",")));
}

CheckRequest Selection::request() const {
  RowChoice::Rows chosen = rows.rows();
  return {.tree = tree,
          .archs = std::move(chosen.rows),
          .rules = rules_of(rules),
          .properties = properties_of(properties),
          .clauses = clauses_of(properties),
          .configs = std::move(chosen.configs)};
}

}  // namespace pfncheck
