// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/review/made_patch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "lift/tree/files.hpp"
#include "model/input_error.hpp"
#include "review/names.hpp"
#include "review/review.hpp"

namespace pfncheck::test {

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

std::optional<std::string> kernel_to_ask(const char* variable) {
  const char* const tree = environment(variable);
  if (tree != nullptr && environment("PFNCHECK_CACHE") != nullptr) return tree;
  WARN("skipped: set " << variable << " and PFNCHECK_CACHE (scripts/test does)");
  return std::nullopt;
}

bool is_sweep() {
  return environment("PFNCHECK_SWEEP") != nullptr;
}

std::vector<const ArchRow*> rows_for(const edit::Script& script) {
  const auto is_named = [&](const ArchRow& row) {
    return std::ranges::find(script.also, row.name) != script.also.end() ||
           std::ranges::any_of(script.fresh,
                               [&](const edit::Expectation& e) {
                                 return std::ranges::find(e.rows, row.name) != e.rows.end();
                               }) ||
           std::ranges::any_of(script.edits, [&](const edit::Edit& e) {
             return e.file.starts_with(fmt::format("arch/{}/", row.name));
           });
  };
  std::vector<const ArchRow*> rows = {find_arch("x86_64")};
  for (const ArchRow& row : arch_rows()) {
    const bool is_swept = is_sweep() && (row.name == "arm64" || row.name == "arm");
    if (row.name != "x86_64" && (is_swept || is_named(row))) rows.push_back(&row);
  }
  return rows;
}

Report review_made(const edit::Script& script, const std::string& tree,
                   const std::vector<const ArchRow*>& rows, Asked asked) {
  const TemporaryFolder folder("/tmp");
  PatchRequest request;
  request.patch = folder.path() + "/made.patch";
  write_file(request.patch, edit::make_patch(script, tree));
  request.check.tree = tree;
  request.check.archs = rows;
  for (const Property& property : properties()) request.check.properties.push_back(&property);
  if (asked != Asked::rules) request.check.clauses = all_clause_names();
  ReviewOptions options;
  options.cache = environment("PFNCHECK_CACHE");
  options.asks_build = asked == Asked::all || is_sweep();
  Report report = review_patch(request, options);
  report.command = "patch";
  finish(report);
  return report;
}

std::string one_line_patch(const std::string& tree, const std::string& file, const std::string& before,
                           const std::string& after) {
  std::istringstream text(read_file(tree + "/" + file).value_or(""));
  unsigned number = 0;
  for (std::string line; std::getline(text, line);) {
    ++number;
    const std::size_t at = line.find(before);
    if (at == std::string::npos) continue;
    std::string changed = line;
    changed.replace(at, before.size(), after);
    return fmt::format("--- a/{0}\n+++ b/{0}\n@@ -{1} +{1} @@\n-{2}\n+{3}\n", file, number, line, changed);
  }
  throw InputError(file + " has no line with " + before);
}

std::string told(const Report& report) {
  std::string text = fmt::format("exit {}\n", report.exit_code);
  for (const ChangeRecord& c : report.changes)
    if (c.meaning != Meaning::same)
      text += fmt::format("{} {}: {} {}\n", c.arch, c.function, to_string(c.meaning), c.reason);
  for (const ResultRecord& r : report.results)
    if (r.delta == Delta::new_)
      text +=
          fmt::format("{} {}: NEW {} {}\n", r.arch, r.rule, r.property, r.witness ? r.witness->after : "");
  for (const NotChecked& n : report.not_checked) text += fmt::format("{} {}: {}\n", n.arch, n.what, n.why);
  for (const Message& m : report.messages)
    text += fmt::format("{} {}:{}: {}\n", m.arch, m.place.file, m.place.line, m.text);
  return text;
}

}  // namespace pfncheck::test
