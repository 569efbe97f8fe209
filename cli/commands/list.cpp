// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/catalogue/catalogue.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/selection.hpp"
#include "report/wrap.hpp"

namespace pfncheck {
namespace {

struct ListOptions {
  std::string what;
  Wanted wanted;
  bool markdown = false;
};

int list(const ListOptions& options, const Session& session) {
  const auto entries = wanted(catalogue(options.what), options.wanted);
  const std::string text =
      options.markdown ? markdown(entries, options.what)
      : session.common.format == Format::json
          ? json(entries, "list", options.what)
          : laid_out(list_text(entries, session.common.quiet), width_of_page(session.common));
  session.deliver(text);
  return 0;
}

}  // namespace

void add_list(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "list", "list what pfncheck knows");
  const auto options = std::make_shared<ListOptions>();
  command
      .add_option("what", options->what,
                  "props, rules, origins, arches, slices, operations, faults, cases, discussions or matrix")
      ->required()
      ->type_name("WHAT");
  command.add_option("word", options->wanted.words, "only entries in which each of these words stands")
      ->type_name("WORD")
      ->check(not_empty)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  command.add_option("--thread", options->wanted.thread, "only what has its source in this discussion: 004")
      ->type_name("ID")
      ->check(not_empty);
  command.add_option("--suite", options->wanted.suite, "only cases of this suite: kvm, mm or vfio")
      ->type_name("SUITE")
      ->check(not_empty);
  command.add_flag("--markdown", options->markdown, "a page of the manual");
  act(command, invocation, options, list);
}

}  // namespace pfncheck
