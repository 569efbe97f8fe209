// SPDX-License-Identifier: GPL-2.0-or-later
// `patch`: both sides of every row, what changed, and an account of every changed line.
#include "lift/patch/diff_text.hpp"
#include "lift/tree/files.hpp"
#include "review/parallel.hpp"
#include "review/patched_row.hpp"
#include "review/series.hpp"
#include "review/waiting.hpp"

namespace pfncheck {

namespace {

PatchedRow review_patched_row(const PatchWork& work, const ArchRow& row) {
  const std::string& cache = work.options.cache;
  Prepared prepared = prepare_row(work.tree, row, work.options);
  if (is_late(work.options.budget)) return late_unit(work, row, prepared, normal_page_unit);
  // First, and alone: where the patch changes nothing that the unit includes, nothing else is compiled.
  SideUnit before = compile_side(work.tree, prepared, normal_page_unit, work.before, cache), after;
  Compiled build;
  // Where threads are left over, Kbuild's command runs beside ours; else it comes after, and may be spared.
  const bool is_alone = work.options.jobs > 1 && work.options.asks_build;
  in_parallel(is_alone ? 2 : 1, work.options, [&](std::size_t piece) {
    if (piece == 1)
      build = build_unit(work.tree, prepared, normal_page_unit, *work.after, cache);
    else
      after = compile_side(work.tree, prepared, normal_page_unit, work.after, cache);
  });
  if (!is_alone && work.options.asks_build)
    build =
        build_unit(work.tree, prepared, normal_page_unit, *work.after, cache, before.module, after.module);
  return compare_row(work, row, prepared, {std::move(before), after, build});
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
  if (!request.is_range) return {KernelTree::open(folder, options.cache), read_patches(request.patch)};
  std::vector<Patch> patches = read_range(folder, request.patch);
  const std::string left = parse_range(request.patch).left;
  return {KernelTree::at_revision(folder, left, options.cache, paths_in(patches)), std::move(patches)};
}

}  // namespace

Report review_patch(const PatchRequest& request, const ReviewOptions& options) {
  const auto [tree, patches] = base_of(request, options);
  const TemporaryFolder scratch(options.cache);
  const AppliedSeries applied = apply_each(tree.source(), patches, scratch.path());
  const Memo memo(options.cache, options.budget);
  const ReviewOptions share = share_of(options, request.check.archs.size());
  Includers includers(tree.root());
  const PatchWork work{tree, request.check, share, memo, includers, nullptr, &applied.whole, &applied.whole};
  std::vector<PatchedRow> rows(request.check.archs.size());
  const std::vector<const ArchRow*>& archs = request.check.archs;
  on_each_row(
      archs, options, [&](std::size_t i) { rows[i] = review_patched_row(work, *archs[i]); },
      [&](std::size_t i, const NotPrepared& why) { rows[i].report = unprepared_row(*archs[i], why); });
  std::vector<std::string> notes;
  std::vector<PatchedRow> more = rows_with_what_is_waited_for(work, rows, notes);
  std::ranges::move(more, std::back_inserter(rows));
  Report report = report_of_rows(work, std::move(rows));
  report.notes.insert(report.notes.end(), notes.begin(), notes.end());
  report.full_release = tree.full_release();
  say_about_tree(tree, request.check.configs, report);
  say_about_configs(request.check.configs, report);
  for (const Patch& patch : patches)
    report.notes.insert(report.notes.end(), patch.notes.begin(), patch.notes.end());
  report.notes.insert(report.notes.end(), applied.whole.notes.begin(), applied.whole.notes.end());
  if (patches.size() > 1) review_each(work, patches, applied, options, report);
  return report;
}

}  // namespace pfncheck
