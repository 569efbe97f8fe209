// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/patched_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lift/tree/kbuild_unit.hpp"
#include "model/functions/functions.hpp"
#include "review/header_users.hpp"
#include "review/modelled.hpp"
#include "review/moved.hpp"
#include "review/parallel.hpp"
#include "review/resting.hpp"

namespace pfncheck {

namespace {

/// The property of every function that changes.
constexpr const char* exit_is_balanced = "exit_is_balanced";

/// A failure that is there without the patch.
Compiled of_the_tree(Compiled compiled) {
  compiled.failure = fmt::format("without the patch: {}; mend the tree first", compiled.failure);
  for (CompilerMessage& message : compiled.messages)
    message.text = fmt::format("without the patch: {}", message.text);
  return compiled;
}

/// "takes 1 mutex more than it gives back".
std::string net_text(const std::string& what, int net) {
  if (net == 0) return fmt::format("{}: as many taken as given back", what);
  return net > 0 ? fmt::format("{}: {} more taken than given back", what, net)
                 : fmt::format("{}: {} more given back than taken", what, -net);
}

ResultRecord unbalanced_exit(const RowJob& job, const accounting::ComparedFunction& f,
                             const UnbalancedExit& exit) {
  ResultRecord record;
  record.property = exit_is_balanced;
  record.rule = record.function = f.name;
  record.arch = job.row.name;
  record.config = job.prepared.config;
  record.release = job.tree.release().text();
  record.side = Side::after;
  record.verdict = Outcome::refuted;
  record.delta = Delta::new_;
  record.place = {exit.where.file, exit.where.line};
  WitnessRecord witness;
  witness.when = f.call.when;
  witness.before = net_text(exit.what, exit.before);
  witness.after = net_text(exit.what, exit.after);
  witness.path = f.call.way;
  witness.then = f.call.after;
  witness.one_call = true;
  record.witness = std::move(witness);
  record.no_trace = fmt::format("no slice has {}()", f.name);
  return record;
}

/// Of a function that changed: whether that is in keeping with its contract. Nothing if it has none, or if a
/// violation says so itself.
std::string kept_contract(const RowReport& report, const std::string& function) {
  std::size_t clauses = 0;
  for (const ResultRecord& r : report.results) {
    if (r.rule != function || r.verdict == Outcome::not_applicable) continue;
    if (r.verdict != Outcome::holds) return {};
    ++clauses;
  }
  const Contract* contract = find_contract(function);
  if (clauses == 0 || contract == nullptr) return {};
  constexpr const char* kept = "every clause of its contract holds";
  return contract->leaves_out.empty() ? kept
                                      : fmt::format("{}; it leaves out {}", kept, contract->leaves_out);
}

/// Whether a violation says already that the change is wrong.
bool is_convicted(const RowReport& report, const accounting::ComparedFunction& f) {
  return !f.call.unbalanced.empty() || std::ranges::any_of(report.results, [&](const ResultRecord& r) {
    return r.rule == f.name && r.delta == Delta::new_;
  });
}

/// The functions that the account compared, as the reader sees them.
void add_changes(const RowJob& job, const RowLines& lines, RowReport& report) {
  for (const accounting::ComparedFunction& f : lines.compared) {
    ChangeRecord change;
    change.function = f.name;
    change.place = {f.file, f.line};
    change.arch = job.row.name;
    change.config = job.prepared.config;
    change.meaning = f.meaning;
    change.reason = f.reason;
    if (f.meaning == Meaning::different && f.reason.empty()) change.reason = kept_contract(report, f.name);
    change.judged = f.judged || is_convicted(report, f);
    if (f.meaning != Meaning::same && !change.judged) change.modelled_as = operations_after(f.file, f.name);
    change.by_name = f.by_name;
    change.when = f.call.when;
    change.before = f.call.before;
    change.after = f.call.after;
    report.changes.push_back(std::move(change));
    for (const UnbalancedExit& exit : f.call.unbalanced)
      report.results.push_back(unbalanced_exit(job, f, exit));
  }
}

/// Two units read whole are more than all else that a row keeps: other units come after this one.
void let_go(const RowJob& job) {
  job.before.module.let_go();
  job.after->module.let_go();
}

/// A unit that is compared for the sake of a header alone.
bool is_user_of_header(const PatchWork& work, const std::string& unit) {
  return unit != normal_page_unit &&
         std::ranges::find(work.changes->changed, unit) == work.changes->changed.end();
}

/// A function of a header is compared whether or not the unit uses it: what is the same by itself is the same
/// for all its users.
RowLines lines_with_headers(const PatchWork& work, const RowJob& job, const RowReport& report) {
  const std::vector<std::string>& files = job.before.compiled.files;
  const bool has_headers = std::ranges::any_of(work.changes->changed, [&](const std::string& file) {
    return file.ends_with(".h") && std::ranges::binary_search(files, file);
  });
  if (!has_headers || is_user_of_header(work, job.unit)) return lines_of_row(job, report, work.memo);
  const std::string& cache = work.options.cache;
  const SideUnit after = compile_side(work.tree, job.prepared, job.unit, work.after, cache, Emitted::all);
  RowJob with_headers = job;
  with_headers.before = compile_side(work.tree, job.prepared, job.unit, work.before, cache, Emitted::all);
  with_headers.after = &after;
  let_go(job);
  if (after.digest.empty() || with_headers.before.digest.empty()) return lines_of_row(job, report, work.memo);
  return lines_of_row(with_headers, report, work.memo);
}

/// One unit of which both sides were compiled.
PatchedRow compare_unit(const PatchWork& work, const RowJob& job, const Compiled& build) {
  const SideUnit& after = *job.after;
  if (job.before.digest.empty())
    return {failed_row(job.row, job.unit, of_the_tree(job.before.compiled)), {lines_of_failed_row(job)}};
  // Kbuild's words first: what it refuses is no kernel, and what we made of it nonetheless means nothing.
  if (!build.messages.empty()) return {failed_row(job.row, job.unit, build), {lines_of_failed_row(job)}};
  if (after.digest.empty())
    return {failed_row(job.row, job.unit, after.compiled), {lines_of_failed_row(job)}};
  if (work.options.progress) work.options.progress(fmt::format("{}: comparing {}", job.row.name, job.unit));
  PatchedRow patched;
  patched.report =
      job.unit == normal_page_unit ? review_row(job, work.memo) : review_other_unit(job, work.memo);
  patched.lines.push_back(lines_with_headers(work, job, patched.report));
  let_go(job);
  patched.report.warnings = messages_of(job.row, build.warnings);
  if (!build.failure.empty())
    patched.report.not_checked.push_back(
        {job.unit,
         fmt::format("whether it can be built is not known: {}", build.failure),
         {},
         std::string(job.row.name),
         true});
  return patched;
}

PatchedRow compare_other_unit(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                              const std::string& unit) {
  const auto is_in = [&](const std::vector<std::string>& files) {
    return std::ranges::find(files, unit) != files.end();
  };
  const bool is_new = is_in(work.changes->added), is_gone = is_in(work.changes->deleted);
  if (is_new || is_gone) {
    PatchedRow none;
    none.not_compiled[unit] = is_new ? "a new file: its functions have no other side" : "the file is gone";
    return none;
  }
  const KbuildUnit kbuild = kbuild_unit(work.tree, prepared, unit);
  if (!kbuild.prepared) {
    PatchedRow none;
    none.not_compiled[unit] = kbuild.why;
    if (!kbuild.waits_for.empty()) none.waits_for[unit] = kbuild.waits_for;
    return none;
  }
  if (is_late(work.options.budget)) return late_unit(work, row, prepared, unit);
  const std::string& cache = work.options.cache;
  const Emitted emitted = is_user_of_header(work, unit) ? Emitted::all : Emitted::used;
  SideUnit before = compile_side(work.tree, *kbuild.prepared, unit, work.before, cache, emitted);
  const SideUnit after = compile_side(work.tree, *kbuild.prepared, unit, work.after, cache, emitted);
  Compiled build;
  if (work.options.asks_build)
    build = build_unit(work.tree, *kbuild.prepared, unit, *work.after, cache, before.module, after.module);
  const RowJob job{work.tree,         work.request, work.options, row,        *kbuild.prepared,
                   std::move(before), &after,       work.changes, work.lives, unit};
  return compare_unit(work, job, build);
}

void add_units(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
               const std::vector<std::string>& units, PatchedRow& patched) {
  std::vector<PatchedRow> others(units.size());
  in_parallel(units.size(), work.options,
              [&](std::size_t i) { others[i] = compare_other_unit(work, row, prepared, units[i]); });
  for (PatchedRow& other : others) {
    append(patched.report, std::move(other.report));
    std::ranges::move(other.lines, std::back_inserter(patched.lines));
    patched.not_compiled.merge(other.not_compiled);
    patched.waits_for.merge(other.waits_for);
  }
}

/// Of one row. "No functional change" of a unit says nothing where a function of a header does change in
/// another.
void keep_the_worst(std::vector<ChangeRecord>& changes) {
  std::set<std::pair<std::string, std::string>> changing;  // file, function
  for (const ChangeRecord& c : changes)
    if (c.meaning != Meaning::same) changing.emplace(c.place.file, c.function);
  std::erase_if(changes, [&](const ChangeRecord& c) {
    return c.meaning == Meaning::same && changing.contains({c.place.file, c.function});
  });
}

}  // namespace

PatchedRow late_unit(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                     const std::string& unit) {
  const SideUnit none;
  const RowJob job{work.tree, work.request, work.options, row,        prepared,
                   none,      &none,        work.changes, work.lives, unit};
  return {late_row(row, unit, work.options.budget), {lines_of_failed_row(job)}};
}

PatchedRow compare_units(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                         const std::vector<std::string>& units) {
  const SideUnit none;
  const RowJob job{work.tree, work.request, work.options, row,       prepared,
                   none,      &none,        work.changes, work.lives};
  PatchedRow patched;
  add_units(work, row, prepared, units, patched);
  settle_moved(patched.lines);
  for (const RowLines& lines : patched.lines) add_changes(job, lines, patched.report);
  return patched;
}

PatchedRow compare_row(const PatchWork& work, const ArchRow& row, const Prepared& prepared,
                       CompiledSides sides) {
  const RowJob job{work.tree,    work.request, work.options, row, prepared, std::move(sides.before),
                   &sides.after, work.changes, work.lives};
  PatchedRow patched = compare_unit(work, job, sides.build);
  std::vector<std::string> units = work.changes->changed;
  units.insert(units.end(), work.changes->deleted.begin(), work.changes->deleted.end());
  std::erase_if(units,
                [](const std::string& file) { return !file.ends_with(".c") || file == normal_page_unit; });
  add_units(work, row, prepared, units, patched);
  // What a compiler says of a header it says without optimising, too.
  ReviewOptions options = work.options;
  options.asks_build = false;
  add_units({work.tree, work.request, options, work.memo, work.includers, work.before, work.after,
             work.changes, work.lives},
            row, prepared, users_of_headers(work, row, prepared, patched.lines, patched.users), patched);
  settle_moved(patched.lines);
  leave_open_what_rests_on_changes(patched.lines, patched.report);
  for (const RowLines& lines : patched.lines) add_changes(job, lines, patched.report);
  keep_the_worst(patched.report.changes);
  return patched;
}

Report report_of_rows(const PatchWork& work, std::vector<PatchedRow> rows) {
  Report report;
  report.command = "patch";
  report.release = work.tree.release().text();
  std::vector<RowLines> lines;
  std::map<std::string, std::string> not_compiled;
  UsersOfHeaders users;
  for (PatchedRow& row : rows) {
    merge(users, std::move(row.users));
    not_compiled.merge(row.not_compiled);
    append(report, std::move(row.report));
    std::ranges::move(row.lines, std::back_inserter(lines));
  }
  account(*work.changes, lines, not_compiled, work.request.archs, report);
  say_where_headers_were_compared(std::move(users), report);
  say_what_is_declared_otherwise(work, lines, report);
  return report;
}

}  // namespace pfncheck
