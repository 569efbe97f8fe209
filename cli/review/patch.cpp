// SPDX-License-Identifier: GPL-2.0-or-later
// `patch`: both sides of every row, what changed, and an account of every changed line.
#include <fmt/format.h>

#include "cli/review/accounting.hpp"
#include "cli/review/parallel.hpp"
#include "cli/review/row.hpp"
#include "lift/tree/files.hpp"

namespace pfncheck {

namespace {

struct PatchWork {
  const KernelTree& tree;
  const PatchedFiles& files;
  const CheckRequest& request;
  const ReviewOptions& options;
  const Memo& memo;
};

struct PatchedRow {
  RowReport report;
  std::optional<RowLines> lines;  ///< absent if a side does not compile
};

PatchedRow review_patched_row(const PatchWork& work, const ArchRow& row) {
  const std::string& cache = work.options.cache;
  Prepared prepared = prepare(work.tree, row, cache, work.options.progress);
  SideUnit before = compile_side(work.tree, prepared, nullptr, cache);
  if (before.digest.empty()) return {failed_row(row, before.compiled), std::nullopt};
  const SideUnit after = compile_side(work.tree, prepared, &work.files, cache);
  if (after.digest.empty()) return {failed_row(row, after.compiled), std::nullopt};
  if (work.options.progress) work.options.progress(fmt::format("{}: comparing", row.name));
  const RowJob job{work.tree,           work.request,      work.options, row,
                   std::move(prepared), std::move(before), &after};
  PatchedRow patched{review_row(job, work.memo), std::nullopt};
  patched.lines = lines_of_row(job, patched.report, work.memo);
  return patched;
}

KernelTree tree_of(const PatchRequest& request, const ReviewOptions& options) {
  if (!request.is_range) return KernelTree::open(request.check.tree);
  return KernelTree::at_revision(request.check.tree, parse_range(request.patch).left, options.cache);
}

}  // namespace

Report review_patch(const PatchRequest& request, const ReviewOptions& options) {
  const KernelTree tree = tree_of(request, options);
  const TemporaryFolder scratch(options.cache);
  const PatchedFiles files = apply(
      tree, request.is_range ? read_range(request.check.tree, request.patch) : read_patches(request.patch),
      scratch.path());
  const Memo memo(options.cache);
  const PatchWork work{tree, files, request.check, options, memo};
  std::vector<PatchedRow> rows(request.check.archs.size());
  in_parallel(rows.size(), options,
              [&](std::size_t i) { rows[i] = review_patched_row(work, *request.check.archs[i]); });
  Report report;
  report.command = "patch";
  report.release = tree.release().text();
  report.full_release = tree.full_release();
  std::vector<RowLines> lines;
  for (PatchedRow& row : rows) {
    append(report, std::move(row.report));
    if (row.lines) lines.push_back(std::move(*row.lines));
  }
  account(files, lines, report);
  return report;
}

}  // namespace pfncheck
