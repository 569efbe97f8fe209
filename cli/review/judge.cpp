// SPDX-License-Identifier: GPL-2.0-or-later
#include "cli/review/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pfncheck {

namespace {

/// What a reader must see first: one verdict of a property speaks for all its origins.
unsigned severity(const Verdict& v, Delta delta) {
  switch (v.outcome) {
    case Outcome::error:
      return 100;
    case Outcome::refuted:
      return delta == Delta::pre_existing ? 50 : 90;
    case Outcome::unsupported:
      return 80;
    case Outcome::unknown:
      return 70;
    case Outcome::vacuous:
      return 60;
    case Outcome::holds:
      return delta == Delta::fixed ? 20 : 10;
    case Outcome::not_applicable:
      return 0;
  }
  return 100;
}

const Verdict* same_origin(const std::vector<Verdict>& verdicts, const Verdict& like) {
  const auto it = std::find_if(verdicts.begin(), verdicts.end(), [&](const Verdict& v) {
    return v.origin == like.origin && v.outside == like.outside;
  });
  return it == verdicts.end() ? nullptr : &*it;
}

Delta delta_of(const Verdict* before, const Verdict& after) {
  const bool was = before != nullptr && before->outcome == Outcome::refuted;
  if (after.outcome == Outcome::refuted) return was ? Delta::pre_existing : Delta::new_;
  return was && after.outcome == Outcome::holds ? Delta::fixed : Delta::unchanged;
}

std::vector<std::string> approximation_texts(const LiftedFunction& function) {
  std::vector<std::string> texts;
  for (const Approximation& a : function.approximations) {
    const char* kind = a.kind == ApproximationKind::unknown ? "unknown" : "stand-in";
    texts.push_back(a.where.line == 0
                        ? fmt::format("{}: {}", kind, a.what)
                        : fmt::format("{}: {} ({}:{})", kind, a.what, a.where.file, a.where.line));
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

/// Everything of a record that does not depend on a verdict.
ResultRecord frame(const RowJob& job, Level level, const Property& property, const Judged& side,
                   bool compared) {
  ResultRecord record;
  record.property = property.name;
  record.rule = record.function = normal_page::rule_name(level);
  record.level = to_string(level);
  record.arch = job.row.name;
  record.config = job.prepared.config;
  record.release = job.tree.release().text();
  record.side = compared ? Side::after : Side::before;
  record.bound = side.lifted.function.loop_bound;
  record.place.file = normal_page_unit;
  record.approximations = approximation_texts(side.lifted.function);
  return record;
}

void show_witness(ResultRecord& record, const Judged* before, const Judged& side) {
  if (!record.witness) return;
  const Assignment& values = record.witness->values;
  const Decision decision = decision_of(side.lifted.function, record.rule, values);
  record.place = decision.place;
  record.witness->path = decision.path;
  if (before != nullptr && before->lifted.rule) {
    record.witness->before = answer_text(*before->lifted.rule, values);
    record.witness->after = answer_text(*side.lifted.rule, values);
  } else {
    record.witness->before = answer_text(*side.lifted.rule, values);
  }
}

ResultRecord undecidable(ResultRecord record, const Judged& side) {
  if (!side.lifted.exists) {
    record.verdict = Outcome::not_applicable;
    record.reason = side.lifted.absent;
    return record;
  }
  const Unsupported& first = side.lifted.function.unsupported.front();
  record.verdict = first.is_late ? Outcome::unknown : Outcome::unsupported;
  record.reason = first.is_late ? fmt::format("lifting it: {}", first.what) : first.what;
  record.place = {first.where.file, first.where.line};
  return record;
}

/// A property has one record: other origins that fail as well are named in its note, those that failed before
/// the patch apart.
void name_others(ResultRecord& record, const std::vector<Verdict>& verdicts, const Verdict& shown,
                 const std::vector<Verdict>& old) {
  std::vector<std::string> like, earlier;
  for (const Verdict& v : verdicts) {
    if (&v == &shown || v.outside || v.outcome != Outcome::refuted) continue;
    const bool differs = record.delta == Delta::new_ && delta_of(same_origin(old, v), v) != Delta::new_;
    (differs ? earlier : like).push_back(v.origin);
  }
  const auto add = [&](const char* what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    record.note += fmt::format("{}{}: {}", record.note.empty() ? "" : "; ", what, fmt::join(names, ", "));
  };
  add("also refuted", like);
  add("refuted before the patch too", earlier);
}

void add_property(const RowJob& job, Level level, std::size_t index, const Judged* before, const Judged& side,
                  RowReport& report) {
  static const std::vector<Verdict> none;
  const ResultRecord empty = frame(job, level, *job.request.properties[index], side, before != nullptr);
  if (!side.lifted.rule) {
    report.results.push_back(undecidable(empty, side));
    return;
  }
  const std::vector<Verdict>& old = before != nullptr && before->lifted.rule ? before->verdicts[index] : none;
  const Verdict* worst = nullptr;
  Delta worst_delta = Delta::none;
  for (const Verdict& v : side.verdicts[index]) {
    const Delta delta = before != nullptr ? delta_of(same_origin(old, v), v) : Delta::none;
    if (v.outside) {
      if (v.outcome == Outcome::holds) continue;
      ResultRecord record = empty;
      set_verdict(record, v);
      record.delta = delta;
      show_witness(record, before, side);
      report.outside.push_back(std::move(record));
    } else if (worst == nullptr || severity(v, delta) > severity(*worst, worst_delta)) {
      worst = &v;
      worst_delta = delta;
    }
  }
  ResultRecord record = empty;
  if (worst == nullptr) {
    record.verdict = Outcome::not_applicable;
    record.reason = "no entry of this kind at this level here";
  } else {
    set_verdict(record, *worst);
    record.delta = worst_delta;
    if (worst->outcome == Outcome::refuted) name_others(record, side.verdicts[index], *worst, old);
    if (worst->outcome == Outcome::holds && worst_delta != Delta::fixed) record.origin.clear();
    show_witness(record, before, side);
  }
  report.results.push_back(std::move(record));
}

}  // namespace

Unknowns unknowns_of(const LiftedFunction& function) {
  Unknowns unknowns;
  for (const Approximation& a : function.approximations)
    if (a.kind == ApproximationKind::unknown) unknowns.push_back(a.variable);
  return unknowns;
}

bool same_question(const normal_page::Lifted& a, const normal_page::Lifted& b) {
  if (!a.rule || !b.rule) return false;
  const auto terms = [](const normal_page::Rule& r) {
    std::vector<Term> all = {r.domain,         r.in.memmap,      r.in.zero_pfn,     r.in.zero_extra,
                             r.in.zero_memmap, r.in.highest_pfn, r.in.huge_zero_pfn};
    for (Term part : normal_page::parts_of(r.out)) all.push_back(part);
    return all;
  };
  const auto of_a = terms(*a.rule), of_b = terms(*b.rule);
  return std::equal(of_a.begin(), of_a.end(), of_b.begin(), [](Term x, Term y) { return x.same(y); });
}

void judge(Judged& side, const CheckRequest& request, Engine& engine, const Budget& budget) {
  if (!side.lifted.rule) return;
  const Unknowns unknowns = unknowns_of(side.lifted.function);
  for (const Property* property : request.properties)
    side.verdicts.push_back(decide_all(*property, *side.lifted.rule, unknowns, engine, budget));
}

void add_records(const RowJob& job, Level level, const Judged* before, const Judged& side,
                 RowReport& report) {
  for (std::size_t i = 0; i < job.request.properties.size(); ++i)
    add_property(job, level, i, before, side, report);
}

}  // namespace pfncheck
