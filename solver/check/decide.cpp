// SPDX-License-Identifier: GPL-2.0-or-later
#include <fmt/format.h>

#include <array>
#include <functional>
#include <optional>

#include "solver/check/relevant.hpp"
#include "solver/check/robust.hpp"
#include "solver/check/verdict.hpp"
#include "solver/enumerate/representatives.hpp"
#include "solver/sat/clauses.hpp"
#include "solver/table/asked.hpp"
#include "solver/trace/congruence.hpp"
#include "solver/trace/minimise.hpp"

namespace pfncheck {

const char* to_string(Outcome o) {
  switch (o) {
    case Outcome::holds:
      return "holds";
    case Outcome::refuted:
      return "refuted";
    case Outcome::vacuous:
      return "vacuous";
    case Outcome::unknown:
      return "unknown";
    case Outcome::unsupported:
      return "unsupported";
    case Outcome::not_applicable:
      return "not-applicable";
    case Outcome::error:
      break;
  }
  return "error";
}

namespace {

using normal_page::Rule;

Term premise_of(const Obligation& obligation) {
  return obligation.narrowed.empty() ? obligation.assume : obligation.assume & obligation.narrowed;
}

Term failing_of(const Obligation& obligation) {
  return premise_of(obligation) & !obligation.goal;
}

/// What calls that were evaluated have shown of an obligation. What none of them shows can be so all the
/// same.
struct Shown {
  bool premise = false;  ///< can be met
  bool failure = false;  ///< premise met, goal not
};

std::vector<Shown> shown_by(const Representatives& representatives,
                            const std::vector<Obligation>& obligations) {
  std::vector<Term> roots;
  for (const Obligation& obligation : obligations) {
    roots.push_back(premise_of(obligation));
    roots.push_back(failing_of(obligation));
  }
  std::vector<Shown> shown(obligations.size());
  representatives.visit(roots, [&](const Aig& graph, std::uint64_t) {
    bool all_met = true;
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (graph.lanes(2 * i) != 0) shown[i].premise = true;
      if (graph.lanes(2 * i + 1) != 0) shown[i].failure = true;
      all_met = all_met && shown[i].premise;
    }
    return !all_met;  // few failures come later, and what holds would be evaluated to the end
  });
  return shown;
}

std::string name_of(const Property& property, const Rule& rule, const Obligation& obligation) {
  return fmt::format("{}: {}, {}", property.name, rule.name, obligation.origin);
}

using Refuter = decltype(Query::is_refuted);

/// One obligation on its way to a verdict.
class Case {
 public:
  Case(std::string name, const Obligation& obligation, const Rule& rule,
       const Representatives& representatives, const Shown& shown, const Unknowns& unknowns, Engine& engine,
       const Budget& budget, Refuter is_refuted = {})
      : name_(std::move(name)),
        obligation_(obligation),
        assume_(premise_of(obligation)),
        shown_(shown),
        rule_(rule),
        representatives_(representatives),
        unknowns_(unknowns_in(assume_ & obligation.goal, unknowns)),
        engine_(engine),
        budget_(budget),
        is_refuted_(std::move(is_refuted)) {}

  Verdict decide() {
    verdict_.origin = obligation_.origin;
    verdict_.outside = obligation_.outside;
    // What was seen to fail is asked for the least counterexample at once.
    const bool is_known = shown_.failure && unknowns_.empty();
    if (is_known)
      if (const std::optional<Assignment> known = least(failing())) return refuted(*known);
    const Reply first = ask("", failing(), is_refuted_);
    switch (first.status) {
      case Status::unsat:
        return proved();
      case Status::sat:
        if (is_known) return refuted(first.model);  // a least one was not found in time
        return unknowns_.empty() ? refuted(least(failing()).value_or(first.model)) : depends();
      case Status::timeout:
      case Status::unknown:
        return end(Outcome::unknown, first.reason);
      case Status::error:
        break;
    }
    return end(Outcome::error, first.reason);
  }

 private:
  Reply ask(const std::string& what, Term formula, Refuter is_refuted = {}) {
    Reply reply = engine_.ask({name_ + what, formula, std::move(is_refuted)}, budget_);
    verdict_.seconds += reply.seconds;
    return reply;
  }

  Verdict end(Outcome outcome, std::string reason) {
    verdict_.outcome = outcome;
    verdict_.reason = std::move(reason);
    return std::move(verdict_);
  }

  Term failing() const { return failing_of(obligation_); }

