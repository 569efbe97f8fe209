// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/builtin_model.hpp"
#include "cli/command.hpp"
#include "cli/names.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

struct TableOptions {
  std::string rule, tree, against, release;
  std::vector<std::string> archs;
};

Report from_model(const TableOptions& options, const Session& session) {
  if (!options.against.empty())
    throw InputError("--against compares two trees: name the first one with --tree DIR");
  const Release release = options.release.empty() ? Release{6, 12} : release_of(options.release);
  const auto archs =
      options.archs.empty() ? default_archs() : archs_of(options.archs, /*buildable_only=*/false);
  return table_of_model(find_rule(options.rule)->level, release, archs, session.work_options());
}

Report from_tree(const TableOptions& options, const Session& session) {
  if (!options.release.empty())
    throw InputError("--release is for the built-in model: leave it or --tree out");
  const TableRequest request{.tree = options.tree,
                             .against = options.against,
                             .rule = options.rule,
                             .archs = rows_or_default(options.archs)};
  return table_of_tree(request, session.review_options());
}

int table(const TableOptions& options, const Session& session) {
  rules_of({options.rule});
  Report report = options.tree.empty() ? from_model(options, session) : from_tree(options, session);
  report.command = "table";
  return session.deliver(report);
}

}  // namespace

void add_table(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "table", "all answers of a rule in a few rows, or where two trees differ");
  const auto options = std::make_shared<TableOptions>();
  command.add_option("rule", options->rule, "vm_normal_page, vm_normal_page_pmd or vm_normal_page_pud")
      ->required()
      ->type_name("RULE");
  add_arch_option(command, options->archs, "x86_64,arm64,arm");
  command.add_option("--tree", options->tree, "folder with kernel sources [the built-in model]")
      ->check(not_empty)
      ->type_name("DIR");
  command.add_option("--against", options->against, "second tree: where it answers differently")
      ->check(not_empty)
      ->type_name("DIR");
  command.add_option("--release", options->release, "release of the built-in model [6.12]")->type_name("R");
  act(command, invocation, options, table);
}

}  // namespace pfncheck
