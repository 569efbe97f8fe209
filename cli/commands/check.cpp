// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

int check(const Selection& selection, const Session& session) {
  const CheckRequest request = selection.request();
  Report report = check_tree(request, session.review_options(selection.deadline));
  report.command = "check";
  selection.rows.say(request.archs, report);
  return session.deliver(report);
}

}  // namespace

void add_check(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "check", "check the rules of a kernel tree against every property");
  const auto selection = std::make_shared<Selection>();
  selection->add_options(command);
  act(command, invocation, selection, check);
}

}  // namespace pfncheck