  // A goal that nothing can break is worth nothing if the premise cannot be met.
  Verdict proved() {
    if (shown_.premise) return end(Outcome::holds, "");
    const Reply premise = ask(", premise", assume_);
    switch (premise.status) {
      case Status::sat:
        return end(Outcome::holds, "");
      case Status::unsat:
        return end(Outcome::vacuous, "no inputs satisfy the premise");
      case Status::timeout:
      case Status::unknown:
        return end(Outcome::unknown, premise.reason);
      case Status::error:
        break;
    }
    return end(Outcome::error, premise.reason);
  }

  // The counterexample may rest on a value that nobody vouches for.
  Verdict depends() {
    const Robust found = find_robust(name_, assume_, obligation_.goal, unknowns_, engine_, budget_);
    switch (found.status) {
      case Status::sat:
        return refuted(least(found.formula).value_or(found.model));
      case Status::unsat:
        return end(Outcome::unknown, blamed(found));
      case Status::timeout:
      case Status::unknown:
        return end(Outcome::unknown, found.reason + "; " + blamed(found));
      case Status::error:
        break;
    }
    return end(Outcome::error, found.reason);
  }

  static std::string blamed(const Robust& found) {
    return fmt::format("depends on {}", fmt::join(found.blamed, ", "));
  }

  /// The least counterexample, if the budget is enough for it.
  std::optional<Assignment> least(Term formula) {
    Reply small = minimise({name_, formula}, rule_, engine_, budget_);
    verdict_.seconds += small.seconds;
    if (small.status != Status::sat ||
        !is_robust(name_, assume_, obligation_.goal, unknowns_, small.model, engine_, budget_))
      return std::nullopt;
    return std::move(small.model);
  }

  Verdict refuted(Assignment values) {
    Witness witness;
    witness.values = std::move(values);
    complete(witness.values, rule_);
    make_congruent(witness.values, rule_);
    if (!is_congruent(witness.values, rule_))
      return end(Outcome::error, "the counterexample gives one function two values for the same arguments");
    if (evaluate(assume_, witness.values) != 1 || evaluate(obligation_.goal, witness.values) != 0)
      return end(Outcome::error, "the evaluator does not confirm the counterexample");
    const Term& true_if = obligation_.note_if;
    if (true_if.empty() || evaluate(true_if, witness.values) == 1) {
      verdict_.note = obligation_.note;
      verdict_.note_explains = obligation_.note_explains;
    }
    const Relevance relevance =
        relevant_atoms(obligation_.assume, obligation_.assume & !obligation_.goal, rule_, representatives_,
                       witness.values, name_, engine_, budget_);
    witness.unique = relevance.unique;
    witness.when = in_words(witness.values, rule_, relevance.matters);
    for (std::string& change : changes_in_words(witness.values)) witness.when.push_back(std::move(change));
    for (std::string& asked : asked_in_words(rule_, witness.values)) witness.when.push_back(std::move(asked));
    for (std::string& tail : tails_in_words(witness.values, rule_)) witness.when.push_back(std::move(tail));
    const std::array asked = {assume_, obligation_.goal};
    witness.meaningless = meaningless(witness.values, rule_, asked);
    verdict_.witness = std::move(witness);
    return end(Outcome::refuted, "");
  }

  std::string name_;
  const Obligation& obligation_;
  Term assume_;
  Shown shown_;
  const Rule& rule_;
  const Representatives& representatives_;
  std::vector<Term> unknowns_;
  Engine& engine_;
  const Budget& budget_;
  Refuter is_refuted_;  ///< of the obligation's failure
  Verdict verdict_;
};

}  // namespace

Verdict decide(const Property& property, const Obligation& obligation, const Rule& rule,
               const Unknowns& unknowns, Engine& engine, const Budget& budget) {
  const Representatives representatives(rule);
  return Case(name_of(property, rule, obligation), obligation, rule, representatives, {}, unknowns, engine,
              budget)
      .decide();
}

std::vector<Verdict> decide_all(const Property& property, const Rule& rule, const Unknowns& unknowns,
                                Engine& engine, const Budget& budget) {
  std::vector<Verdict> verdicts;
  const Budget phase = phase_of(budget);
  const std::vector<Obligation> obligations = property.obligations(rule);
  if (obligations.empty()) return verdicts;
  const Representatives representatives(rule);
  const std::vector<Shown> shown = shown_by(representatives, obligations);
  std::vector<Term> failing;
  for (const Obligation& obligation : obligations) failing.push_back(failing_of(obligation));
  Clauses clauses(failing);
  for (std::size_t i = 0; i < obligations.size(); ++i)
    verdicts.push_back(Case(name_of(property, rule, obligations[i]), obligations[i], rule, representatives,
                            shown[i], unknowns, engine, phase,
                            [&, i](const Budget& one) { return clauses.ask(i, one).status == Status::unsat; })
                           .decide());
  return verdicts;
}

}  // namespace pfncheck
