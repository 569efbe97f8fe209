// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>

#include "cli/builtin_model.hpp"
#include "cli/command.hpp"
#include "cli/names.hpp"

namespace pfncheck {
namespace {

struct RunOptions {
  std::vector<std::string> suites, archs, releases;
};

/// A suite is the family, a rule or a property; the request is the union.
ModelRequest request_of(const RunOptions& options) {
  const std::string family = "normal_page";
  std::vector<std::string> known = all_property_names();
  for (const std::string& rule : all_rule_names()) known.push_back(rule);
  known.push_back(family);
  std::vector<std::string> property_names;
  std::vector<Level> levels;
  for (const std::string& suite : options.suites) {
    if (const RuleName* rule = find_rule(suite))
      levels.push_back(rule->level);
    else if (find_property(suite) != nullptr)
      property_names.push_back(suite);
    else if (suite != family)
      refuse_name("suite", suite, known, "list props");
  }
  ModelRequest request;
  request.properties = properties_of(property_names);
  for (const RuleName& rule : rule_names())
    if (levels.empty() || std::find(levels.begin(), levels.end(), rule.level) != levels.end())
      request.levels.push_back(rule.level);
  request.archs = archs_of(options.archs.empty() ? std::vector<std::string>{"all"} : options.archs,
                           /*buildable_only=*/false);
  for (const std::string& release : options.releases) request.releases.push_back(release_of(release));
  if (request.releases.empty()) request.releases = model_releases();
  return request;
}

int run_model(const RunOptions& options, const Session& session) {
  Report report = check_model(request_of(options), session.work_options());
  return session.deliver(report);
}

}  // namespace

void add_run(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "run", "check the built-in model; needs no kernel tree");
  const auto options = std::make_shared<RunOptions>();
  const auto add_names = [](CLI::Option* option, const char* type) {
    option->delimiter(',')->type_name(type)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  };
  add_names(command.add_option("suite", options->suites, "normal_page, a rule or a property [all]"), "SUITE");
  add_names(
      command.add_option("--arch", options->archs, "architecture rows [all, also those without a build]"),
      "A,..");
  add_names(command.add_option("--release", options->releases, "releases of the model [6.1,6.12,6.18]"),
            "R,..");
  act(command, invocation, options, run_model);
}

}  // namespace pfncheck
