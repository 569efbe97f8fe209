// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/completion/completion.hpp"
#include "cli/command.hpp"
#include "cli/version.hpp"

namespace pfncheck {
namespace {

struct CompletionOptions {
  const CLI::App* program = nullptr;
  std::string what;
};

int completion(const CompletionOptions& options, const Session& session) {
  const ProgramWords program = words_of_program(*options.program);
  const std::string text = options.what == "bash"   ? bash_completion(program)
                           : options.what == "zsh"  ? zsh_completion(program)
                           : options.what == "fish" ? fish_completion(program)
                                                    : manual_page(program, version_text());
  session.deliver(text);
  return 0;
}

}  // namespace

void add_completion(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "completion", "print completions for a shell, or the manual page");
  const auto options = std::make_shared<CompletionOptions>();
  options->program = &app;
  command.add_option("what", options->what, "bash, zsh, fish or man")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}))
      ->type_name("WHAT");
  act(command, invocation, options, completion);
}

}  // namespace pfncheck
