// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/meaning.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "props/origins.hpp"
#include "review/judge.hpp"
#include "solver/check/robust.hpp"

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
  return fmt::format("such as pfn {:#x}: before {}, after {}", evaluate(before.in.pfn, model),
                     answer_text(before, model), answer_text(after, model));
}

std::string raw_example(const Rule& before, const Rule& after, const Assignment& model) {
  const auto raw = model.find("raw");
  return fmt::format(
      "only on entries that the tree's constructors do not make, such as raw entry {:#x}: before {}, after "
      "{}",
      raw == model.end() ? 0 : raw->second, answer_text(before, model), answer_text(after, model));
}

/// Whether two sides differ on inputs for which no value of an unknown makes them the same.
Robust find_difference(const char* name, const Rule& before, const Rule& after, const Unknowns& unknowns,
                       Engine& engine, const Budget& budget) {
  const Term differ = difference(before, after);
  const std::vector<Term> occurring = unknowns_in(differ, unknowns);
  const Reply reply = engine.ask({name, differ}, budget);
  if (reply.status != Status::sat || occurring.empty())
    return {reply.status, reply.model, differ, {}, reply.reason};
  return find_robust(name, differ.pool().boolean(true), !differ, occurring, engine, budget);
}

/// Nothing that can be relied on tells the sides apart, but they are not proved to be the same either.
std::string why_not_decided(const Robust& made, const Robust& raw) {
  const Robust& open = made.status != Status::unsat || !made.blamed.empty() ? made : raw;
  if (!open.blamed.empty()) return fmt::format("depends on {}", fmt::join(open.blamed, ", "));
  return fmt::format("{}: {}", to_string(open.status), open.reason);
}

/// Whether all that differs is about entries that no installer of the contract table makes.
bool spares_legal_entries(const Rule& before, const Rule& after, Engine& engine, const Budget& budget) {
  const Term legal =
      base_invariants(before.in, before.facts) & is_legal(before.in, before.facts, before.level);
  return engine.ask({"change of legal entries", difference(before, after) & legal}, budget).status ==
         Status::unsat;
}

Unknowns unknowns_of(const RuleSides& s) {
  Unknowns all;
  for (const Lifted* side : {&s.made_before, &s.made_after, &s.raw_before, &s.raw_after}) {
    const Unknowns own = unknowns_of(side->function);
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

/// The invariant without which two sides differ, the others all holding; nullptr if it takes several.
const Invariant* broken_by_difference(const Rule& before, const Rule& after, Engine& engine,
                                      const Budget& budget) {
  for (const Invariant& one : invariants()) {
    Term others = difference(before, after);
    for (const Invariant& other : invariants())
      if (&other != &one) others = others & other.holds(before.in, before.facts);
    if (engine.ask({"change of what an invariant excludes", others}, budget).status == Status::sat)
      return &one;
  }
  return nullptr;
}

/// A difference always has a table or a reason.
void say_without_a_table(const Rule& before, const Rule& after, const Assignment& model, Engine& engine,
                         const Budget& budget, ChangeRecord& record) {
  const Term possible = difference(before, after) & base_invariants(before.in, before.facts);
  if (engine.ask({"change of possible states", possible}, budget).status == Status::unsat) {
    const Invariant* broken = broken_by_difference(before, after, engine, budget);
    record.reason = fmt::format("only in states that no kernel has{}{}", broken != nullptr ? ": " : "",
                                broken != nullptr ? broken->sentence : "");
    return;
  }
  const std::string such = example(before, after, model);
  record.reason = record.reason.empty() ? such : fmt::format("{}; {}", record.reason, such);
}

void decide_meaning(const RuleSides& s, Engine& engine, const Budget& budget, ChangeRecord& record) {
  const Rule &made_before = *s.made_before.rule, &made_after = *s.made_after.rule;
  const Rule &raw_before = *s.raw_before.rule, &raw_after = *s.raw_after.rule;
  if (same_terms(made_before.out, made_after.out) && made_before.domain.same(made_after.domain) &&
      same_terms(raw_before.out, raw_after.out)) {
    record.meaning = Meaning::same;
    return;
  }
  const Unknowns unknowns = unknowns_of(s);
  const Robust made = find_difference("change_over_made_entries", made_before, made_after, unknowns, engine,
                                      phase_of(budget));
  const Robust raw =
      find_difference("change_over_raw_entries", raw_before, raw_after, unknowns, engine, phase_of(budget));
  const auto proved_same = [](const Robust& r) { return r.status == Status::unsat && r.blamed.empty(); };
  if (made.status == Status::sat) {
    record.meaning = Meaning::different;
    record.table = record_of(difference_table(made_before, made_after, engine, budget));
    if (spares_legal_entries(made_before, made_after, engine, budget))
      record.reason = "no entry that an installer of the contract table makes is answered otherwise";
    if (record.table.rows.empty())
      say_without_a_table(made_before, made_after, made.model, engine, phase_of(budget), record);
  } else if (raw.status == Status::sat) {
    // Properties speak of entries that constructors make; ours know four protections, the kernel more.
    record.meaning = Meaning::unknown;
    record.reason = raw_example(raw_before, raw_after, raw.model);
  } else if (proved_same(made) && proved_same(raw)) {
    record.meaning = Meaning::same;
  } else {
    record.meaning = Meaning::unknown;
    record.reason = why_not_decided(made, raw);
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
