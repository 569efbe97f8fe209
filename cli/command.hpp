// SPDX-License-Identifier: GPL-2.0-or-later
// One command of the program: it adds its options to the parser and leaves an action that runs once they are
// read.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "cli/interrupt.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "review/review.hpp"

namespace pfncheck {

/// What a command has while it runs.
struct Session {
  const CommonOptions& common;
  ProgressLine& progress;
  const InterruptWatch& interrupts;

  /// Every command's output goes through here: the progress line ends, and the text is written as -o says.
  /// Throws Interrupted, with nothing written, once SIGINT has come: what was being done was cut short, and
  /// its result may say anything.
  void deliver(const std::string& text) const;
  /// Finishes a report and writes it as asked for; gives its exit code.
  int deliver(Report& report) const;

  /// For work without a tree: no cache.
  ReviewOptions work_options() const;
  /// For work on kernel trees: makes the cache folder if there is none. Throws InputError if it cannot be
  /// written to. `deadline`: seconds for the whole call, from now on; 0: none.
  ReviewOptions review_options(double deadline = 0) const;
  /// Threads to use: --jobs, or as many as there are processors.
  unsigned jobs() const;
};

/// What the parser fills.
struct Invocation {
  CommonOptions common;
  std::function<int(const Session&)> action;  ///< gives the exit code
};

/// A subcommand with the common options.
CLI::App& add_command(CLI::App& app, Invocation& invocation, const std::string& name,
                      const std::string& help);

/// --deadline, for commands that may take long; `seconds` is what it is without the option.
void add_deadline_option(CLI::App& command, double& seconds);

/// Calls `action` with the command's own options if the command is chosen.
template <class Options>
void act(CLI::App& command, Invocation& invocation, const std::shared_ptr<Options>& options,
         int (*action)(const Options&, const Session&)) {
  command.final_callback([&invocation, options, action] {
    invocation.action = [options, action](const Session& session) { return action(*options, session); };
  });
}

void add_run(CLI::App& app, Invocation& invocation);
void add_case(CLI::App& app, Invocation& invocation);
void add_cases(CLI::App& app, Invocation& invocation);
void add_function(CLI::App& app, Invocation& invocation);
void add_prove(CLI::App& app, Invocation& invocation);
void add_check(CLI::App& app, Invocation& invocation);
void add_patch(CLI::App& app, Invocation& invocation);
void add_table(CLI::App& app, Invocation& invocation);
void add_replay(CLI::App& app, Invocation& invocation);
void add_list(CLI::App& app, Invocation& invocation);
void add_explain(CLI::App& app, Invocation& invocation);
void add_prepare(CLI::App& app, Invocation& invocation);
void add_doctor(CLI::App& app, Invocation& invocation);
void add_completion(CLI::App& app, Invocation& invocation);

/// --format, -o, --jobs, --budget, --cache, --color, -q, -v.
void add_common_options(CLI::App& command, CommonOptions& options);

/// Reads the arguments, runs the command and returns the exit code; every exception ends here.
int run_program(int argc, const char* const* argv);

}  // namespace pfncheck
