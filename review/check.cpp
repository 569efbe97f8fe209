// SPDX-License-Identifier: GPL-2.0-or-later
// `check`: every rule of a tree on every row that was asked for.
#include <fmt/format.h>

#include <algorithm>

#include "lift/tree/kbuild_unit.hpp"
#include "model/kernel/releases.hpp"
#include "review/function/contract_row.hpp"
#include "review/parallel.hpp"
#include "review/row.hpp"

namespace pfncheck {

namespace {

/// Contracts of functions that do not stand in the file of the rules.
RowReport check_other_unit(const KernelTree& tree, const CheckRequest& request, const ReviewOptions& options,
                           const ArchRow& row, const Prepared& prepared, const std::string& unit,
                           const Memo& memo) {
  if (is_late(options.budget)) return late_row(row, unit, options.budget);
  RowJob job{tree, request, options, row, prepared, {}};
  job.unit = unit;
  KbuildUnit kbuild = kbuild_unit(tree, prepared, unit);
  if (!kbuild.prepared) return contracts_without_unit(job, kbuild.why);
  job.prepared = std::move(*kbuild.prepared);
  job.before = compile_side(tree, job.prepared, unit, nullptr, options.cache);
  if (job.before.digest.empty()) return failed_row(row, unit, job.before.compiled);
  return review_other_unit(job, memo);
}

RowReport check_row(const KernelTree& tree, const CheckRequest& request, const ReviewOptions& options,
                    const ArchRow& row, const Memo& memo) {
  Prepared prepared = prepare_row(tree, row, options);
  if (is_late(options.budget)) return late_row(row, normal_page_unit, options.budget);
  SideUnit before = compile_side(tree, prepared, normal_page_unit, nullptr, options.cache);
  if (before.digest.empty()) return failed_row(row, normal_page_unit, before.compiled);
  if (options.progress) options.progress(fmt::format("{}: checking", row.name));
  RowReport report =
      review_row(RowJob{tree, request, options, row, prepared, std::move(before), nullptr}, memo);
  for (const std::string& unit : other_units(request))
    append(report, check_other_unit(tree, request, options, row, prepared, unit, memo));
  return report;
}

/// A rule that was asked for by name and that no row has is said, not passed over.
void say_absent_rules(const CheckRequest& request, Report& report) {
  for (const std::string& rule : request.rules) {
    const auto of_rule = [&](const ResultRecord& r) { return r.rule == rule; };
    const auto found = std::ranges::find_if(report.results, of_rule);
    if (found == report.results.end() || std::ranges::any_of(report.results, [&](const ResultRecord& r) {
          return of_rule(r) && r.verdict != Outcome::not_applicable;
        }))
      continue;
    report.not_checked.push_back({rule, found->reason, {}, {}, false});
  }
}

}  // namespace

void say_about_tree(const KernelTree& tree, const UserConfigs& configs, Report& report) {
  if (tree.is_view())
    report.notes.push_back(fmt::format(
        "{} was built in: what Kbuild made there is left out{}", tree.source(),
        configs.empty() ? fmt::format("; for its own configuration add --config {}", tree.source()) : ""));
  std::string line = about_younger(tree.release(), tree.full_release());
  if (!line.empty()) report.notes.push_back(std::move(line));
}

void say_about_configs(const UserConfigs& configs, Report& report) {
  for (const auto& config : configs) {
    const auto found = std::ranges::find(report.results, config->row().name, &ResultRecord::arch);
    if (found == report.results.end() || found->config.size() <= config->row().config.size()) continue;
    report.notes.push_back(fmt::format("{}: prepared{}: make olddefconfig left these options out",
                                       config->row().name,
                                       found->config.substr(config->row().config.size())));
  }
}

RowReport unprepared_row(const ArchRow& row, const NotPrepared& why) {
  RowReport report;
  report.not_checked.push_back({std::string(row.name), why.what(), {}, std::string(row.name), why.counts()});
  return report;
}

std::vector<Message> messages_of(const ArchRow& row, const std::vector<CompilerMessage>& messages) {
  std::vector<Message> records;
  for (const CompilerMessage& m : messages)
    records.push_back({{m.file, m.line}, m.text, std::string(row.name)});
  return records;
}

RowReport failed_row(const ArchRow& row, const std::string& unit, const Compiled& compiled) {
  RowReport report;
  report.messages = messages_of(row, compiled.messages);
  report.not_checked.push_back({unit, compiled.failure, {}, std::string(row.name), true});
  return report;
}

Report check_tree(const CheckRequest& request, const ReviewOptions& options) {
  const KernelTree tree = KernelTree::open(request.tree, options.cache);
  const Memo memo(options.cache, options.budget);
  std::vector<RowReport> rows(request.archs.size());
  const ReviewOptions share = share_of(options, rows.size());
  on_each_row(
      request.archs, options,
      [&](std::size_t i) { rows[i] = check_row(tree, request, share, *request.archs[i], memo); },
      [&](std::size_t i, const NotPrepared& why) { rows[i] = unprepared_row(*request.archs[i], why); });
  Report report;
  report.command = "check";
  report.release = tree.release().text();
  report.full_release = tree.full_release();
  say_about_tree(tree, request.configs, report);
  for (RowReport& row : rows) append(report, std::move(row));
  say_about_configs(request.configs, report);
  say_absent_rules(request, report);
  return report;
}

std::vector<PreparedRow> prepare_tree(const PrepareRequest& request, const ReviewOptions& options) {
  const KernelTree tree = KernelTree::open(request.tree, options.cache);
  std::vector<PreparedRow> rows(request.archs.size());
  in_parallel(rows.size(), options, [&](std::size_t i) {
    const ArchRow& row = *request.archs[i];
    try {
      const Prepared prepared = prepare(tree, row, options.cache, options.progress);
      const SideUnit unit = compile_side(tree, prepared, normal_page_unit, nullptr, options.cache);
      rows[i] = {std::string(row.name), prepared.config,
                 unit.digest.empty() ? unit.compiled.failure : std::string()};
    } catch (const NotPrepared& reason) {
      if (rows.size() == 1) throw;
      rows[i] = {std::string(row.name), std::string(row.config), reason.what(), reason.counts()};
    }
  });
  return rows;
}

}  // namespace pfncheck
