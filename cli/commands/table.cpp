// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"
#include "model/kernel/releases.hpp"
#include "review/builtin_model.hpp"
#include "review/life/rule_tables.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

struct TableOptions {
  std::string rule, tree, against, release, variant;
  RowChoice rows;
  std::vector<std::string> against_variants;
  bool side_by_side = false;
};

bool is_in_list(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

Report from_model(const TableOptions& options, const Session& session) {
  if (!options.rows.configs.empty() || !options.rows.enabled.empty())
    throw InputError("--config and --enable are for a kernel tree: name it with --tree DIR");
  if (!options.against.empty())
    throw InputError("--against compares two trees: name the first one with --tree DIR");
  const Release release = options.release.empty() ? Release{6, 12} : release_of(options.release);
  require_release("the built-in model of " + options.rule, rule_eras(), release);
  const std::vector<std::string>& names = options.rows.archs;
  const auto archs = names.empty() ? default_archs() : archs_of(names, /*buildable_only=*/false);
  return table_of_model(find_rule(options.rule)->level, release, archs, session.work_options());
}

Report from_tree(const TableOptions& options, const Session& session) {
  if (!options.release.empty())
    throw InputError("--release is for the built-in model: leave it or --tree out");
  RowChoice::Rows chosen = options.rows.rows();
  const TableRequest request{.tree = options.tree,
                             .against = options.against,
                             .rule = options.rule,
                             .archs = std::move(chosen.rows),
                             .configs = std::move(chosen.configs)};
  return table_of_tree(request, session.review_options());
}

/// Rules that the machine asks have no architecture and no tree.
Report of_machine(const TableOptions& options, const Session& session) {
  if (!options.tree.empty() || !options.against.empty() || !options.release.empty() ||
      !options.rows.archs.empty() || !options.rows.configs.empty() || !options.rows.enabled.empty())
    throw InputError(fmt::format(
        "{} is a rule of the machine: --tree, --against, --release, --arch, --config and --enable are for {}",
        options.rule, fmt::join(all_rule_names(), ", ")));
  if (options.side_by_side) {
    if (!options.variant.empty() || !options.against_variants.empty())
      throw InputError("--options shows all variants: leave --variant and --against-variant out");
    return options_of_rule(options.rule, session.work_options());
  }
  return table_of_rule({options.rule, options.variant, options.against_variants}, session.work_options());
}

int table(const TableOptions& options, const Session& session) {
  if (is_in_list(machine_rule_names(), options.rule)) {
    Report report = of_machine(options, session);
    report.command = "table";
    return session.deliver(report);
  }
  if (!options.variant.empty() || !options.against_variants.empty() || options.side_by_side)
    throw InputError("--variant is for rules of the machine that have some: kvm_fault");
  std::vector<std::string> known = all_rule_names();
  for (const std::string& name : machine_rule_names()) known.push_back(name);
  if (find_rule(options.rule) == nullptr) refuse_name("rule", options.rule, known, "list rules");
  Report report = options.tree.empty() ? from_model(options, session) : from_tree(options, session);
  report.command = "table";
  return session.deliver(report);
}

}  // namespace

void add_table(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "table", "all answers of a rule in a few rows, or where two trees differ");
  const auto options = std::make_shared<TableOptions>();
  command
      .add_option("rule", options->rule,
                  "vm_normal_page, vm_normal_page_pmd, vm_normal_page_pud, or a rule that slices ask")
      ->required()
      ->type_name("RULE");
  options->rows.add_options(command);
  add_folder_option(command, "--tree", options->tree, "kernel sources [the built-in model]");
  add_folder_option(command, "--against", options->against, "second tree: where it answers differently");
  command.add_option("--release", options->release, "release of the built-in model [6.12]")->type_name("R");
  command
      .add_option("--variant", options->variant,
                  "a variant of kvm_fault (by_vma_flag, by_pfn, v2, merged, opt_in), and what it breaks")
      ->type_name("V");
  add_list_option(command, "--against-variant", options->against_variants,
                  "variants: where they answer differently", "V,..");
  command.add_flag("--options", options->side_by_side,
                   "all variants side by side, with FWB and without: what each maps, and what fails with it");
  act(command, invocation, options, table);
}

}  // namespace pfncheck
