// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/series.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "review/parallel.hpp"

namespace pfncheck {

namespace {

/// States that are compiled and lifted on each row: some seconds each.
constexpr std::size_t most_states = 32;

bool touches(const PatchedFiles& step, const std::vector<std::string>& files) {
  const auto in_unit = [&](const std::string& file) {
    return file == normal_page_unit || std::ranges::binary_search(files, file);
  };
  // A new header can take the place of another that was found further down the include path.
  return std::ranges::any_of(step.changed, in_unit) || std::ranges::any_of(step.deleted, in_unit) ||
         std::ranges::any_of(step.added, [](const std::string& file) { return file.ends_with(".h"); });
}

/// Everything that the patches of a series are looked at with.
struct Steps {
  const PatchWork& whole;
  const AppliedSeries& applied;

  std::size_t count() const { return applied.steps.size(); }
  PatchWork work(std::size_t i, const PatchedFiles* before) const {
    PatchWork work = whole;
    work.before = before;
    work.after = &applied.states[i];
    work.changes = &applied.steps[i];
    work.lives = false;
    return work;
  }
};

/// All patches on one row, in order; a patch that the unit does not see leaves an empty report.
std::vector<PatchedRow> review_row_of_each(const Steps& steps, const ArchRow& row) {
  const PatchWork& whole = steps.whole;
  const std::string& cache = whole.options.cache;
  const Prepared prepared = prepare_row(whole.tree, row, whole.options);
  std::vector<PatchedRow> rows(steps.count());
  // What does not compile is not compared with: the next patch is, with the last state that did.
  SideUnit last = compile_side(whole.tree, prepared, normal_page_unit, nullptr, cache);
  bool is_broken = last.digest.empty();
  for (std::size_t i = 0; i < steps.count(); ++i) {
    if (whole.options.interrupted && whole.options.interrupted()) throw Interrupted{};
    if (is_late(whole.options.budget)) {
      rows[i] = late_unit(steps.work(i, last.files), row, prepared, normal_page_unit);
      continue;
    }
    if (!is_broken && !touches(steps.applied.steps[i], last.compiled.files)) {
      rows[i] = compare_row(steps.work(i, last.files), row, prepared, {last, last, {}});
      continue;
    }
    const SideUnit next =
        compile_side(whole.tree, prepared, normal_page_unit, &steps.applied.states[i], cache);
    Compiled build;
    if (whole.options.asks_build)
      build = build_unit(whole.tree, prepared, normal_page_unit, steps.applied.states[i], cache, last.module,
                         next.module);
    is_broken = next.digest.empty() || !build.messages.empty();
    rows[i] = compare_row(steps.work(i, last.files), row, prepared, {last, next, build});
    if (!is_broken) last = next;
  }
  return rows;
}

bool is_said(const ResultRecord& r) {
  return r.delta == Delta::new_ || r.delta == Delta::fixed || r.verdict == Outcome::unknown ||
         r.verdict == Outcome::unsupported || r.verdict == Outcome::error;
}

PatchRecord record_of(const Patch& patch, unsigned number, Report part) {
  finish(part);
  PatchRecord record;
  record.number = number;
  record.subject = patch.subject;
  std::erase_if(part.results, [](const ResultRecord& r) { return !is_said(r); });
  std::erase_if(part.changes, [](const ChangeRecord& c) { return c.meaning == Meaning::same; });
  record.results = std::move(part.results);
  record.changes = std::move(part.changes);
  record.messages = std::move(part.messages);
  record.warnings = std::move(part.warnings);
  record.not_checked = std::move(part.not_checked);
  record.summary = part.summary;
  record.exit_code = part.exit_code;
  return record;
}

/// The last patch that makes this violation: an earlier one may have been undone on the way.
unsigned maker_of(const ResultRecord& violation, const std::vector<PatchRecord>& patches) {
  const auto same = [&](const ResultRecord& r) {
    return r.delta == Delta::new_ && r.property == violation.property && r.rule == violation.rule &&
           r.arch == violation.arch && r.config == violation.config;
  };
  const auto found = std::find_if(patches.rbegin(), patches.rend(),
                                  [&](const PatchRecord& p) { return std::ranges::any_of(p.results, same); });
  return found == patches.rend() ? 0 : found->number;
}

}  // namespace

void review_each(const PatchWork& whole, const std::vector<Patch>& patches, const AppliedSeries& applied,
                 const ReviewOptions& options, Report& report) {
  const Steps steps{whole, applied};
  const std::vector<const ArchRow*>& archs = whole.request.archs;
  if (patches.size() > most_states) {
    report.notes.push_back(fmt::format("{} patches are more than {}: they are only compared as a whole",
                                       patches.size(), most_states));
    return;
  }
  std::vector<std::vector<PatchedRow>> of_row(archs.size());
  in_parallel(archs.size(), options, [&](std::size_t i) {
    try {
      of_row[i] = review_row_of_each(steps, *archs[i]);
    } catch (const NotPrepared&) {
      of_row[i].resize(steps.count());  // the report of the whole says so
    }
  });
  for (std::size_t i = 0; i < steps.count(); ++i) {
    std::vector<PatchedRow> rows;
    for (std::vector<PatchedRow>& of_one : of_row) rows.push_back(std::move(of_one[i]));
    const unsigned number = static_cast<unsigned>(i + 1);
    report.patches.push_back(
        record_of(patches[i], number, report_of_rows(steps.work(i, nullptr), std::move(rows))));
  }
  for (ResultRecord& r : report.results)
    if (r.delta == Delta::new_) r.patch = maker_of(r, report.patches);
}

}  // namespace pfncheck
