// SPDX-License-Identifier: GPL-2.0-or-later
// The frame of every command: arguments in, exit code out, no exception past this file.
#include <fmt/format.h>

#include <cstdio>
#include <iostream>

#include "cli/command.hpp"
#include "cli/fault.hpp"
#include "cli/version.hpp"
#include "model/input_error.hpp"
#include "report/exit_code.hpp"
#include "review/names.hpp"
#include "review/signal_stack.hpp"

namespace pfncheck {
namespace {

int code(ExitCode exit_code) {
  return static_cast<int>(exit_code);
}

void complain(const std::string& text) {
  std::fputs(fmt::format("pfncheck: error: {}\n", text).c_str(), stderr);
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// The first argument that is neither an option nor what an option of the program takes: the command.
std::string command_word(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("-")) return word;
    const CLI::Option* option = app.get_option_no_throw(word);
    if (option != nullptr && option->get_items_expected_max() > 0) ++i;
  }
  return "";
}

/// What was probably meant by the arguments that a command did not take; empty if nothing is near.
std::string remedy(const CLI::App& command, const CLI::ParseError& error) {
  std::vector<std::string> options;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  const std::vector<std::string> left = command.remaining();
  for (const std::string& word : left) {
    if (!word.starts_with("--")) continue;
    const std::string typed = word.substr(0, word.find('='));
    const std::string near = nearest(typed, options);
    return near.empty() ? fmt::format("no option `{}`", typed)
                        : fmt::format("no option `{}`; did you mean `{}`?", typed, near);
  }
  const bool lacks_tree = std::string_view(error.what()).starts_with("--tree is required");
  return lacks_tree && !left.empty()
             ? fmt::format("{}; did you mean `--tree {}`?", error.what(), left.front())
             : "";
}

/// The parser's own words, and a near miss for a command that does not exist.
std::string say_what_is_wrong(const CLI::App& app, const CLI::ParseError& error, int argc,
                              const char* const* argv) {
  const std::string first = command_word(app, argc, argv);
  const auto names = command_names(app);
  const bool known = std::find(names.begin(), names.end(), first) != names.end();
  if (known)
    if (const std::string meant = remedy(*app.get_subcommand(first), error); !meant.empty())
      return fmt::format("{} see `pfncheck {} --help`", meant.ends_with("?") ? meant : meant + ";", first);
  if (first.empty() || known)
    return fmt::format("{}; see `pfncheck {}{}--help`", error.what(), known ? first : "", known ? " " : "");
  const std::string near = nearest(first, names);
  return fmt::format("no command `{}`; {}see `pfncheck --help`", first,
                     near.empty() ? "" : fmt::format("did you mean `{}`? ", near));
}

int run_action(const Invocation& invocation) {
  InterruptWatch interrupts;
  try {
    const CommonOptions& common = invocation.common;
    ProgressLine progress(common.quiet ? ShowProgress::never : common.progress);
    // A signal that comes after the report was delivered changes nothing about it.
    return invocation.action(Session{invocation.common, progress, interrupts});
  } catch (const Interrupted&) {
    return code(ExitCode::interrupted);
  } catch (...) {
    // What was going on was cut short: whatever it says of the reason is not the reason.
    if (interrupts.interrupted()) return code(ExitCode::interrupted);
    throw;
  }
}

int run_guarded(const Invocation& invocation, const FaultWatch& faults) {
  try {
    const int result = run_action(invocation);
    if (result == code(ExitCode::interrupted)) complain(interrupted_text);
    return result;
  } catch (const InputError& error) {
    complain(error.what());
    return code(ExitCode::bad_input);
  } catch (const std::exception& error) {
    complain(is_want(error) ? no_memory_text : fault_text(error.what(), faults.command()));
    return code(is_want(error) ? ExitCode::bad_input : ExitCode::fault);
  }
}

void add_commands(CLI::App& app, Invocation& invocation) {
  add_run(app, invocation);
  add_case(app, invocation);
  add_cases(app, invocation);
  add_function(app, invocation);
  add_prove(app, invocation);
  add_check(app, invocation);
  add_patch(app, invocation);
  add_table(app, invocation);
  add_replay(app, invocation);
  add_list(app, invocation);
  add_explain(app, invocation);
  add_prepare(app, invocation);
  add_doctor(app, invocation);
  add_completion(app, invocation);
}

int run_watched(int argc, const char* const* argv, const FaultWatch& faults) {
  CLI::App app(
      "Checks whether a Linux mm patch breaks the rules that say which page-table entries own a page "
      "reference.",
      "pfncheck");
  app.set_version_flag("--version", fmt::format("pfncheck {}", version_text()));
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 decided, nothing (new) violated; 1 violated; 2 wrong input; 3 undecided; 70 a fault of "
      "pfncheck.");
  Invocation invocation;
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  add_common_options(app, invocation.common);  // before the command or after it
  add_commands(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    complain(say_what_is_wrong(app, error, argc, argv));
    return code(ExitCode::bad_input);
  }
  return run_guarded(invocation, faults);
}

}  // namespace

int run_program(int argc, const char* const* argv) {
  try {
    const FaultWatch faults(argc, argv);
    const SignalStack stack;
    return run_watched(argc, argv, faults);
  } catch (const std::exception& error) {
    // Before an action began, maybe before the watch did.
    const bool is_ours = !is_want(error) && dynamic_cast<const InputError*>(&error) == nullptr;
    complain(is_want(error) ? no_memory_text : is_ours ? fault_text(error.what(), "pfncheck") : error.what());
    return code(is_ours ? ExitCode::fault : ExitCode::bad_input);
  }
}

}  // namespace pfncheck
