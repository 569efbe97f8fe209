// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/selection.hpp"
#include "report/json.hpp"
#include "report/wrap.hpp"

namespace pfncheck {
namespace {

struct PrepareOptions {
  std::string tree;
  RowChoice rows;
};

/// A row that this kernel cannot be built for is no fault of anybody's; another can be mended.
int exit_of(const std::vector<PreparedRow>& rows) {
  return std::ranges::any_of(rows, &PreparedRow::counts) ? 2 : 0;
}

std::string text_of(const std::vector<PreparedRow>& rows, bool quiet) {
  std::string out;
  std::size_t ready = 0;
  for (const PreparedRow& row : rows) {
    ready += row.failure.empty() ? 1 : 0;
    if (quiet && row.failure.empty()) continue;
    out += fmt::format("{:12} {:24} {}\n", row.arch, row.config,
                       wrapped(row.failure.empty() ? "ready" : row.failure, 38));
  }
  return out + fmt::format("{} of {} ready.  exit {}\n", ready, rows.size(), exit_of(rows));
}

std::string json_of(const std::vector<PreparedRow>& rows) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const PreparedRow& row : rows)
    list.push_back({{"arch", row.arch},
                    {"config", row.config},
                    {"ready", row.failure.empty()},
                    {"reason", row.failure.empty() ? Json(nullptr) : Json(row.failure)}});
  const Json document = {{"schema", json_schema_version},
                         {"command", "prepare"},
                         {"rows", std::move(list)},
                         {"exit_code", exit_of(rows)}};
  return document.dump(2) + "\n";
}

int prepare_rows(const PrepareOptions& options, const Session& session) {
  RowChoice::Rows chosen = options.rows.rows();
  const PrepareRequest request{
      .tree = options.tree, .archs = std::move(chosen.rows), .configs = std::move(chosen.configs)};
  const std::vector<PreparedRow> rows = prepare_tree(request, session.review_options());
  const CommonOptions& common = session.common;
  session.deliver(common.format == Format::json
                      ? json_of(rows)
                      : laid_out(text_of(rows, common.quiet), width_of_page(common)));
  return exit_of(rows);
}

}  // namespace

void add_prepare(CLI::App& app, Invocation& invocation) {
  CLI::App& command = add_command(app, invocation, "prepare",
                                  "configure a tree ahead of time, so that later calls are quick");
  const auto options = std::make_shared<PrepareOptions>();
  add_tree_option(command, options->tree);
  options->rows.add_options(command);
  act(command, invocation, options, prepare_rows);
}

}  // namespace pfncheck
