// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/induction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace pfncheck {

namespace {

using machine::Step;
using machine::System;

struct Fact {
  std::string property, lemma;  ///< at most one of them
  Term holds;
  bool kept = true;
};

/// Each once, however often it is part of the whole.
void take_conjuncts(Term whole, std::vector<Fact>& facts) {
  std::unordered_set<const Node*> seen;
  std::vector<Term> waiting{whole};
  while (!waiting.empty()) {
    const Term t = waiting.back();
    waiting.pop_back();
    if (!seen.insert(t.node()).second) continue;
    if (t.op() == Op::and_ && t.is_bool())
      waiting.insert(waiting.end(), t.args().rbegin(), t.args().rend());
    else if (!t.is_true())
      facts.push_back({"", "", t});
  }
}

class Prover {
 public:
  Prover(const System& system, Engine& engine, const Budget& budget)
      : system_(system), engine_(engine), budget_(budget) {
    for (const machine::Invariant& i : system.invariants()) facts_.push_back({i.property, "", i.holds});
    for (const machine::Lemma& l : system.lemmas()) facts_.push_back({"", l.name, l.holds});
    take_conjuncts(system.starts(), facts_);
    for (unsigned v = 0; v < system.variables().size(); ++v) take_type(v);
  }

  InductionResult run() {
    drop_false_at_start();
    while (out_.reason.empty() && drop_broken()) {
    }
    for (const machine::Invariant& i : system_.invariants()) of(i.property);
    for (const Step& step : system_.steps())
      for (const machine::Check& check : step.checks()) of(check.property).by_single_steps = true;
    for (const Fact& fact : facts_) judge_fact(fact);
    for (const Step& step : system_.steps()) judge_checks(step);
    for (InductionResult::OfProperty& p : out_.properties) p.closed = out_.reason.empty() && p.open.empty();
    return out_;
  }

 private:
  Pool& pool() const { return system_.pool(); }

  /// Values beyond the words of a variable are no values.
  void take_type(unsigned v) {
    const machine::Variable& variable = system_.variables()[v];
    const std::size_t values = variable.words.size();
    const unsigned width = variable.now.width();
    if (values != 0 && width != 0 && values >> width == 0)
      facts_.push_back({"", "", ult(variable.now, pool().constant(width, values))});
  }

  InductionResult::OfProperty& of(const std::string& property) {
    const auto it = std::ranges::find(out_.properties, property, &InductionResult::OfProperty::property);
    if (it != out_.properties.end()) return *it;
    return out_.properties.emplace_back(InductionResult::OfProperty{property, false, false, {}});
  }

  Term kept() const {
    Term all = pool().boolean(true);
    for (const Fact& fact : facts_)
      if (fact.kept) all = all & fact.holds;
    return all;
  }

  /// A model, or nothing; `reason` is set if the engine does not know.
  std::optional<Assignment> ask(const std::string& name, Term formula) {
    if (formula.is_false()) return std::nullopt;
    ++out_.queries;
    const Reply reply = engine_.ask({name, formula}, budget_);
    if (reply.status == Status::unsat) return std::nullopt;
    if (reply.status != Status::sat) out_.reason = fmt::format("{}: {}", name, to_string(reply.status));
    return reply.model;
  }

  void drop_false_at_start() {
    const Term starts = start_states();
    for (Fact& fact : facts_)
      if (ask("start", starts & !fact.holds)) fact.kept = false;
  }

  Term start_states() const {
    Term all = system_.starts();
    for (const machine::Variable& v : system_.variables())
      if (!v.any_at_start) all = all & eq(v.now, pool().constant(v.now.width(), v.at_start));
    return all;
  }

  Term after(const Step& step, Term fact) const {
    std::vector<std::pair<Term, Term>> changes;
    for (std::size_t v = 0; v < step.after().size(); ++v)
      if (!step.after()[v].same(system_.variables()[v].now))
        changes.emplace_back(system_.variables()[v].now, step.after()[v]);
    return substitute(fact, changes);
  }

  /// Drops facts that some step breaks; whether there was one.
  bool drop_broken() {
    bool dropped = false;
    for (const Step& step : system_.steps()) {
      for (;;) {
        Term broken = pool().boolean(false);
        std::vector<Term> afters;
        for (const Fact& fact : facts_) {
          afters.push_back(fact.kept ? after(step, fact.holds) : pool().boolean(true));
          if (fact.kept && !afters.back().same(fact.holds)) broken = broken | !afters.back();
        }
        const auto model = ask(step.name(), kept() & step.guard() & broken);
        if (!model || !out_.reason.empty()) break;
        dropped = true;
        for (std::size_t i = 0; i < facts_.size(); ++i)
          if (facts_[i].kept && evaluate_partly(afters[i], *model) == 0) {
            facts_[i].kept = false;
            if (!facts_[i].property.empty()) note_open(facts_[i].property, step.operation());
          }
      }
    }
    return dropped;
  }

  /// Variables that the formula does not mention are zero.
  std::uint64_t evaluate_partly(Term t, Assignment model) const {
    for (const machine::Variable& v : system_.variables()) model.try_emplace(v.name, 0);
    return evaluate(t, model);
  }

  void note_open(const std::string& property, const std::string& operation) {
    auto& open = of(property).open;
    if (std::ranges::find(open, operation) == open.end()) open.push_back(operation);
  }

  void judge_fact(const Fact& fact) {
    if (!fact.property.empty()) {
      of(fact.property).by_single_steps = false;
      if (!fact.kept && of(fact.property).open.empty()) note_open(fact.property, "the start");
    } else if (!fact.lemma.empty() && is_kept_everywhere(fact.lemma)) {
      if (std::ranges::find(out_.lemmas, fact.lemma) == out_.lemmas.end()) out_.lemmas.push_back(fact.lemma);
    }
  }

  /// A lemma may be stated of several entries or frames.
  bool is_kept_everywhere(const std::string& lemma) const {
    return std::ranges::all_of(facts_, [&](const Fact& f) { return f.lemma != lemma || f.kept; });
  }

  void judge_checks(const Step& step) {
    Term types = pool().boolean(true);
    for (const Fact& fact : facts_)
      if (fact.property.empty() && fact.lemma.empty() && fact.kept) types = types & fact.holds;
    for (const machine::Check& check : step.checks()) {
      if (check.holds.is_true()) continue;
      if (!ask(step.name(), types & step.guard() & !check.holds)) continue;
      of(check.property).by_single_steps = false;
      if (ask(step.name(), kept() & step.guard() & !check.holds)) note_open(check.property, step.operation());
    }
  }

  const System& system_;
  Engine& engine_;
  const Budget& budget_;
  std::vector<Fact> facts_;
  InductionResult out_;
};

}  // namespace

InductionResult induct(const System& system, Engine& engine, const Budget& budget) {
  return Prover(system, engine, budget).run();
}

}  // namespace pfncheck
