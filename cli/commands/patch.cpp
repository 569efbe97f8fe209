// SPDX-License-Identifier: GPL-2.0-or-later
#include <filesystem>

#include "cli/command.hpp"
#include "cli/selection.hpp"

namespace pfncheck {
namespace {

struct PatchOptions {
  Selection selection;
  std::string patch;
};

int review(const PatchOptions& options, const Session& session) {
  PatchRequest request{.check = options.selection.request(), .patch = options.patch, .is_range = false};
  // A file of that name wins: "a..b.patch" is a fine name for one.
  request.is_range = options.patch.find("..") != std::string::npos && !std::filesystem::exists(options.patch);
  Report report = review_patch(request, session.review_options());
  report.command = "patch";
  return session.deliver(report);
}

}  // namespace

void add_patch(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "patch", "say what a patch changes, and which properties it breaks");
  const auto options = std::make_shared<PatchOptions>();
  options->selection.add_options(command);
  command
      .add_option("patch", options->patch,
                  "diff, mail or mbox with a series; REV..REV of the git tree; - for standard input")
      ->required()
      ->type_name("PATCH|MBOX|REV..REV|-");
  act(command, invocation, options, review);
}

}  // namespace pfncheck
