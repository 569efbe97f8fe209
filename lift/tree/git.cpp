// SPDX-License-Identifier: GPL-2.0-or-later
#include "lift/tree/git.hpp"

#include <cstdlib>
#include <filesystem>

#include "lift/tree/process.hpp"
#include "model/input_error.hpp"

namespace pfncheck {

namespace {

std::vector<std::string> environment(const std::string& folder, bool search_upwards) {
  const char* path = std::getenv("PATH");
  std::vector<std::string> all = {
      std::string("PATH=") + (path ? path : "/usr/local/bin:/usr/bin:/bin"),
      "HOME=" + folder,
      "LC_ALL=C",
      "GIT_CONFIG_NOSYSTEM=1",
      "GIT_CONFIG_GLOBAL=/dev/null",
      "GIT_ATTR_NOSYSTEM=1",
      "GIT_PAGER=cat",
      "GIT_TERMINAL_PROMPT=0",
      "GIT_OPTIONAL_LOCKS=0",
      // A partial clone would fetch a missing object by whatever transport its configuration names.
      "GIT_ALLOW_PROTOCOL=none",
  };
  if (!search_upwards)
    all.push_back("GIT_CEILING_DIRECTORIES=" + std::filesystem::path(folder).parent_path().string());
  return all;
}

}  // namespace

GitResult git(const std::vector<std::string>& arguments, const std::string& folder, const std::string& input,
              bool search_upwards) {
  Command command;
  command.cwd = std::filesystem::canonical(folder).string();
  command.argv = {"git", "--no-pager",           "-c", "core.hooksPath=/dev/null",
                  "-c",  "core.fsmonitor=false", "-c", "core.quotePath=false"};
  // The user named this folder himself, and nothing of its configuration is run.
  command.argv.insert(command.argv.end(), {"-c", "safe.directory=*"});
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  command.env = environment(command.cwd, search_upwards);
  command.input = input;
  command.limits.wall_seconds = 60;
  command.limits.output_bytes = 128U << 20;
  const ProcessResult result = run(command);
  if (!result.started) throw InputError("git cannot be started (" + result.error + "): install git");
  if (result.timed_out)
    throw InputError("git " + arguments.front() + " took over 60 s: give a smaller patch");
  if (result.too_much)
    throw InputError("git " + arguments.front() + " printed over 128 MB: give a smaller patch");
  return {result.signal == 0 ? result.status : -1, result.out, result.err};
}

}  // namespace pfncheck
