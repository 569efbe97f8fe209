// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.hpp"
#include "cli/life/run_cases.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"

namespace pfncheck {
namespace {

struct CasesOptions {
  std::vector<std::string> paths;
  bool promote = false, verdict = false;
};

/// A report over its own case would be the end of the case.
void keep_case(const std::string& file, const std::string& output) {
  std::error_code error;
  if (!output.empty() && std::filesystem::equivalent(file, output, error))
    throw InputError(fmt::format("-o {} is the case itself: name another file", output));
}

int cases(const CasesOptions& options, const Session& session) {
  if (options.verdict && !options.promote) throw InputError("--verdict goes with --promote");
  const bool all = options.paths.empty();
  if (options.promote && !options.verdict && !all)
    throw InputError(
        "--promote writes the index of the whole catalogue: name no paths, or give --verdict too");
  const std::string folder = all ? cases_folder() : "";
  const auto files = case_files(all ? std::vector<std::string>{folder} : options.paths);
  for (const std::string& file : files) keep_case(file, session.common.output);
  Report report;
  report.command = "cases";
  const std::vector<Case> read = read_cases(files, report.messages);
  if (options.promote && !report.messages.empty())
    throw InputError(fmt::format("nothing was written: {}", report.messages.front().text));
  report.cases = run_cases(read, session.work_options());
  if (session.interrupts.interrupted()) throw Interrupted{};  // before anything is written
  if (options.verdict)
    for (std::size_t i = 0; i < read.size(); ++i)
      if (!report.cases[i].as_expected && promote_verdict(read[i].path, report.cases[i])) {
        report.cases[i].as_expected = true;
        report.cases[i].reason.clear();
      }
  if (options.promote && all) write_kinds(folder, report.cases);
  if (all) hold_against_kinds(folder, report.cases);
  return session.deliver(report);
}

struct CaseOptions {
  std::string file;
  unsigned unroll = 0;
};

int one_case(const CaseOptions& options, const Session& session) {
  keep_case(options.file, session.common.output);
  Report report;
  report.command = "case";
  if (options.unroll == 0)
    report.cases = run_cases({read_case(options.file)}, session.work_options());
  else
    report.cases = {unroll_case(options.file, options.unroll, session.work_options())};
  return session.deliver(report);
}

}  // namespace

void add_cases(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "cases", "run the catalogue of cases, or the files and folders named");
  const auto options = std::make_shared<CasesOptions>();
  command.add_option("path", options->paths, "case files and folders [cases]")
      ->type_name("PATH")
      ->check(not_empty)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_flag("--promote", options->promote, "write the index `kinds` anew from what the cases say");
  command.add_flag("--verdict", options->verdict,
                   "with --promote: write verdict and steps into cases that are not as expected");
  act(command, invocation, options, cases);
}

void add_case(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "case", "run one case and show its trace");
  const auto options = std::make_shared<CaseOptions>();
  command.add_option("file", options->file, "a TOML file; see docs/cases.md")
      ->required()
      ->type_name("FILE")
      ->check(not_empty);
  command
      .add_option("--unroll", options->unroll,
                  "search symbolically instead, at most so many steps; proves nothing beyond")
      ->type_name("STEPS")
      ->check(CLI::Range(1U, 200U));
  act(command, invocation, options, one_case);
}

}  // namespace pfncheck
