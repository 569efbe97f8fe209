// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/catalogue.hpp"
#include "cli/command.hpp"

namespace pfncheck {
namespace {

struct ListOptions {
  std::string what;
  bool markdown = false;
};

int list(const ListOptions& options, const Session& session) {
  const auto entries = catalogue(options.what);
  const std::string text = options.markdown                        ? markdown(entries, options.what)
                           : session.common.format == Format::json ? json(entries)
                                                                   : list_text(entries);
  session.deliver(text);
  return 0;
}

}  // namespace

void add_list(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "list", "list what pfncheck knows");
  const auto options = std::make_shared<ListOptions>();
  command
      .add_option("what", options->what,
                  "props, rules, origins, arches, slices, operations, faults, cases or matrix")
      ->required()
      ->type_name("WHAT");
  command.add_flag("--markdown", options->markdown, "a page of the manual");
  act(command, invocation, options, list);
}

}  // namespace pfncheck
