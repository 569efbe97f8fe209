// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command.hpp"
#include "cli/selection.hpp"

namespace pfncheck {
namespace {

struct PrepareOptions {
  std::string tree;
  std::vector<std::string> archs;
};

int prepare_rows(const PrepareOptions& options, const Session& session) {
  const PrepareRequest request{.tree = options.tree, .archs = rows_or_default(options.archs)};
  std::string text;
  for (const std::string& line : prepare_tree(request, session.review_options())) text += line + "\n";
  if (!session.common.quiet) session.deliver(text);
  return 0;
}

}  // namespace

void add_prepare(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "prepare",
                                  "configure a tree ahead of time, so that later calls are quick");
  const auto options = std::make_shared<PrepareOptions>();
  add_tree_option(command, options->tree);
  add_arch_option(command, options->archs, "x86_64,arm64,arm");
  act(command, invocation, options, prepare_rows);
}

}  // namespace pfncheck
