// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/review/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pfncheck {

namespace {

using normal_page::Answer;
using normal_page::Lifted;
using normal_page::Rule;

Term answers_differ(const Answer& a, const Answer& b) {
  const auto of_a = normal_page::parts_of(a), of_b = normal_page::parts_of(b);
  Term differ = of_a[0] ^ of_b[0];
  for (unsigned i = 1; i < normal_page::answer_parts; ++i) differ = differ | (of_a[i] ^ of_b[i]);
  return differ;
}

bool same_terms(const Answer& a, const Answer& b) {
  const auto of_a = normal_page::parts_of(a), of_b = normal_page::parts_of(b);
  return std::ranges::equal(of_a, of_b, [](Term x, Term y) { return x.same(y); });
}

/// Inputs on which two sides of a rule differ. Over made entries a constructor that now keeps or loses a pfn
/// counts too.
Term difference(const Rule& before, const Rule& after) {
  return (before.domain ^ after.domain) | (before.domain & answers_differ(before.out, after.out));
}

bool lifted(const RuleSides& s) {
  return s.made_before.rule && s.made_after.rule && s.raw_before.rule && s.raw_after.rule;
}

std::string why_unknown(const RuleSides& s) {
  for (const Lifted* side : {&s.made_after, &s.raw_after, &s.made_before, &s.raw_before}) {
    if (!side->function.unsupported.empty()) {
      const Unsupported& u = side->function.unsupported.front();
      return u.where.line == 0 ? u.what : fmt::format("{} ({}:{})", u.what, u.where.file, u.where.line);
    }
  }
  return s.made_before.exists ? "the rule is gone on the patched side"
                              : "the rule is new on the patched side";
}

/// Where no columns of a table tell the answers apart.
std::string example(const Rule& before, const Rule& after, const Assignment& model) {
  return fmt::format("no column tells the cases apart; such as pfn {:#x}: before {}, after {}",
                     evaluate(before.in.pfn, model), answer_text(before, model), answer_text(after, model));
}

std::string raw_example(const Rule& before, const Rule& after, const Assignment& model) {
  const auto raw = model.find("raw");
  return fmt::format(
      "only on entries that the tree's constructors do not make, such as raw entry {:#x}: before {}, after "
      "{}",
      raw == model.end() ? 0 : raw->second, answer_text(before, model), answer_text(after, model));
}

void decide_meaning(const RuleSides& s, Engine& engine, const Budget& budget, ChangeRecord& record) {
  const Rule &made_before = *s.made_before.rule, &made_after = *s.made_after.rule;
  const Rule &raw_before = *s.raw_before.rule, &raw_after = *s.raw_after.rule;
  if (same_terms(made_before.out, made_after.out) && made_before.domain.same(made_after.domain) &&
      same_terms(raw_before.out, raw_after.out)) {
    record.meaning = Meaning::same;
    return;
  }
  const Reply made = engine.ask({"change_over_made_entries", difference(made_before, made_after)}, budget);
  const Reply raw = engine.ask({"change_over_raw_entries", difference(raw_before, raw_after)}, budget);
  if (made.status == Status::unsat && raw.status == Status::unsat) {
    record.meaning = Meaning::same;
    return;
  }
  if (made.status != Status::sat && raw.status != Status::sat) {
    record.meaning = Meaning::unknown;
    record.reason =
        fmt::format("{}: {}", to_string(made.status), made.reason.empty() ? raw.reason : made.reason);
    return;
  }
  record.meaning = Meaning::different;
  if (made.status == Status::sat) {
    record.table = record_of(difference_table(made_before, made_after, engine, budget));
    if (record.table.rows.empty()) record.table.reason = example(made_before, made_after, made.model);
  } else {
    record.reason = raw_example(raw_before, raw_after, raw.model);
  }
}

}  // namespace

ChangeRecord compare_sides(const RowJob& job, Level level, const RuleSides& sides, Engine& engine) {
  ChangeRecord record;
  record.function = normal_page::rule_name(level);
  record.arch = job.row.name;
  record.config = job.prepared.config;
  record.place.file = normal_page_unit;
  if (lifted(sides))
    decide_meaning(sides, engine, job.options.budget, record);
  else
    record.reason = why_unknown(sides);
  return record;
}

}  // namespace pfncheck
