// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"
#include "review/life/run_cases.hpp"
#include "review/names.hpp"

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

/// The file, or the case of the catalogue that has this name: "vfio/NAME", "NAME".
std::string case_named(const std::string& name) {
  std::error_code error;
  if (std::filesystem::exists(name, error)) return name;
  std::vector<std::string> files;
  try {
    files = case_files({cases_folder()});
  } catch (const InputError&) {
    throw InputError(
        fmt::format("no case file {}, and there is no catalogue beside the program or here", name));
  }
  // As a path in a checkout or as a name.
  std::string asked = name.starts_with("cases/") ? name.substr(6) : name;
  if (asked.ends_with(".toml")) asked.resize(asked.size() - 5);
  std::vector<std::string> names;
  for (const std::string& file : files) {
    const std::filesystem::path path(file);
    const std::string stem = path.stem().string();
    names.push_back((path.parent_path().filename() / stem).string());
    if (names.back() == asked || stem == asked) return file;
  }
  refuse_name("case file, and no case of the catalogue,", name, names, "list cases");
}

int one_case(const CaseOptions& options, const Session& session) {
  const std::string file = case_named(options.file);
  keep_case(file, session.common.output);
  Report report;
  report.command = "case";
  if (options.unroll == 0)
    report.cases = run_cases({read_case(file)}, session.work_options());
  else
    report.cases = {unroll_case(file, options.unroll, session.work_options())};
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
  command
      .add_option("file", options->file,
                  "a TOML file (docs/cases.md), or the name of a case of the catalogue")
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
