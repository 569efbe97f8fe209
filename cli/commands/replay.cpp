// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "model/input_error.hpp"
#include "report/json.hpp"
#include "review/builtin_model.hpp"
#include "review/names.hpp"

namespace pfncheck {
namespace {

/// Reports of all rows and origins stay far below this.
constexpr std::size_t most_bytes = 64U << 20;

struct ReplayOptions {
  std::string witness, tree;
  std::vector<std::string> configs;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    throw InputError("cannot read " + path + "; name a witness or a report written with --format json");
  if (text.str().size() > most_bytes) throw InputError(path + " is too large for a witness");
  return text.str();
}

/// The built-in model says nothing about the code of a tree: "holds" would be read as "fixed".
void require_tree(const Witnesses& witnesses, const std::string& path) {
  if (!witnesses.full_release.empty())
    throw InputError(fmt::format(
        "{}: the report is of Linux {}; name that tree, or another one to try it on, with --tree DIR", path,
        witnesses.full_release));
  for (const ResultRecord& record : witnesses.records)
    if (!record.place.file.empty())
      throw InputError(fmt::format(
          "{}: the witness is of a tree of Linux {}; name it, or another one to try it on, with --tree DIR",
          path, record.release));
}

int replay(const ReplayOptions& options, const Session& session) {
  const Witnesses witnesses = witnesses_of_json(content_of(options.witness), options.witness);
  if (options.tree.empty()) require_tree(witnesses, options.witness);
  if (options.tree.empty() && !options.configs.empty())
    throw InputError("--config is for a kernel tree: name it with --tree DIR");
  const UserConfigs configs = configs_of(options.configs);
  Report report;
  report.command = "replay";
  const std::vector<std::string> clauses = all_clause_names();
  for (const ResultRecord& record : witnesses.records) {
    if (std::ranges::find(clauses, record.property) != clauses.end()) {
      report.not_checked.push_back({fmt::format("{} of {}()", record.property, record.rule),
                                    "a clause of a contract: replay evaluates rules only",
                                    {},
                                    record.arch,
                                    true});
      continue;
    }
    if (record.origin.empty())
      throw InputError(fmt::format("{}: not a witness: `origin` is missing; write one with --format json",
                                   options.witness));
    Replayed replayed = options.tree.empty() ? replay_on_model(record, options.witness)
                                             : replay_on_tree(record, options.witness, options.tree, configs,
                                                              session.review_options());
    // One that holds here is said among the results: the other list is of those that do not.
    const bool apart = replayed.outside && replayed.record.verdict != Outcome::holds;
    (apart ? report.outside : report.results).push_back(std::move(replayed.record));
  }
  if (!options.tree.empty()) report.full_release = KernelTree::open(options.tree).full_release();
  return session.deliver(report);
}

}  // namespace

void add_replay(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "replay", "evaluate a rule on the inputs of a witness");
  const auto options = std::make_shared<ReplayOptions>();
  command
      .add_option("witness", options->witness, "a report or one of its results, written with --format json")
      ->required()
      ->type_name("WITNESS.json");
  add_folder_option(command, "--tree", options->tree, "use the rule of this tree [the built-in model]");
  add_config_option(command, options->configs);
  act(command, invocation, options, replay);
}

}  // namespace pfncheck
