// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"
#include "review/function/case_file.hpp"
#include "review/parallel.hpp"

namespace pfncheck {
namespace {

struct FunctionOptions {
  std::vector<std::string> paths;
};

int function(const FunctionOptions& options, const Session& session) {
  const std::vector<std::string> files = function_case_files(options.paths);
  Report report;
  report.command = "function";
  std::vector<std::optional<FunctionCaseRecord>> records(files.size());
  std::vector<std::vector<Message>> messages(files.size());
  const ReviewOptions work = session.work_options();
  in_parallel(files.size(), work, [&](std::size_t i) {
    try {
      records[i] = run_function_case(files[i], work, messages[i]);
    } catch (const InputError& error) {
      if (files.size() == 1) throw;
      messages[i].push_back({{files[i], 0}, error.what(), ""});
    }
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (std::optional<FunctionCaseRecord>& record = records[i])
      report.function_cases.push_back(std::move(*record));
    report.messages.insert(report.messages.end(), messages[i].begin(), messages[i].end());
  }
  return session.deliver(report);
}

}  // namespace

void add_function(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "function",
                                  "ask about C functions of a file, without a kernel (docs/functions.md)");
  const auto options = std::make_shared<FunctionOptions>();
  command
      .add_option("path", options->paths,
                  "C files with `before` and `after`, or with assertions; folders of them")
      ->required()
      ->type_name("FILE")
      ->check(not_empty)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  act(command, invocation, options, function);
}

}  // namespace pfncheck
