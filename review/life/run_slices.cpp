// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/life/run_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "model/machine/history.hpp"
#include "review/life/own_faults.hpp"
#include "review/memo.hpp"
#include "review/names.hpp"
#include "review/parallel.hpp"
#include "review/stored.hpp"
#include "solver/ask/remembering.hpp"
#include "solver/life/assumed.hpp"
#include "solver/life/induction.hpp"

namespace pfncheck {

namespace {

std::string reason_of(Outcome outcome, const SliceAnswer& answer) {
  if (outcome == Outcome::not_applicable) return "no step on this row can trigger it";
  if (outcome == Outcome::unknown) return fmt::format("search incomplete: {}", answer.reason);
  return {};
}

SliceRecord record_of(const SliceAnswer& a, const SliceQuestion& question) {
  SliceRecord r{a, question.variant.release.text(), exclusions_of(question), {}, 0, {}, {}, {}};
  for (const LifeFinding& f : a.findings) r.premises.push_back({f.property, f.premise, false});
  return r;
}

void add_proofs(const SliceQuestion& question, const Budget& budget, SliceRecord& record) {
  const StatedSlice stated = state_slice(question);
  const auto engine = make_remembering();
  const InductionResult proved = induct(stated.slice->system, *engine, budget);
  record.queries = proved.queries;
  record.lemmas = proved.lemmas;
  for (const auto& p : proved.properties)
    if (p.closed) (p.by_single_steps ? record.by_single_steps : record.by_induction).push_back(p.property);
}

/// Says of a result what becomes of it without an exclusion that is not kept today.
void say_today(std::vector<ResultRecord>& results, const SliceAnswer& lifted, const std::string& fault) {
  for (ResultRecord& r : results) {
    const LifeFinding& finding = *std::ranges::find(lifted.findings, r.property, &LifeFinding::property);
    const auto row = std::ranges::find(finding.rows, r.arch, &std::pair<std::string, Outcome>::first);
    if (row != finding.rows.end() && row->second == Outcome::refuted && r.verdict != Outcome::refuted)
      r.today.push_back(fault);
    else if (r.verdict == Outcome::not_applicable &&
             std::ranges::find(finding.premise_rows, r.arch) != finding.premise_rows.end())
      r.reason += fmt::format("; it can with {}, which is excluded by default", fault);
  }
}

/// The environment leaves out what kernels, drivers or programs of today do: what that breaks is said, and
/// never counted.
void add_what_is_left_out(const SliceQuestion& question, SliceReport& report) {
  for (const machine::FaultInfo& fault : question.slice->faults) {
    if (!machine::is_left_out(*question.slice, fault, question.variant.release)) continue;
    SliceQuestion with = question;
    const machine::DatedFault* const dated = machine::date_of(*question.slice, fault.name);
    if (dated != nullptr)
      std::erase_if(with.rows, [&](const ArchRow* row) { return !machine::can_be_on(*dated, *row); });
    if (with.rows.empty()) continue;
    with.variant.faults = {std::string(fault.name)};
    const SliceAnswer answer = judge_slice(with);
    say_today(report.results, answer, std::string(fault.name));
    for (ResultRecord& r : records_of(answer, with)) {
      if (r.verdict != Outcome::refuted) continue;
      r.origin = fault.name;
      r.note = fmt::format("{} ({})", fault.sentence, dated != nullptr ? dated->source : fault.source);
      report.outside.push_back(std::move(r));
    }
  }
}

/// What induction closes holds, however far the search came, where the search met its premise.
void hold_by_proof(const SliceAnswer& answer, SliceReport& report) {
  const auto is_in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (ResultRecord& r : report.results) {
    const LifeFinding& finding = *std::ranges::find(answer.findings, r.property, &LifeFinding::property);
    const bool proved =
        is_in(report.slice.by_induction, r.property) || is_in(report.slice.by_single_steps, r.property);
    if (r.verdict != Outcome::unknown || !proved || !is_in(finding.premise_rows, r.arch)) continue;
    r.verdict = Outcome::holds;
    r.reason.clear();
    r.note = "proved by induction; the search is incomplete";
  }
}

/// What was never met was not shown: an operation, a row of a rule, a premise.
void say_gaps(SliceReport& report) {
  const SliceRecord& s = report.slice;
  if (!s.complete) return;  // its verdicts say so
  const auto say = [&](const char* what, const std::vector<LifeCount>& counts, const char* why) {
    for (const LifeCount& c : counts)
      if (c.times == 0 && !c.may_be_zero)
        report.not_checked.push_back(
            {fmt::format("slice {}: {} `{}`", s.slice, what, c.name), why, {}, "", true});
  };
  say("operation", s.operations, "no reachable state takes it");
  say("property", s.premises, "its premise is met in no reachable state");
}

/// Several slices ask one rule: a row must decide in one of them.
void say_rows_without_use(const std::vector<SliceReport>& reports, Report& report) {
  struct Use {
    bool needed = false, used = false;
  };
  std::map<std::string, Use> uses;
  for (const SliceReport& one : reports)
    for (const LifeCount& row : one.slice.rule_rows) {
      uses[row.name].needed |= !row.may_be_zero;
      uses[row.name].used |= row.times != 0;
    }
  for (const auto& [row, use] : uses)
    if (use.needed && !use.used)
      report.not_checked.push_back(
          {fmt::format("row `{}`", row), "it decides no step of any slice", {}, "", true});
}

/// The whole question as text.
std::string key_of(const LifeRequest& request, const SliceQuestion& question, const Budget& budget) {
  std::string key =
      fmt::format("slice {} {} {}\n", build_id(), question.slice->name, request.variant.release.text());
  for (const ArchRow* row : question.rows) key += fmt::format("row {}\n", row->name);
  for (const LifeProperty* property : question.properties)
    key += fmt::format("property {}\n", property->name);
  for (const std::string& fault : request.variant.faults) key += fmt::format("fault {}\n", fault);
  return key + fmt::format("{} {} {} {}\n", request.prove, request.whole, question.options.most_states,
                           budget.seconds);
}

/// Rows on which the release has faults of its own are explored apart from the others.
std::vector<SliceQuestion> questions_of(const LifeRequest& request, const ReviewOptions& options) {
  std::vector<SliceQuestion> questions;
  for (const machine::SliceInfo* slice : request.slices) {
    SliceQuestion question;
    question.slice = slice;
    question.variant = request.variant;
    question.rows = request.rows;
    question.properties = request.properties;
    question.options.most_states = request.most_states;
    question.options.interrupted = options.budget.stop;
    std::ranges::move(parts_of(question), std::back_inserter(questions));
  }
  return questions;
}

/// " (mips32, mips64)"; of many rows how many.
std::string on_rows(const SliceQuestion& question) {
  if (question.rows.size() > 3) return fmt::format(" ({} rows)", question.rows.size());
  std::vector<std::string_view> names;
  for (const ArchRow* row : question.rows) names.push_back(row->name);
  return fmt::format(" ({})", fmt::join(names, ", "));
}

SliceReport run_slice(const LifeRequest& request, const SliceQuestion& question,
                      const ReviewOptions& options) {
  const SliceAnswer answer = judge_slice(question);
  SliceReport report{records_of(answer, question), {}, {}, record_of(answer, question)};
  if (request.variant.faults.empty() && answer.states != 0) add_what_is_left_out(question, report);
  if (request.prove && answer.states != 0) add_proofs(question, options.budget, report.slice);
  hold_by_proof(answer, report);
  note_own_faults(question, report.results);
  if (request.whole) say_gaps(report);
  return report;
}

}  // namespace

std::vector<ResultRecord> records_of(const SliceAnswer& answer, const SliceQuestion& question) {
  std::vector<ResultRecord> records;
  std::vector<std::string> excluded;
  for (const StoryAssumption& exclusion : exclusions_of(question)) excluded.push_back(exclusion.name);
  for (const LifeFinding& finding : answer.findings) {
    for (std::size_t i = 0; i < finding.rows.size(); ++i) {
      const ArchRow& row = *question.rows[i];
      ResultRecord r;
      r.property = finding.property;
      r.rule = answer.slice;
      r.arch = row.name;
      r.config = row.config;
      r.built = row.buildable;
      r.release = question.variant.release.text();
      r.verdict = finding.rows[i].second;
      r.reason = reason_of(r.verdict, answer);
      r.excluded = excluded;
      if (r.verdict == Outcome::refuted) {
        r.starts = finding.starts;
        for (const ToldStory& told : finding.stories)
          if (std::ranges::find(told.rows, r.arch) != told.rows.end()) r.story = told.story;
      }
      records.push_back(std::move(r));
    }
  }
  return records;
}

void run_slices(const LifeRequest& request, const ReviewOptions& options, Report& report) {
  const std::vector<SliceQuestion> questions = questions_of(request, options);
  std::vector<SliceReport> reports(questions.size());
  const std::optional<Memo> memo =
      options.cache.empty() ? std::nullopt : std::optional<Memo>(std::in_place, options.cache);
  in_parallel(reports.size(), options, [&](std::size_t i) {
    const SliceQuestion& question = questions[i];
    const std::string key = key_of(request, question, options.budget);
    if (memo)
      if (const auto known = memo->find(key))
        if (auto stored = slice_from_stored(*known)) {
          reports[i] = std::move(*stored);
          return;
        }
    if (options.progress) options.progress(fmt::format("slice {}", question.slice->name));
    reports[i] = run_slice(request, question, options);
    if (question.rows.size() != request.rows.size()) reports[i].slice.slice += on_rows(question);
    if (memo) memo->store(key, to_stored(reports[i]));
  });
  if (request.whole && request.slices.size() == machine::slices().size())
    say_rows_without_use(reports, report);
  for (SliceReport& one : reports) {
    std::ranges::move(one.results, std::back_inserter(report.results));
    std::ranges::move(one.outside, std::back_inserter(report.outside));
    std::ranges::move(one.not_checked, std::back_inserter(report.not_checked));
    report.slices.push_back(std::move(one.slice));
  }
}

std::vector<std::string> all_slice_names() {
  std::vector<std::string> names;
  for (const machine::SliceInfo& slice : machine::slices()) names.emplace_back(slice.name);
  return names;
}

std::vector<std::string> all_suite_names() {
  std::vector<std::string> names;
  for (const machine::SliceInfo& slice : machine::slices())
    if (std::ranges::find(names, slice.suite) == names.end()) names.emplace_back(slice.suite);
  return names;
}

std::vector<std::string> all_life_property_names() {
  std::vector<std::string> names;
  for (const LifeProperty& property : life_properties()) names.emplace_back(property.name);
  return names;
}

}  // namespace pfncheck
