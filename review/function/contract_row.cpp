// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/function/contract_row.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "lift/tree/unit.hpp"
#include "model/functions/functions.hpp"
#include "model/input_error.hpp"
#include "model/thread_time.hpp"
#include "review/function/claims.hpp"
#include "review/function/known_claims.hpp"
#include "review/judge.hpp"
#include "review/parallel.hpp"
#include "solver/ask/remembering.hpp"
#include "solver/life/judge.hpp"

namespace pfncheck {

namespace {

/// Tells what entries stand for.
constexpr const char* rule = "vm_normal_page";

/// A life of a broken function is short.
constexpr std::uint64_t most_states = 400'000;

bool is_in(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_wanted(const CheckRequest& request, const Contract& contract) {
  return std::ranges::any_of(contract.clauses,
                             [&](const Clause& c) { return is_in(request.clauses, c.name); }) &&
         (request.rules.empty() || is_in(request.rules, contract.function));
}

std::vector<const Contract*> wanted(const CheckRequest& request, std::string_view unit) {
  std::vector<const Contract*> found;
  for (const Contract* contract : contracts())
    if (contract->unit == unit && is_wanted(request, *contract)) found.push_back(contract);
  return found;
}

ResultRecord frame_of(const RowJob& job, const Contract& contract, const Clause& clause, bool compared) {
  ResultRecord record;
  record.property = clause.name;
  record.rule = record.function = contract.function;
  record.level = contract.level;
  record.arch = job.row.name;
  record.config = job.prepared.config;
  record.release = job.tree.release().text();
  record.side = compared ? Side::after : Side::before;
  record.place.file = contract.unit;
  return record;
}

/// One side of a contract.
struct ContractSide {
  std::string absent;     ///< why there is nothing to ask; empty: it was asked
  bool counts = false;    ///< `absent` leaves something open
  std::string undecided;  ///< why nothing can be said although it is there
  LiftedFunction function;
  std::vector<Claim> claims;
  std::vector<ClaimVerdict> verdicts;  ///< parallel to claims
  /// Clauses that the patch breaks although the function counts as before: only what its entries stand for is
  /// another now.
  std::set<std::string> followers;

  /// What the function counted for a clause, and what it had to; empty if there is no such count.
  Term counted(const Clause& clause) const { return output(clause.counted); }
  Term owed(const Clause& clause) const { return output(clause.owed); }
  /// An output of the adapter; empty if it has none of that name.
  Term output(std::string_view name) const {
    const auto found = function.outputs.find(std::string(name));
    return name.empty() || found == function.outputs.end() ? Term{} : found->second;
  }
};

/// "references -1, the entries' 0".
std::string counts_text(const ContractSide& side, const Clause& clause, const Assignment& values) {
  const Term counted = side.counted(clause), owed = side.owed(clause);
  if (counted.empty() || owed.empty()) return {};
  const auto text = [&](Term t) { return number_text(evaluate(t, values), t.width()); };
  return fmt::format("{} {}, those of the entries {}", clause.counted, text(counted), text(owed));
}

class ContractWork {
 public:
  ContractWork(const RowJob& job, const Contract& contract, const Memo& memo)
      : job_(job),
        memo_(memo),
        contract_(contract),
        name_(std::string(contract_adapter_prefix) + std::string(contract.function)),
        engine_(make_remembering()),
        lift_(lift_options(job.tree.root(), job.options.budget)) {
    lift_.simplify = false;
  }

  RowReport run() {
    RowReport report;
    const ContractSide before = asked(job_.before, nullptr);
    if (job_.after == nullptr) {
      add(nullptr, before, report);
      return report;
    }
    const ContractSide after = asked(*job_.after, &before);
    add(&before, after, report);
    show_lives(after, report);
    return report;
  }

 private:
  ContractSide asked(const SideUnit& unit, const ContractSide* before) {
    ContractSide side;
    const std::string function(contract_.function);
    if (const auto why = unit.compiled.left_out.find(function); why != unit.compiled.left_out.end()) {
      side.absent = why->second;
      side.counts = true;
      return side;
    }
    const std::shared_ptr<const Module> module = unit.module.get();
    if (!module->defines(name_)) {
      side.absent =
          fmt::format("there is no {}() in {}, or its pages are counted in another way than since 6.8",
                      function, contract_.unit);
      side.counts = before != nullptr && before->absent.empty();  // renamed or removed by the patch
      return side;
    }
    try {
      side.function = module->lift(name_, pool_, lift_);
    } catch (const InputError& error) {
      side.undecided = error.what();
      return side;
    }
    if (!side.function.unsupported.empty()) {
      const Unsupported& first = side.function.unsupported.front();
      side.undecided = first.what;
      if (first.where.line != 0)
        side.undecided += fmt::format(" ({}:{})", first.where.file, first.where.line);
      return side;
    }
    side.claims = claims_of(side.function);
    decide(side, before);
    return side;
  }

  /// What is the same question on both sides, or was asked of another patch or row, has the same answer.
  void decide(ContractSide& side, const ContractSide* before) {
    const std::vector<Term> inputs = inputs_of(side.function);
    const Unknowns unknowns = unknowns_of(side.function);
    for (std::size_t i = 0; i < side.claims.size(); ++i) {
      const Claim& claim = side.claims[i];
      const bool is_known =
          before != nullptr && i < before->claims.size() && before->claims[i].name == claim.name &&
          before->claims[i].fails.same(claim.fails) && before->claims[i].reached.same(claim.reached) &&
          before->claims[i].after_unknown.same(claim.after_unknown);
      side.verdicts.push_back(is_known ? before->verdicts[i] : decided(claim, inputs, unknowns));
      if (before != nullptr && !is_known) find_own_doing(side, *before, i, inputs, unknowns);
    }
  }

  /// What entries stand for is asked of the tree's own rule, which a patch may change. A counterexample in
  /// which the function itself counts otherwise than before, or leaves another entry, comes first.
  void find_own_doing(ContractSide& side, const ContractSide& before, std::size_t i,
                      const std::vector<Term>& inputs, const Unknowns& unknowns) {
    if (verdicts_of_rule_are_kept()) return;
    ClaimVerdict& verdict = side.verdicts[i];
    const ClaimVerdict* was = verdict_of(before, side.claims[i].name);
    if (verdict.outcome != Outcome::refuted || was == nullptr || was->outcome != Outcome::holds) return;
    const auto clause = std::ranges::find(contract_.clauses, side.claims[i].name, &Clause::name);
    if (clause == contract_.clauses.end()) return;
    const Term now = side.counted(*clause), then = before.counted(*clause);
    if (now.empty() && then.empty() && does_what_it_did()) side.followers.insert(side.claims[i].name);
    if (now.empty() || then.empty() || now.width() != then.width()) return;
    Claim own = side.claims[i];
    own.name += ", counted otherwise";
    Term otherwise = ne(now, then);
    for (const char* slot : {"slot_0", "slot_1"}) {
      const Term left = side.output(slot), was_left = before.output(slot);
      if (!left.empty() && !was_left.empty() && left.width() == was_left.width())
        otherwise = otherwise | ne(left, was_left);
    }
    own.fails = own.fails & otherwise;
    ClaimVerdict found = decided(own, inputs, unknowns);
    if (found.outcome == Outcome::refuted)
      verdict = std::move(found);
    else if (found.outcome == Outcome::holds)
      side.followers.insert(side.claims[i].name);
  }

  /// Whether the patch leaves all code alone that tells what entries stand for; also where no such code is.
  bool verdicts_of_rule_are_kept() {
    if (!is_rule_kept_)
      is_rule_kept_ = job_.before.module.get()->code_of(rule) == job_.after->module.get()->code_of(rule);
    return *is_rule_kept_;
  }

  /// Whether the function has the code that it had, and does not go by the rule itself.
  bool does_what_it_did() {
    if (!is_function_kept_) {
      const std::string function(contract_.function);
      const auto code = job_.after->module.get()->code_of(function);
      is_function_kept_ = !code.contains(rule) && code == job_.before.module.get()->code_of(function);
    }
    return *is_function_kept_;
  }

  ClaimVerdict decided(const Claim& claim, const std::vector<Term>& inputs, const Unknowns& unknowns) {
    const std::string question = question_of(claim, inputs, unknowns, job_.options.budget);
    if (auto known = known_verdict(memo_, question)) return std::move(*known);
    ClaimVerdict verdict = decide_claim(claim, inputs, unknowns, *engine_, job_.options.budget);
    keep_verdict(memo_, question, verdict);
    return verdict;
  }

  static const ClaimVerdict* verdict_of(const ContractSide& side, std::string_view clause) {
    const auto claim = std::ranges::find(side.claims, clause, &Claim::name);
    return claim == side.claims.end() ? nullptr
                                      : &side.verdicts[static_cast<std::size_t>(claim - side.claims.begin())];
  }

  void add(const ContractSide* before, const ContractSide& side, RowReport& report) const {
    if (side.counts)
      report.not_checked.push_back(
          {fmt::format("{}()", contract_.function), side.absent, {}, std::string(job_.row.name), true});
    for (const Clause& clause : contract_.clauses) {
      if (!is_in(job_.request.clauses, clause.name)) continue;
      ResultRecord record = frame_of(job_, contract_, clause, before != nullptr);
      fill(record, clause, before, side);
      const bool follows = side.followers.contains(std::string(clause.name));
      if (follows) {
        record.note = fmt::format("{}() counts as it did; what vm_normal_page() says of its entries changed",
                                  contract_.function);
        record.no_trace = fmt::format("{}() does what it did", contract_.function);
      }
      (follows ? report.followers : report.results).push_back(std::move(record));
    }
  }

  void fill(ResultRecord& record, const Clause& clause, const ContractSide* before,
            const ContractSide& side) const {
    if (!side.absent.empty()) {
      record.verdict = side.counts ? Outcome::unsupported : Outcome::not_applicable;
      record.reason = side.absent;
      return;
    }
    const ClaimVerdict* verdict = verdict_of(side, clause.name);
    if (verdict == nullptr) {
      const auto& left_out = side.function.not_applicable;
      const auto left = std::ranges::find(left_out, clause.name, &LeftOut::name);
      record.verdict = left == left_out.end() ? Outcome::unsupported : Outcome::not_applicable;
      record.reason = left != left_out.end()    ? left->why
                      : !side.undecided.empty() ? side.undecided
                                                : "its adapter does not ask it";
      return;
    }
    record.verdict = verdict->outcome;
    record.reason = verdict->reason;
    record.bound = side.function.loop_bound;
    if (before != nullptr) record.delta = delta_of(verdict_of(*before, clause.name), *verdict);
    if (verdict->outcome == Outcome::refuted) show(record, clause, before, side, *verdict);
  }

  static Delta delta_of(const ClaimVerdict* before, const ClaimVerdict& after) {
    const bool was = before != nullptr && before->outcome == Outcome::refuted;
    const bool is_open = before == nullptr || (before->outcome != Outcome::holds && !was);
    if (after.outcome == Outcome::refuted)
      return was ? Delta::pre_existing : is_open ? Delta::none : Delta::new_;
    return was && after.outcome == Outcome::holds ? Delta::fixed : Delta::unchanged;
  }

  void show(ResultRecord& record, const Clause& clause, const ContractSide* before, const ContractSide& side,
            const ClaimVerdict& verdict) const {
    WitnessRecord witness =
        witness_of(side.function, verdict.values, verdict.free, std::string(contract_.unit));
    witness.one_call = true;
    witness.before = counts_text(side, clause, verdict.values);
    if (before != nullptr && before->undecided.empty() && before->absent.empty()) {
      witness.after = witness.before;
      witness.before = counts_text(*before, clause, verdict.values);
    }
    const SourceLine last = last_line(side.function, verdict.values);
    if (last.line != 0) record.place = {last.file, last.line};
    record.witness = std::move(witness);
  }

  /// Where the function itself was last.
  SourceLine last_line(const LiftedFunction& function, const Assignment& values) const {
    SourceLine last;
    for (const TraceStep& step : function.trace) {
      if (evaluate(step.guard, values) == 0) continue;
      for (const SourceLine& line : step.lines)
        if (line.function == contract_.function && line.line != 0) last = line;
    }
    return last;
  }

  /// The life of the first new violation that a fault of the slice stands for.
  void show_lives(const ContractSide& after, RowReport& report) const {
    const ResultRecord* told = nullptr;
    for (ResultRecord& record : report.results) {
      if (record.delta != Delta::new_) continue;
      const ClauseLife* life = life_of(record, after);
      if (told != nullptr)
        record.no_trace = fmt::format("one is told per function and row, see {}", told->property);
      else if (!job_.lives)
        record.no_trace = "it is looked for in the whole series only";
      else if (life == nullptr)
        record.no_trace = fmt::format("slice {} has no fault like this one", contract_.slice);
      else if (add_life(record, *life))
        told = &record;
      else
        record.no_trace = fmt::format("with fault {} slice {} shows nothing", life->fault, contract_.slice);
    }
  }

  bool add_life(ResultRecord& record, const ClauseLife& life) const {
    SliceQuestion question;
    question.slice = machine::find_slice(std::string(contract_.slice));
    question.rows = {&job_.row};
    for (const LifeProperty& p : life_properties()) question.properties.push_back(&p);
    question.variant.release = job_.tree.core().release;
    question.variant.faults = {std::string(life.fault)};
    question.options.most_states = most_states;
    question.options.interrupted = job_.options.budget.stop;
    question.options.late = job_.options.budget.late;
    question.options.until = thread_seconds() + job_.options.budget.seconds;
    for (const LifeFinding& finding : judge_slice(question).findings) {
      if (finding.stories.empty()) continue;
      record.story = finding.stories.front().story;
      record.story->breaks = finding.property;
      for (StoryAssumption& assumed : record.story->assumed)
        if (assumed.kind == "fault") assumed.kind = "fault for the patch";
      return true;
    }
    return false;
  }

  /// Whether the counterexample is off in the way of the life's fault.
  bool is_off(const ClauseLife& life, const ResultRecord& record, const ContractSide& after) const {
    if (life.off == Off::any) return true;
    const auto clause = std::ranges::find(contract_.clauses, life.clause, &Clause::name);
    if (clause == contract_.clauses.end() || !record.witness) return false;
    const Term counted = after.counted(*clause), owed = after.owed(*clause);
    if (counted.empty() || owed.empty()) return false;
    return (evaluate(slt(counted, owed), record.witness->values) != 0) == (life.off == Off::too_few);
  }

  const ClauseLife* life_of(const ResultRecord& record, const ContractSide& after) const {
    for (const ClauseLife& life : contract_.lives) {
      if (life.clause != record.property || !is_off(life, record, after)) continue;
      if (life.input.empty()) return &life;
      const auto input = std::ranges::find(after.function.inputs, life.input, &Parameter::name);
      if (input == after.function.inputs.end() || !record.witness) continue;
      if ((evaluate(input->value, record.witness->values) != 0) == life.value) return &life;
    }
    return nullptr;
  }

  const RowJob& job_;
  const Memo& memo_;
  const Contract& contract_;
  std::string name_;
  Pool pool_;
  std::unique_ptr<Engine> engine_;
  LiftOptions lift_;
  std::optional<bool> is_rule_kept_, is_function_kept_;
};

}  // namespace

std::string contracts_text(const RowJob& job) {
  std::string text;
  for (const Contract* contract : wanted(job.request, job.unit))
    for (const Clause& clause : contract->clauses)
      if (is_in(job.request.clauses, clause.name))
        text += fmt::format("clause {} of {}\n", clause.name, contract->function);
  return text;
}

std::vector<std::string> other_units(const CheckRequest& request) {
  std::vector<std::string> units;
  if (request.rules.empty()) return units;
  for (const Contract* contract : contracts()) {
    const std::string unit(contract->unit);
    if (unit != normal_page_unit && is_wanted(request, *contract) && !is_in(units, unit))
      units.push_back(unit);
  }
  return units;
}

RowReport contracts_without_unit(const RowJob& job, const std::string& why) {
  RowReport report;
  for (const Contract* contract : wanted(job.request, job.unit))
    for (const Clause& clause : contract->clauses) {
      if (!is_in(job.request.clauses, clause.name)) continue;
      report.results.push_back(frame_of(job, *contract, clause, false));
      report.results.back().verdict = Outcome::not_applicable;
      report.results.back().reason = why;
    }
  return report;
}

RowReport review_contracts(const RowJob& job, const Memo& memo) {
  const std::vector<const Contract*> asked = wanted(job.request, job.unit);
  std::vector<RowReport> parts(asked.size());
  in_parallel(asked.size(), job.options,
              [&](std::size_t i) { parts[i] = ContractWork(job, *asked[i], memo).run(); });
  RowReport report;
  for (RowReport& part : parts) append(report, std::move(part));
  return report;
}

}  // namespace pfncheck
