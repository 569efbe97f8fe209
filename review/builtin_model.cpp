// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/builtin_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/input_error.hpp"
#include "model/kernel/releases.hpp"
#include "review/names.hpp"
#include "review/parallel.hpp"
#include "review/replay.hpp"
#include "review/row.hpp"
#include "solver/ask/remembering.hpp"

namespace pfncheck {
namespace {

/// One rule to decide: all rows of a release whose facts are equal share it.
struct RuleJob {
  Facts facts;
  Level level;
  std::vector<const ArchRow*> archs;
  std::vector<ResultRecord> results, outside;  ///< of no architecture yet
};

/// Before 6.18 walkers test a PUD by hand (mm/memory.c: vm_normal_page_pud is not there).
bool rule_exists(const ArchRow& row, Level level, Release release) {
  return has_leaves(row, level, release) && (level != Level::pud || release >= Release{6, 18});
}

std::vector<RuleJob> jobs_of(const ModelRequest& request) {
  std::vector<RuleJob> jobs;
  const auto job_of = [&](const Facts& facts, Level level) -> RuleJob& {
    const auto same = [&](const RuleJob& job) { return job.level == level && job.facts == facts; };
    const auto found = std::find_if(jobs.begin(), jobs.end(), same);
    return found != jobs.end() ? *found : jobs.emplace_back(RuleJob{facts, level, {}, {}, {}});
  };
  for (const Release release : request.releases)
    for (const ArchRow* row : request.archs)
      for (const Level level : request.levels)
        if (rule_exists(*row, level, release)) job_of(facts_of(*row, release), level).archs.push_back(row);
  return jobs;
}

ResultRecord frame(const Property& property, Level level, Release release) {
  ResultRecord record;
  record.property = property.name;
  record.rule = record.function = rule_of(level).name;
  record.level = to_string(level);
  record.release = release.text();
  return record;
}

ResultRecord filled(ResultRecord record, const Verdict& verdict, const normal_page::Rule& rule) {
  set_verdict(record, verdict);
  if (record.witness) record.witness->before = answer_text(rule, record.witness->values);
  return record;
}

/// One record for all origins inside the contracts: the worst verdict speaks, other failing origins are
/// named.
ResultRecord leading(ResultRecord record, const std::vector<Verdict>& verdicts,
                     const normal_page::Rule& rule) {
  const Verdict* worst = nullptr;
  std::vector<std::string> refuted;
  for (const Verdict& v : verdicts) {
    if (v.outside) continue;
    if (v.outcome == Outcome::refuted) refuted.push_back(v.origin);
    if (worst == nullptr || severity(v.outcome) > severity(worst->outcome)) worst = &v;
  }
  if (worst == nullptr) {
    record.verdict = Outcome::not_applicable;
    record.reason = "no entry of this kind at this level here";
    return record;
  }
  record = filled(std::move(record), *worst, rule);
  if (worst->outcome == Outcome::holds) record.origin.clear();
  if (refuted.size() > 1) {
    refuted.erase(refuted.begin());
    record.note +=
        fmt::format("{}also refuted for {}", record.note.empty() ? "" : "; ", fmt::join(refuted, ", "));
  }
  return record;
}

void decide_job(RuleJob& job, const ModelRequest& request, const ReviewOptions& options) {
  Pool pool;
  const auto engine = make_remembering();
  const normal_page::Rule rule = normal_page::reference(pool, job.facts, job.level);
  for (const Property* property : request.properties) {
    if (options.interrupted && options.interrupted()) throw Interrupted{};
    const ResultRecord empty = frame(*property, job.level, job.facts.core.release);
    const std::vector<Verdict> verdicts = decide_all(*property, rule, {}, *engine, options.budget);
    job.results.push_back(leading(empty, verdicts, rule));
    for (const Verdict& v : verdicts)
      if (v.outside && v.outcome != Outcome::holds) job.outside.push_back(filled(empty, v, rule));
  }
}

void add_for_arch(std::vector<ResultRecord>& to, const std::vector<ResultRecord>& from, const ArchRow& row) {
  for (ResultRecord record : from) {
    record.arch = row.name;
    record.config = row.config;
    record.built = row.buildable;
    to.push_back(std::move(record));
  }
}

/// Records for a level that a row or release does not have, so that nothing is passed over in silence.
void add_absent(Report& report, const ModelRequest& request) {
  for (const Release release : request.releases)
    for (const ArchRow* row : request.archs)
      for (const Level level : request.levels) {
        if (rule_exists(*row, level, release)) continue;
        for (const Property* property : request.properties) {
          ResultRecord record = frame(*property, level, release);
          record.verdict = Outcome::not_applicable;
          record.reason = has_leaves(*row, level, release) ? "the rule does not exist in this release"
                                                           : "this configuration has no such level";
          add_for_arch(report.results, {record}, *row);
        }
      }
}

}  // namespace

std::vector<Release> model_releases() {
  return {{6, 1}, {6, 12}, rule_eras().back().releases.last};
}

Release release_of(const std::string& text) {
  const char* end = text.data() + text.size();
  Release release;
  const auto [dot, first_error] = std::from_chars(text.data(), end, release.version);
  const bool has_dot = first_error == std::errc() && dot != end && *dot == '.';
  const auto [stop, error] = has_dot ? std::from_chars(dot + 1, end, release.patchlevel)
                                     : std::from_chars_result{dot, std::errc::invalid_argument};
  // "06.12" is read as 6.12 and written by nobody: two names of one release are one too many.
  const bool is_read = error == std::errc() && stop == end && is_release(release);
  if (is_read && release.text() != text)
    throw InputError(fmt::format("`{}` is no release; did you mean `{}`?", text, release.text()));
  if (!is_read) throw InputError(fmt::format("`{}` is no release; type one like 6.12", text));
  return release;
}

Report check_model(const ModelRequest& request, const ReviewOptions& options) {
  std::vector<RuleJob> jobs = jobs_of(request);
  std::atomic<std::size_t> done = 0;
  in_parallel(jobs.size(), options, [&](std::size_t i) {
    decide_job(jobs[i], request, options);
    options.progress(fmt::format("built-in model: {} of {} rules", ++done, jobs.size()));
  });
  Report report;
  report.command = "run";
  for (const RuleJob& job : jobs)
    for (const ArchRow* row : job.archs) {
      add_for_arch(report.results, job.results, *row);
      add_for_arch(report.outside, job.outside, *row);
    }
  add_absent(report, request);
  return report;
}

Report table_of_model(Level level, Release release, const std::vector<const ArchRow*>& archs,
                      const ReviewOptions& options) {
  Report report;
  report.command = "table";
  report.release = release.text();
  std::vector<TableRecord> tables(archs.size());
  in_parallel(archs.size(), options, [&](std::size_t i) {
    if (!rule_exists(*archs[i], level, release)) return;
    Pool pool;
    const auto engine = make_remembering();
    const normal_page::Rule rule = normal_page::reference(pool, facts_of(*archs[i], release), level);
    tables[i] = record_of(decision_table(rule, *engine, options.budget));
    tables[i].title = fmt::format("what {}() answers", rule.name);
    tables[i].rule = rule.name;
    tables[i].arch = archs[i]->name;
    tables[i].config = archs[i]->config;
  });
  for (std::size_t i = 0; i < archs.size(); ++i) {
    if (!tables[i].rule.empty())
      report.tables.push_back(std::move(tables[i]));
    else
      report.not_checked.push_back({std::string(rule_of(level).name),
                                    "the rule does not exist here",
                                    {},
                                    std::string(archs[i]->name),
                                    false});
  }
  return report;
}

Replayed replay_on_model(const ResultRecord& record, const std::string& where) {
  const NamedByRecord named = named_by(record, where);
  const Release release = release_of(record.release);
  try {
    require_release("the built-in model of " + record.rule, rule_eras(), release);
  } catch (const InputError& error) {
    throw InputError(fmt::format("{}: `release` is wrong: {}", where, error.what()));
  }
  if (!rule_exists(*named.row, named.level, release))
    throw InputError(fmt::format("{}: `rule` is {}, which {} has not in `release` {}", where, record.rule,
                                 record.arch, record.release));
  Pool pool;
  const normal_page::Rule rule = normal_page::reference(pool, facts_of(*named.row, release), named.level);
  return replay_on(rule, *named.property, record, where, RuleOf::model);
}

}  // namespace pfncheck
