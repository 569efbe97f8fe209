// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include "cli/catalogue/catalogue.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "report/wrap.hpp"

namespace pfncheck {
namespace {

struct ExplainOptions {
  std::vector<std::string> words;  ///< of one name: "not looked at"
};

int explain_name(const ExplainOptions& options, const Session& session) {
  const std::string name = fmt::format("{}", fmt::join(options.words, " "));
  const auto entries = explain_words(options.words);
  session.deliver(session.common.format == Format::json
                      ? json(entries, "explain", name)
                      : laid_out(explain_text(entries, session.common.quiet), width_of_page(session.common)));
  return 0;
}

}  // namespace

void add_explain(CLI::App& app, Invocation& invocation) {
  CLI::App& command =
      add_command(app, invocation, "explain", "say what a name in a report means, and where it comes from");
  const auto options = std::make_shared<ExplainOptions>();
  command
      .add_option("name", options->words, "property, rule, origin, architecture, case, or a word of a report")
      ->required()
      ->type_name("NAME");
  act(command, invocation, options, explain_name);
}

}  // namespace pfncheck
