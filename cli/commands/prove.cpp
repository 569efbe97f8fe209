// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/prove.hpp"
#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "review/function/case_file.hpp"

namespace pfncheck {
namespace {

struct ProveOptions {
  std::string tree, patch;
  RowChoice rows;
  std::vector<std::string> paths;
  double deadline = 600;
};

int prove(const ProveOptions& options, const Session& session) {
  ProveRequest request;
  request.tree = options.tree;
  RowChoice::Rows chosen = options.rows.rows();
  request.archs = std::move(chosen.rows);
  request.configs = std::move(chosen.configs);
  request.files = function_case_files(options.paths);
  request.patch = options.patch;
  Report report = prove_files(request, session.review_options(options.deadline));
  options.rows.say(request.archs, report);
  return session.deliver(report);
}

}  // namespace

void add_prove(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "prove",
                                  "prove assertions of a C file about a kernel's own code (docs/prove.md)");
  const auto options = std::make_shared<ProveOptions>();
  add_tree_option(command, options->tree);
  options->rows.add_options(command);
  add_deadline_option(command, options->deadline);
  command.add_option("--patch", options->patch, "prove it of the tree with this patch")
      ->check(not_empty)
      ->type_name("FILE");
  command.add_option("path", options->paths, "C files with assertions; folders of them")
      ->required()
      ->type_name("FILE")
      ->check(not_empty)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  act(command, invocation, options, prove);
}

}  // namespace pfncheck
