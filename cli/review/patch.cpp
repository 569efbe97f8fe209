// SPDX-License-Identifier: GPL-2.0-or-later
// `patch`: both sides of every row, what changed, and an account of every changed line.
#include <fmt/format.h>

#include "cli/review/accounting.hpp"
#include "cli/review/parallel.hpp"
#include "cli/review/row.hpp"
#include "lift/tree/diff_text.hpp"
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
  std::optional<RowLines> lines;  ///< absent if the kernel cannot be built for the row
};

/// A failure that is there without the patch.
Compiled of_the_tree(Compiled compiled) {
  compiled.failure = fmt::format("without the patch: {}", compiled.failure);
  for (CompilerMessage& message : compiled.messages)
    message.text = fmt::format("without the patch: {}", message.text);
  return compiled;
}

PatchedRow review_patched_row(const PatchWork& work, const ArchRow& row) {
  const std::string& cache = work.options.cache;
  Prepared prepared = prepare(work.tree, row, cache, work.options.progress);
  SideUnit before, after;
  Compiled build;
  in_parallel(3, work.options, [&](std::size_t piece) {
    if (piece == 2)
      build = build_unit(work.tree, prepared, normal_page_unit, work.files, cache);
    else
      (piece == 0 ? before : after) =
          compile_side(work.tree, prepared, piece == 0 ? nullptr : &work.files, cache);
  });
  const RowJob job{work.tree,           work.request,      work.options, row,
                   std::move(prepared), std::move(before), &after};
  if (job.before.digest.empty())
    return {failed_row(row, of_the_tree(job.before.compiled)), lines_of_failed_row(job)};
  // Kbuild's words first: what it refuses is no kernel, and what we made of it nonetheless means nothing.
  if (!build.messages.empty()) return {failed_row(row, build), lines_of_failed_row(job)};
  if (after.digest.empty()) return {failed_row(row, after.compiled), lines_of_failed_row(job)};
  if (work.options.progress) work.options.progress(fmt::format("{}: comparing", row.name));
  PatchedRow patched{review_row(job, work.memo), std::nullopt};
  patched.lines = lines_of_row(job, patched.report, work.memo);
  if (!build.failure.empty())
    patched.report.not_checked.push_back(
        {normal_page_unit,
         fmt::format("whether it can be built is not known: {}", build.failure),
         {},
         std::string(row.name),
         true});
  return patched;
}

/// Every path that a git diff names, on either side.
std::vector<std::string> paths_in(const std::vector<Patch>& patches) {
  std::vector<std::string> paths;
  for (const Patch& patch : patches)
    for (const FileDiff& file : parse_diff(patch.diff, patch.place))
      for (const std::string& path : {file.old_path, file.new_path})
        if (!path.empty()) paths.push_back(strip_path(path, 1));
  return paths;
}

struct Base {
  KernelTree tree;
  std::vector<Patch> patches;
};

/// The unpatched tree and what is applied to it: for REV..REV the left revision, whatever is checked out.
Base base_of(const PatchRequest& request, const ReviewOptions& options) {
  const std::string& folder = request.check.tree;
  if (!request.is_range) return {KernelTree::open(folder), read_patches(request.patch)};
  std::vector<Patch> patches = read_range(folder, request.patch);
  const std::string left = parse_range(request.patch).left;
  return {KernelTree::at_revision(folder, left, options.cache, paths_in(patches)), std::move(patches)};
}

}  // namespace

Report review_patch(const PatchRequest& request, const ReviewOptions& options) {
  const auto [tree, patches] = base_of(request, options);
  const TemporaryFolder scratch(options.cache);
  const PatchedFiles files = apply(tree, patches, scratch.path());
  const Memo memo(options.cache);
  const ReviewOptions share = share_of(options, request.check.archs.size());
  const PatchWork work{tree, files, request.check, share, memo};
  std::vector<PatchedRow> rows(request.check.archs.size());
  in_parallel(rows.size(), options, [&](std::size_t i) {
    const ArchRow& row = *request.check.archs[i];
    try {
      rows[i] = review_patched_row(work, row);
    } catch (const NotBuildable& reason) {
      if (rows.size() == 1) throw;
      rows[i].report = unbuildable_row(row, reason.what());
    }
  });
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
