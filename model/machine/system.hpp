// SPDX-License-Identifier: GPL-2.0-or-later
// A transition system over Terms: variables of a few bits, start states, steps with a guard. Every engine
// reads the same one: the explorer runs it, Z3 proves single steps and induction over it, the evaluator
// replays its traces.
//
//   System system(pool);
//   const Var count = system.variable("frame 0 references", 2, 0);
//   Step get = system.step("get", {0});
//   get.require(ult(get[count], pool.constant(2, 3)));
//   get.set(count, get[count] + pool.constant(2, 1));
//   system.add(std::move(get));
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/machine/decision_rule.hpp"
#include "model/term/term.hpp"

namespace pfncheck::machine {

/// Position of a variable in System::variables().
struct Var {
  unsigned index = 0;
  friend auto operator<=>(const Var&, const Var&) = default;
};

struct Variable {
  std::string name;                     ///< "p0.pte1.pfn": as cases write it and traces show it
  Term now;                             ///< its value in the state that a step begins in
  std::uint64_t at_start = 0;           ///< unless `any_at_start`
  bool any_at_start = false;            ///< every value that System::starts() allows
  bool configuration = false;           ///< of architecture or machine: no step changes it
  std::vector<std::string> words = {};  ///< names of its values; empty: a number, or yes and no
  /// Bool over a state: the thing that it belongs to is there; null: always. Traces give all values of a
  /// thing that appears, and none of one that is not there.
  Term exists = {};
  bool told = true;  ///< false: the model's own bookkeeping, no event of a kernel

  std::string text_of(std::uint64_t value) const;  ///< "RAM", "3", "1"
};

/// What must be true whenever a step is taken.
struct Check {
  std::string property;
  Term holds;
  Term premise;  ///< what makes it say something: must be true in some step that is taken
  std::optional<std::size_t> event = {};  ///< of the step's, that it speaks of
};

/// That a step asked a rule, what it was asked, and what it answered.
struct Consultation {
  const DecisionRule* rule = nullptr;  ///< must outlive the system
  std::string about;                   ///< "p0.pte1"
  Term asked;                          ///< bool: the step came to ask it
  std::vector<Term> inputs;            ///< bools, parallel to DecisionRule::questions
  std::vector<Term> rows;              ///< bools: asked, and this row decided; parallel to DecisionRule::rows
  Term answer;                         ///< DecisionRule::bits() wide
};

/// Something that a step does and that properties speak of: a reference taken or dropped, a translation
/// installed, memory given back. It changes nothing by itself.
struct Event {
  std::string name;                                  ///< "put", "install"
  Term when;                                         ///< bool
  std::vector<std::pair<std::string, Term>> values;  ///< as they are at that point of the step
  /// What it happens to: `names[which]`, or the only one of the names. Empty: the step says it.
  std::vector<std::string> names = {};
  Term which = {};

  Term operator[](std::string_view value) const;  ///< aborts if there is none of that name
};

/// Two numbers that should be one: what is there and what is accounted for.
struct Account {
  std::string label;  ///< "references of frame D0"
  Term actual, expected;
};

/// One instance of an operation: its arguments are fixed numbers, its effect is written in order. Reading a
/// variable gives what was set before in the same step.
class Step {
 public:
  Step(std::string operation, std::vector<unsigned> arguments, const std::vector<Variable>& variables);

  const std::string& operation() const { return operation_; }
  const std::vector<unsigned>& arguments() const { return arguments_; }
  std::string name() const;  ///< what says() said, else "fork(0, 1)"
  /// The step in words: "fork: p0 to p1".
  void says(std::string words) { words_ = std::move(words); }

  Term operator[](Var v) const { return values_[v.index]; }
  void set(Var v, Term value) { values_[v.index] = value; }
  /// Sets only where `condition` (bool) is true.
  void set_if(Term condition, Var v, Term value);
  /// The element `index` of an array of variables; the last one if there are fewer.
  Term at(const std::vector<Var>& array, Term index) const;
  void set_at(Term condition, const std::vector<Var>& array, Term index, Term value);

