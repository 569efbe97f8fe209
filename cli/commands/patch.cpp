// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

struct PatchOptions {
  Selection selection;
  std::vector<std::string> patches;  ///< exactly one; more are refused with the remedy
};

/// Several files have no order of their own, and `HEAD` alone no base.
void require_one_patch(const PatchOptions& options) {
  const std::vector<std::string>& patches = options.patches;
  const std::string& tree = options.selection.tree;
  if (patches.size() > 1)
    throw InputError(
        fmt::format("{} patches, where one is taken; put a series into one file, in order (`cat {} > "
                    "series.mbox`), or pipe it in with `-`",
                    patches.size(), fmt::join(patches, " ")));
  const std::string& patch = patches.front();
  if (patch != "-" && patch.find("..") == std::string::npos && !std::filesystem::exists(patch) &&
      std::filesystem::exists(tree + "/.git"))
    throw InputError(
        fmt::format("{}: no such file; for commits of {} write a range such as HEAD~1..HEAD", patch, tree));
}

int review(const PatchOptions& options, const Session& session) {
  require_one_patch(options);
  const std::string& patch = options.patches.front();
  PatchRequest request{.check = options.selection.request(), .patch = patch, .is_range = false};
  // A file of that name wins: "a..b.patch" is a fine name for one.
  request.is_range = patch.find("..") != std::string::npos && !std::filesystem::exists(patch);
  Report report = review_patch(request, session.review_options(options.selection.deadline));
  report.command = "patch";
  options.selection.rows.say(request.check.archs, report);
  return session.deliver(report);
}

}  // namespace

void add_patch(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "patch", "say what a patch changes, and which properties it breaks");
  const auto options = std::make_shared<PatchOptions>();
  options->selection.deadline = 120;
  options->selection.add_options(command);
  command
      .add_option("patch", options->patches,
                  "diff, mail or mbox with a series; REV..REV of the git tree; - for standard input")
      ->required()
      ->type_name("PATCH|MBOX|REV..REV|-");
  act(command, invocation, options, review);
}

}  // namespace pfncheck
