// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>

#include "cli/output.hpp"
#include "cli/selection.hpp"
#include "model/input_error.hpp"
#include "report/output_file.hpp"
#include "review/data_files.hpp"

namespace pfncheck {

void Session::deliver(const std::string& text) const {
  if (interrupts.interrupted()) throw Interrupted{};
  progress.end();
  write_output(common.output, text);
}

int Session::deliver(Report& report) const {
  finish(report);
  deliver(as_asked(report, common));
  return report.exit_code;
}

unsigned Session::jobs() const {
  return common.jobs != 0 ? common.jobs : std::max(1U, std::thread::hardware_concurrency());
}

ReviewOptions Session::work_options() const {
  ReviewOptions options;
  options.jobs = jobs();
  options.budget = Budget{common.budget, &interrupts.flag()};
  options.progress = [this](const std::string& text) { progress.say(text); };
  options.interrupted = [this] { return interrupts.interrupted(); };
  return options;
}

ReviewOptions Session::review_options(double deadline) const {
  const std::string cache = common.cache.empty() ? default_cache() : common.cache;
  std::error_code error;
  std::filesystem::create_directories(cache, error);
  if (error || ::access(cache.c_str(), W_OK | X_OK) != 0)
    throw InputError(
        fmt::format("cannot write to the cache folder {}; name another one with --cache DIR", cache));
  ReviewOptions options = work_options();
  options.cache = std::filesystem::canonical(cache).string();
  if (deadline == 0) return options;
  options.deadline = std::make_shared<Deadline>(deadline);
  options.budget.late = &options.deadline->over();
  options.budget.deadline = deadline;
  return options;
}

void add_deadline_option(CLI::App& command, double& seconds) {
  command
      .add_option(
          "--deadline", seconds,
          fmt::format("time for the whole call, less that of preparing rows; what is not decided then "
                      "is said to be open; 0: none [{:g}]",
                      seconds))
      ->check(CLI::Range(0.0, 86400.0))
      ->type_name("SECONDS");
}

void add_common_options(CLI::App& command, CommonOptions& options) {
  const std::map<std::string, Format> formats = {{"text", Format::text}, {"json", Format::json}};
  const std::map<std::string, Colour> colours = {
      {"auto", Colour::auto_}, {"always", Colour::always}, {"never", Colour::never}};
  const std::map<std::string, ShowProgress> progress = {
      {"auto", ShowProgress::auto_}, {"always", ShowProgress::always}, {"never", ShowProgress::never}};
  const auto add = [&](CLI::Option* option) { option->group("Common options"); };
  add(command
          .add_option_function<std::string>(
              "--format", [&options, formats](const std::string& word) { options.format = formats.at(word); },
              "text or json [text]")
          ->check(CLI::IsMember({"text", "json"}))
          ->type_name("FORMAT"));
  add(command.add_option("-o,--output", options.output, "write the report to FILE, all of it or nothing")
          ->check(not_empty)
          ->type_name("FILE"));
  add(command.add_option("--jobs", options.jobs, "how much to do at once [one per processor]")
          ->check(CLI::Range(1U, 1024U))
          ->type_name("N"));
  add(command
          .add_option("--budget", options.budget,
                      "time for one question to the solver or one phase of work [10]")
          ->check(CLI::Range(0.001, 86400.0))
          ->type_name("SECONDS"));
  add(command.add_option("--cache", options.cache, "[${XDG_CACHE_HOME:-~/.cache}/pfncheck]")
          ->check(not_empty)
          ->type_name("DIR"));
  add(command
          .add_option_function<std::string>(
              "--color", [&options, colours](const std::string& word) { options.colour = colours.at(word); },
              "auto, always or never [auto]")
          ->check(CLI::IsMember({"auto", "always", "never"}))
          ->type_name("WHEN"));
  add(command
          .add_option_function<std::string>(
              "--progress",
              [&options, progress](const std::string& word) { options.progress = progress.at(word); },
              "auto: one line on a terminal; always: elsewhere a line every few seconds; never [auto]")
          ->check(CLI::IsMember({"auto", "always", "never"}))
          ->type_name("WHEN"));
  add(command.add_option("--width", options.width, "columns of the report [of the terminal, or 80]")
          ->check(CLI::Range(40U, 1000U))
          ->type_name("N"));
  add(command.add_flag("-q,--quiet", options.quiet, "violations, what limits the verdicts, the last line"));
  add(command.add_flag("-v,--verbose", options.verbose, "every result, every line of a patch, stand-ins"));
}

CLI::App& add_command(CLI::App& app, Invocation& invocation, const std::string& name,
                      const std::string& help) {
  CLI::App& command = *app.add_subcommand(name, help);
  command.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_common_options(command, invocation.common);
  return command;
}

}  // namespace pfncheck
