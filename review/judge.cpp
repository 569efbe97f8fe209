// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/judge.hpp"

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

/// Names of what an answer is made of; empty if there is no answer.
std::set<std::string> read_by(const normal_page::Lifted& lifted) {
  std::set<std::string> names;
  if (!lifted.rule) return names;
  std::vector<Term> parts = {lifted.rule->domain};
  for (Term part : normal_page::parts_of(lifted.rule->out)) parts.push_back(part);
  for (Term variable : variables(parts)) names.insert(variable.name());
  return names;
}

/// An argument that is too long to print is told by its digest: nobody can look that up.
std::string without_digests(std::string text) {
  for (std::size_t at = 0; (at = text.find('#', at)) != std::string::npos; at += 3)
    text.replace(at, std::min(text.find_first_not_of("0123456789abcdef", at + 1), text.size()) - at, "...");
  return text;
}

/// What the answer rests on. Of what was never set only what an answer is made of: clang gives each function
/// a variable for what it returns, which every path sets.
std::vector<std::string> approximation_texts(const normal_page::Lifted& lifted) {
  const std::set<std::string> read = read_by(lifted);
  std::vector<std::string> texts;
  for (const Approximation& a : lifted.function.approximations) {
    const bool is_unknown = a.kind == ApproximationKind::unknown;
    if (is_unknown && lifted.rule && !read.contains(a.variable.name())) continue;
    const char* kind = is_unknown ? "unknown" : "stand-in";
    const std::string what = without_digests(a.what);
    texts.push_back(a.where.line == 0
                        ? fmt::format("{}: {}", kind, what)
                        : fmt::format("{}: {} ({}:{})", kind, what, a.where.file, a.where.line));
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
  record.approximations = approximation_texts(side.lifted);
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

/// A proof is for every value of what was never set, and a counterexample is one whatever it is.
void drop_what_does_not_decide(ResultRecord& record) {
  if (record.verdict != Outcome::holds && record.verdict != Outcome::refuted) return;
  std::erase_if(record.approximations,
                [](const std::string& text) { return text.find(" was never set") != std::string::npos; });
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

/// What `check` would say of the tree without the patch: the same origin leads.
void compare_known_hole(ResultRecord& record, const std::vector<Verdict>& old,
                        const std::vector<Verdict>& now) {
  const auto leads = [](const Verdict& v) { return !v.outside && v.outcome == Outcome::refuted; };
  const auto first = std::ranges::find_if(old, leads);
  record.known_hole = first == old.end() ? "" : known_hole_of(*first);
  if (record.known_hole.empty()) return;
  const Verdict* const after = same_origin(now, *first);
  record.mended = after != nullptr && after->outcome == Outcome::holds;
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
      drop_what_does_not_decide(record);
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
  drop_what_does_not_decide(record);
  if (before != nullptr) compare_known_hole(record, old, side.verdicts[index]);
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

void show_case(ResultRecord& record, const Verdict& verdict, const Judged* before, const Judged& side) {
  const std::string note = record.note, known_hole = record.known_hole;
  set_verdict(record, verdict);
  record.note = note;
  record.known_hole = known_hole;
  show_witness(record, before, side);
}

void add_records(const RowJob& job, Level level, const Judged* before, const Judged& side,
                 RowReport& report) {
  for (std::size_t i = 0; i < job.request.properties.size(); ++i)
    add_property(job, level, i, before, side, report);
}

}  // namespace pfncheck
