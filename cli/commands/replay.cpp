// SPDX-License-Identifier: GPL-2.0-or-later
#include <fstream>
#include <sstream>

#include "cli/builtin_model.hpp"
#include "cli/command.hpp"
#include "lift/tree/kernel_tree.hpp"
#include "model/input_error.hpp"
#include "report/json.hpp"

namespace pfncheck {
namespace {

/// Reports of all rows and origins stay far below this.
constexpr std::size_t most_bytes = 64U << 20;

struct ReplayOptions {
  std::string witness, tree;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf()))
    throw InputError("cannot read " + path + "; name a witness or a report written with --format json");
  if (text.str().size() > most_bytes) throw InputError(path + " is too large for a witness");
  return text.str();
}

int replay(const ReplayOptions& options, const Session& session) {
  Report report;
  for (const ResultRecord& record : witnesses_of_json(content_of(options.witness), options.witness))
    report.results.push_back(options.tree.empty()
                                 ? replay_on_model(record)
                                 : replay_on_tree(record, options.tree, session.review_options()));
  report.command = "replay";
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
  command.add_option("--tree", options->tree, "use the rule of this tree [the built-in model]")
      ->type_name("DIR");
  act(command, invocation, options, replay);
}

}  // namespace pfncheck
