// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/patched_row.hpp"

#include <fmt/format.h>

namespace pfncheck {

namespace {

/// A failure that is there without the patch.
Compiled of_the_tree(Compiled compiled) {
  compiled.failure = fmt::format("without the patch: {}", compiled.failure);
  for (CompilerMessage& message : compiled.messages)
    message.text = fmt::format("without the patch: {}", message.text);
  return compiled;
}

}  // namespace

PatchedRow compare_row(const PatchWork& work, const ArchRow& row, Prepared prepared, CompiledSides sides) {
  const SideUnit& after = sides.after;
  const Compiled& build = sides.build;
  const RowJob job{work.tree, work.request, work.options, row, std::move(prepared), std::move(sides.before),
                   &after,    work.changes, work.lives};
  if (job.before.digest.empty())
    return {failed_row(row, of_the_tree(job.before.compiled)), lines_of_failed_row(job)};
  // Kbuild's words first: what it refuses is no kernel, and what we made of it nonetheless means nothing.
  if (!build.messages.empty()) return {failed_row(row, build), lines_of_failed_row(job)};
  if (after.digest.empty()) return {failed_row(row, after.compiled), lines_of_failed_row(job)};
  if (work.options.progress) work.options.progress(fmt::format("{}: comparing", row.name));
  PatchedRow patched{review_row(job, work.memo), std::nullopt};
  patched.lines = lines_of_row(job, patched.report, work.memo);
  patched.report.warnings = messages_of(row, build.warnings);
  if (!build.failure.empty())
    patched.report.not_checked.push_back(
        {normal_page_unit,
         fmt::format("whether it can be built is not known: {}", build.failure),
         {},
         std::string(row.name),
         true});
  return patched;
}

Report report_of_rows(const PatchWork& work, std::vector<PatchedRow> rows) {
  Report report;
  report.command = "patch";
  report.release = work.tree.release().text();
  std::vector<RowLines> lines;
  for (PatchedRow& row : rows) {
    append(report, std::move(row.report));
    if (row.lines) lines.push_back(std::move(*row.lines));
  }
  account(*work.changes, lines, work.request.archs, report);
  return report;
}

}  // namespace pfncheck
