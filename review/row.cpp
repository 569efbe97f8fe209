// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "review/consequence.hpp"
#include "review/function/contract_row.hpp"
#include "review/judge.hpp"
#include "review/meaning.hpp"
#include "review/parallel.hpp"
#include "review/stored.hpp"
#include "review/told_case.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {

namespace {

constexpr std::array levels{Level::pte, Level::pmd, Level::pud};

bool wanted(const CheckRequest& request, Level level) {
  const std::string name = normal_page::rule_name(level);
  return request.rules.empty() ||
         std::find(request.rules.begin(), request.rules.end(), name) != request.rules.end();
}

std::string text_of(const CoreMm& core) {
  return fmt::format("{:d}{:d}{:d}{:d}{:d}{:d}{:d}", core.zero_in_mixedmap_is_raw, core.marks_huge,
                     core.has_devmap, core.huge_zero_is_special, core.has_one_rule, core.branches_by_level,
                     core.raw_huge_without_bit);
}

/// Everything that verdicts on the unpatched side rest on.
std::string about_before(const RowJob& job) {
  std::string text = fmt::format("build {}\nrelease {}\ncore {}\nrow {} {}\nbefore {}\nbudget {}\n",
                                 build_id(), job.tree.full_release(), text_of(job.tree.core()), job.row.name,
                                 job.prepared.config_digest, job.before.digest, job.options.budget.seconds);
  for (const Property* property : job.request.properties)
    text += fmt::format("property {}\n", property->name);
  return text;
}

std::string question_of(const RowJob& job) {
  std::string text =
      fmt::format("{}after {}\n", about_before(job), job.after != nullptr ? job.after->digest : "-");
  if (!job.lives) text += "without lives\n";
  for (const Level level : levels)
    if (wanted(job.request, level)) text += fmt::format("rule {}\n", normal_page::rule_name(level));
  return text + contracts_text(job);
}

bool all_decided(const RuleVerdicts& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(), [](const std::vector<Verdict>& of_property) {
    return std::none_of(of_property.begin(), of_property.end(), [](const Verdict& v) {
      return v.outcome == Outcome::unknown || v.outcome == Outcome::error;
    });
  });
}

/// Answers that a larger budget or a repaired machine could change are not worth keeping.
bool worth_keeping(const RowReport& report) {
  const auto fixed = [](const ResultRecord& r) {
    return r.verdict != Outcome::unknown && r.verdict != Outcome::error;
  };
  return !report.is_late && std::all_of(report.results.begin(), report.results.end(), fixed) &&
         std::all_of(report.outside.begin(), report.outside.end(), fixed) &&
         std::none_of(report.changes.begin(), report.changes.end(),
                      [](const ChangeRecord& c) { return c.meaning == Meaning::unknown; });
}

/// One level of a row, lifted and decided: both sides share a Pool, so that equal meaning is the same Term.
class LevelWork {
 public:
  LevelWork(const RowJob& job, const Memo& memo)
      : job_(job),
        memo_(memo),
        engine_(make_remembering()),
        before_(job.before.module.get()),
        after_(job.after == nullptr ? nullptr : job.after->module.get()),
        lift_(lift_options(job.tree.root(), job.options.budget)) {}

  RowReport run(Level level) {
    RowReport report;
    const Judged before = judged_before(level);
    if (after_ == nullptr) {
      add_records(job_, level, nullptr, before, report);
      return report;
    }
    const Judged after = judged_after(level, before);
    add_records(job_, level, &before, after, report);
    show_consequence(before, after, report);
    if (before.lifted.exists || after.lifted.exists) report.changes.push_back(change(level, before, after));
    return report;
  }

 private:
  /// The unpatched side is asked again with every patch: its verdicts are kept by themselves.
  Judged judged_before(Level level) {
    Judged side;
    side.lifted = normal_page::lift_made(*before_, level, pool_, job_.tree.core(), nullptr, lift_);
    const std::string question =
        fmt::format("verdicts of {}\n{}", normal_page::rule_name(level), about_before(job_));
    if (const auto stored = memo_.find(question))
      if (auto verdicts = verdicts_from_stored(*stored)) {
        side.verdicts = std::move(*verdicts);
        return side;
      }
    judge(side, job_.request, *engine_, job_.options.budget);
    if (all_decided(side.verdicts)) memo_.store(question, to_stored(side.verdicts));
    return side;
  }

  Judged judged_after(Level level, const Judged& before) {
    Judged side;
    const Facts* facts = before.lifted.rule ? &before.lifted.rule->facts : nullptr;
    side.lifted = normal_page::lift_made(*after_, level, pool_, job_.tree.core(), facts, lift_);
    if (before.lifted.rule && side.lifted.rule)
      normal_page::keep_entries_of(*before.lifted.rule, *side.lifted.rule);
    if (same_question(before.lifted, side.lifted))
      side.verdicts = before.verdicts;
    else
      judge(side, job_.request, *engine_, job_.options.budget);
    return side;
  }