  void require(Term condition) { guard_ = guard_ & condition; }
  /// A bound of the slice: where only this keeps the step from being taken, it is counted as cut off.
  void bound(Term condition) { within_ = within_ & condition; }
  void check(std::string property, Term holds);
  /// Must hold where the premise is true.
  void check(std::string property, Term premise, Term holds);
  /// The same about one of its events.
  void check(std::string property, std::size_t event, Term premise, Term holds);
  /// Asks a rule where `asked` is true; `inputs` are bools, parallel to its questions.
  Term consult(const DecisionRule& rule, std::string about, Term asked, std::vector<Term> inputs);
  void event(Event event) { events_.push_back(std::move(event)); }

  Term guard() const { return guard_ & within_; }
  Term cut() const { return guard_ & !within_; }
  const std::vector<Check>& checks() const { return checks_; }
  const std::vector<Consultation>& consultations() const { return consultations_; }
  const std::vector<Event>& events() const { return events_; }
  /// Values after the step, parallel to System::variables(); `now` where nothing was set.
  const std::vector<Term>& after() const { return values_; }

 private:
  std::string operation_, words_;
  std::vector<unsigned> arguments_;
  std::vector<Term> values_;
  Term guard_, within_;
  std::vector<Check> checks_;
  std::vector<Consultation> consultations_;
  std::vector<Event> events_;
};

/// What must be true in every state.
struct Invariant {
  std::string property;
  Term holds;
  Term premise;                        ///< what makes it say something: must be true in some reached state
  std::vector<Account> accounts = {};  ///< that it compares; traces show them
  std::string about = {};              ///< the entry or frame that it speaks of: "p0.pte0"
  /// What a rule says of it in that state.
  std::optional<Consultation> asks = {};
};

/// A fact about every reached state that no property states; induction may use it once it has proved it.
struct Lemma {
  std::string name;
  Term holds;
};

class System {
 public:
  explicit System(Pool& pool) : pool_(pool) {}

  /// `bits` 0 is bool. All variables come before the first step.
  Var variable(std::string name, unsigned bits, std::uint64_t at_start);
  Var free_variable(std::string name, unsigned bits);  ///< any value at the start, where starts() allows it
  void restrict_starts(Term condition);
  /// A free variable that no step may set.
  Var configuration(std::string name, unsigned bits);
  /// A variable of as many bits as the words need; starts at the first word.
  Var variable_of(std::string name, std::vector<std::string> words);
  Var free_variable_of(std::string name, std::vector<std::string> words);
  /// These belong to something that is there where `exists` (a bool over a state) is true.
  void belong(std::initializer_list<Var> variables, Term exists);
  /// The model's own bookkeeping: traces do not tell of it.
  void keep_untold(std::initializer_list<Var> variables);
  /// Names for the values of a variable.
  void name_values(Var v, std::vector<std::string> words);

  Step step(std::string operation, std::vector<unsigned> arguments) const;
  void add(Step step) { steps_.push_back(std::move(step)); }
  void add(Invariant invariant) { invariants_.push_back(std::move(invariant)); }
  void add(Lemma lemma) { lemmas_.push_back(std::move(lemma)); }

  Pool& pool() const { return pool_; }
  Term operator[](Var v) const { return variables_[v.index].now; }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Step>& steps() const { return steps_; }
  std::vector<Step>& steps() { return steps_; }
  const std::vector<Invariant>& invariants() const { return invariants_; }
  const std::vector<Lemma>& lemmas() const { return lemmas_; }
  Term starts() const { return starts_.empty() ? pool_.boolean(true) : starts_; }
  /// Bits of a state.
  unsigned bits() const;
  /// The variable of that name; nothing if there is none.
  std::optional<Var> find(std::string_view name) const;

 private:
  Pool& pool_;
  std::vector<Variable> variables_;
  std::vector<Step> steps_;
  std::vector<Invariant> invariants_;
  std::vector<Lemma> lemmas_;
  Term starts_;
};

}  // namespace pfncheck::machine
