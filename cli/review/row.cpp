// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/review/row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/review/judge.hpp"
#include "cli/review/meaning.hpp"
#include "cli/review/stored.hpp"

namespace pfncheck {

namespace {

constexpr std::array levels{Level::pte, Level::pmd, Level::pud};

bool wanted(const CheckRequest& request, Level level) {
  const std::string name = normal_page::rule_name(level);
  return request.rules.empty() ||
         std::find(request.rules.begin(), request.rules.end(), name) != request.rules.end();
}

std::string question_of(const RowJob& job) {
  std::string text =
      fmt::format("build {}\nrelease {}\nrow {} {}\nbefore {}\nafter {}\nbudget {}\n", build_id(),
                  job.tree.full_release(), job.row.name, job.prepared.config_digest, job.before.digest,
                  job.after != nullptr ? job.after->digest : "-", job.options.budget.seconds);
  for (const Level level : levels)
    if (wanted(job.request, level)) text += fmt::format("rule {}\n", normal_page::rule_name(level));
  for (const Property* property : job.request.properties)
    text += fmt::format("property {}\n", property->name);
  return text;
}

/// Answers that a larger budget or a repaired machine could change are not worth keeping.
bool worth_keeping(const RowReport& report) {
  const auto fixed = [](const ResultRecord& r) {
    return r.verdict != Outcome::unknown && r.verdict != Outcome::error;
  };
  return std::all_of(report.results.begin(), report.results.end(), fixed) &&
         std::all_of(report.outside.begin(), report.outside.end(), fixed) &&
         std::none_of(report.changes.begin(), report.changes.end(),
                      [](const ChangeRecord& c) { return c.meaning == Meaning::unknown; });
}

/// One row's lifting and deciding: both sides share a Pool, so that equal meaning is the same Term.
class RowWork {
 public:
  explicit RowWork(const RowJob& job)
      : job_(job), engine_(make_z3()), before_(Module::read(job.before.compiled.bitcode)) {
    if (job.after != nullptr) after_.emplace(Module::read(job.after->compiled.bitcode));
    lift_.tree_root = job.tree.root();
  }

  RowReport run() {
    RowReport report;
    for (const Level level : levels)
      if (wanted(job_.request, level)) review_level(level, report);
    return report;
  }

 private:
  Judged judged(const Module& module, Level level, const Facts* facts) {
    Judged side;
    side.lifted = normal_page::lift_made(module, level, pool_, job_.tree.release(), facts, lift_);
    judge(side, job_.request, *engine_, job_.options.budget);
    return side;
  }

  void review_level(Level level, RowReport& report) {
    const Judged before = judged(before_, level, nullptr);
    if (!after_) {
      add_records(job_, level, nullptr, before, report);
      return;
    }
    const Facts* facts = before.lifted.rule ? &before.lifted.rule->facts : nullptr;
    const Judged after = judged(*after_, level, facts);
    add_records(job_, level, &before, after, report);
    if (before.lifted.exists || after.lifted.exists) report.changes.push_back(change(level, before, after));
  }

  ChangeRecord change(Level level, const Judged& before, const Judged& after) {
    const Facts facts = before.lifted.rule ? before.lifted.rule->facts : Facts{};
    const auto raw_before = normal_page::lift_raw(before_, level, pool_, facts, nullptr, lift_);
    const normal_page::Rule* old = raw_before.rule ? &*raw_before.rule : nullptr;
    const auto raw_after = normal_page::lift_raw(*after_, level, pool_, facts, old, lift_);
    return compare_sides(job_, level, {before.lifted, after.lifted, raw_before, raw_after}, *engine_);
  }

  const RowJob& job_;
  Pool pool_;
  std::unique_ptr<Engine> engine_;
  Module before_;
  std::optional<Module> after_;
  LiftOptions lift_;
};

}  // namespace

RowReport review_row(const RowJob& job, const Memo& memo) {
  const std::string question = question_of(job);
  if (const auto stored = memo.find(question))
    if (auto report = from_stored(*stored)) return std::move(*report);
  RowReport report = RowWork(job).run();
  if (worth_keeping(report)) memo.store(question, to_stored(report));
  return report;
}

}  // namespace pfncheck