  /// With a new violation goes the life that it leads to: of an entry of the origin that the record names.
  /// One life is told, under the first record that has one.
  void show_consequence(const Judged& before, const Judged& after, RowReport& report) const {
    const ResultRecord* told = nullptr;
    for (ResultRecord& record : report.results) {
      if (record.delta != Delta::new_) continue;
      record.no_trace = why_no_life(before, after, told);
      if (!record.no_trace.empty()) continue;
      bool is_late = false;
      if (add_life(before, after, record, is_late))
        told = &record;
      else
        record.no_trace = is_late ? fmt::format("undecided: {}", text_of(job_.options.budget))
                                  : fmt::format("not found within the bounds of slice {}",
                                                before.lifted.rule->level == Level::pte ? "own" : "huge");
      report.is_late = report.is_late || is_late;
    }
  }

  /// Why no life of a new violation is looked for; empty if one is.
  std::string why_no_life(const Judged& before, const Judged& after, const ResultRecord* told) const {
    if (told != nullptr) return fmt::format("one is told per function and row, see {}", told->property);
    if (!job_.lives) return "it is looked for in the whole series only";
    if (!before.lifted.rule || !after.lifted.rule) return "the function was not lifted on both sides";
    if (before.lifted.rule->level == Level::pud) return "no slice has PUD leaves";
    return {};
  }

  /// The case of the record becomes that of the life: an entry that the life asks about. A life without one
  /// is not told.
  bool add_life(const Judged& before_side, const Judged& after_side, ResultRecord& record,
                bool& is_late) const {
    const normal_page::Rule &before = *before_side.lifted.rule, &after = *after_side.lifted.rule;
    const Property* property = find_property(record.property);
    const std::vector<Obligation> asked = property->obligations(after);
    const auto obligation = std::find_if(asked.begin(), asked.end(), [&](const Obligation& o) {
      return o.origin == record.origin && !o.outside;
    });
    if (obligation == asked.end()) return false;
    const std::string source = fmt::format("{}:{}", record.place.file, record.place.line);
    const Failing failing{property->name, *obligation};
    const ConsequenceSearch search = consequence_of(before, after, failing, job_.row, source, job_.options);
    is_late = is_late || search.is_late;
    if (!search.found) return false;
    const std::optional<Verdict> told =
        case_of_life(search.found->story, *property, *obligation, after,
                     unknowns_of(after_side.lifted.function), *engine_, job_.options.budget, is_late);
    if (!told) return false;
    show_case(record, *told, &before_side, after_side);
    record.story = search.found->story;
    record.story->breaks = search.found->property;
    record.story->assumes = search.found->world;
    return true;
  }

  ChangeRecord change(Level level, const Judged& before, const Judged& after) {
    const Facts facts = before.lifted.rule ? before.lifted.rule->facts : Facts{};
    const auto raw_before = normal_page::lift_raw(*before_, level, pool_, facts, nullptr, lift_);
    const normal_page::Rule* old = raw_before.rule ? &*raw_before.rule : nullptr;
    const auto raw_after = normal_page::lift_raw(*after_, level, pool_, facts, old, lift_);
    return compare_sides(job_, level, {before.lifted, after.lifted, raw_before, raw_after}, *engine_);
  }

  const RowJob& job_;
  const Memo& memo_;
  Pool pool_;
  std::unique_ptr<Engine> engine_;
  std::shared_ptr<const Module> before_, after_;
  LiftOptions lift_;
};

/// Entries of contracts are read by vm_normal_page(). Where properties of that rule fail with the patch, what
/// fails elsewhere only by its answer is told and not counted. Where none of them does, it is all that shows
/// the violation.
void settle_followers(RowReport& report, RowReport& contracts) {
  const bool is_told = std::ranges::any_of(report.results, [](const ResultRecord& r) {
    return r.delta == Delta::new_ && r.rule == "vm_normal_page";
  });
  std::vector<ResultRecord>& to = is_told ? report.outside : report.results;
  std::ranges::move(contracts.followers, std::back_inserter(to));
  contracts.followers.clear();
}

}  // namespace

RowReport review_row(const RowJob& job, const Memo& memo) {
  const std::string question = question_of(job);
  if (const auto stored = memo.find(question))
    if (auto report = from_stored(*stored)) return std::move(*report);
  std::array<RowReport, levels.size()> of_level;
  in_parallel(levels.size(), job.options, [&](std::size_t i) {
    if (wanted(job.request, levels[i])) of_level[i] = LevelWork(job, memo).run(levels[i]);
  });
  RowReport report;
  for (RowReport& part : of_level) append(report, std::move(part));
  RowReport of_contracts = review_contracts(job, memo);
  settle_followers(report, of_contracts);
  append(report, std::move(of_contracts));
  if (worth_keeping(report)) memo.store(question, to_stored(report));
  return report;
}

RowReport review_other_unit(const RowJob& job, const Memo& memo) {
  const std::string contracts = contracts_text(job);
  if (contracts.empty()) return {};
  const std::string question = fmt::format("contracts of {}\n{}after {}\n{}{}", job.unit, about_before(job),
                                           job.after != nullptr ? job.after->digest : "-",
                                           job.lives ? "" : "without lives\n", contracts);
  if (const auto stored = memo.find(question))
    if (auto report = from_stored(*stored)) return std::move(*report);
  RowReport report = review_contracts(job, memo);
  std::ranges::move(report.followers, std::back_inserter(report.results));
  report.followers.clear();
  if (worth_keeping(report)) memo.store(question, to_stored(report));
  return report;
}

}  // namespace pfncheck
