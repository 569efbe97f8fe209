// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "cli/catalogue/catalogue.hpp"
#include "cli/completion/completion.hpp"
#include "review/life/rule_tables.hpp"
#include "review/life/run_slices.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

using Names = std::vector<std::string>;

Names together(std::initializer_list<Names> lists) {
  Names all;
  for (const Names& names : lists) all.insert(all.end(), names.begin(), names.end());
  return all;
}

/// The names of a list that a shell can complete: one word each.
Names listed(const char* list) {
  Names names;
  for (const Entry& entry : catalogue(list))
    if (entry.name.find(' ') == std::string::npos) names.push_back(entry.name);
  return names;
}

Names property_names() {
  return together({all_property_names(), all_life_property_names()});
}

Names fault_names() {
  Names names;
  for (const machine::SliceInfo& slice : machine::slices())
    for (const machine::FaultInfo& fault : slice.faults)
      names.push_back(std::string(slice.name) + "/" + std::string(fault.name));
  return names;
}

Names words_of_option(const std::string& name) {
  if (name == "arch") return together({all_arch_names(), {"all"}});
  if (name == "prop") return together({property_names(), all_clause_names()});
  if (name == "rule") return together({all_rule_names(), all_contract_names()});
  if (name == "slice") return all_slice_names();
  if (name == "suite") return together({all_suite_names(), {"all"}});
  if (name == "fault") return fault_names();
  if (name == "variant" || name == "against-variant") return variants_of("kvm_fault");
  if (name == "tree" || name == "against") return {"6.12", "6.1"};
  if (name == "format") return {"text", "json"};
  if (name == "color" || name == "progress") return {"auto", "always", "never"};
  return {};
}

Names words_of_argument(const std::string& command, const std::string& name) {
  if (command == "run")
    return together({all_suite_names(), {"all"}, all_slice_names(), all_rule_names(), property_names()});
  if (command == "list" && name == "what") return catalogue_names();
  if (command == "table") return together({all_rule_names(), machine_rule_names()});
  if (command == "completion") return {"bash", "zsh", "fish", "man"};
  if (command == "explain" && name == "name")
    return together({property_names(), all_clause_names(), all_rule_names(), all_contract_names(),
                     machine_rule_names(), all_origin_names(), all_arch_names(), all_slice_names(),
                     fault_names(), listed("operations"), listed("cases")});
  return {};
}

ArgumentWords argument_of(const CLI::Option& option, const std::string& command) {
  ArgumentWords argument;
  for (const std::string& name : option.get_snames()) argument.spellings.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) argument.spellings.push_back("--" + name);
  argument.help = option.get_description();
  // "N:UINT in [1 - 1024]": what is allowed stands after the colon.
  if (option.get_items_expected_max() > 0)
    argument.type = option.get_type_name().substr(0, option.get_type_name().find(':'));
  const std::string& name = option.get_single_name();
  argument.words = option.nonpositional() ? words_of_option(name) : words_of_argument(command, name);
  argument.is_list = argument.type.ends_with(",..");
  const auto takes = [&](const char* type) { return argument.type.find(type) != std::string::npos; };
  argument.is_file = takes("DIR") || takes("FILE") || takes("PATH") || takes("PATCH") || takes("json");
  return argument;
}

std::vector<ArgumentWords> arguments_of(const CLI::App& app, const std::string& command) {
  std::vector<ArgumentWords> arguments;
  for (const CLI::Option* option : app.get_options()) arguments.push_back(argument_of(*option, command));
  return arguments;
}

}  // namespace

ProgramWords words_of_program(const CLI::App& app) {
  ProgramWords program{app.get_description(), app.get_footer(), arguments_of(app, ""), {}};
  for (const CLI::App* command : app.get_subcommands({}))
    program.commands.push_back(
        {command->get_name(), command->get_description(), arguments_of(*command, command->get_name())});
  return program;
}

}  // namespace pfncheck
