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

#include <string>
#include <vector>

#include "model/term/term.hpp"

namespace pfncheck::machine {

/// Position of a variable in System::variables().
struct Var {
  unsigned index = 0;
  friend auto operator<=>(const Var&, const Var&) = default;
};

struct Variable {
  std::string name;            ///< "process 0 slot 1 pfn"
  Term now;                    ///< its value in the state that a step begins in
  std::uint64_t at_start = 0;  ///< unless `any_at_start`
  bool any_at_start = false;   ///< every value that System::starts() allows
};

/// What must be true whenever a step is taken.
struct Check {
  std::string property;
  Term holds;
};

/// That a step asked a rule, what it was asked, and what it answered.
struct Consultation {
  std::string rule;  ///< "normal_page"
  Term asked;        ///< bool: the step came to ask it
  std::vector<std::pair<std::string, Term>> inputs;
  Term answer;  ///< bool
};

/// One instance of an operation: its arguments are fixed numbers, its effect is written in order. Reading a
/// variable gives what was set before in the same step.
class Step {
 public:
  Step(std::string operation, std::vector<unsigned> arguments, const std::vector<Variable>& variables);

  const std::string& operation() const { return operation_; }
  const std::vector<unsigned>& arguments() const { return arguments_; }
  std::string name() const;  ///< "fork(0, 1)"

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
  void check(std::string property, Term holds) { checks_.push_back({std::move(property), holds}); }
  void consult(Consultation consultation) { consultations_.push_back(std::move(consultation)); }

  Term guard() const { return guard_ & within_; }
  Term cut() const { return guard_ & !within_; }
  const std::vector<Check>& checks() const { return checks_; }
  const std::vector<Consultation>& consultations() const { return consultations_; }
  /// Values after the step, parallel to System::variables(); `now` where nothing was set.
  const std::vector<Term>& after() const { return values_; }

 private:
  std::string operation_;
  std::vector<unsigned> arguments_;
  std::vector<Term> values_;
  Term guard_, within_;
  std::vector<Check> checks_;
  std::vector<Consultation> consultations_;
};

/// What must be true in every state.
struct Invariant {
  std::string property;
  Term holds;
  Term premise;  ///< what makes it say something: must be true in some reached state
};

class System {
 public:
  explicit System(Pool& pool) : pool_(pool) {}

  /// `bits` 0 is bool. All variables come before the first step.
  Var variable(std::string name, unsigned bits, std::uint64_t at_start);
  Var free_variable(std::string name, unsigned bits);  ///< any value at the start, where starts() allows it
  void restrict_starts(Term condition);

  Step step(std::string operation, std::vector<unsigned> arguments) const;
  void add(Step step) { steps_.push_back(std::move(step)); }
  void add(Invariant invariant) { invariants_.push_back(std::move(invariant)); }

  Pool& pool() const { return pool_; }
  Term operator[](Var v) const { return variables_[v.index].now; }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Step>& steps() const { return steps_; }
  const std::vector<Invariant>& invariants() const { return invariants_; }
  Term starts() const { return starts_.empty() ? pool_.boolean(true) : starts_; }
  /// Bits of a state.
  unsigned bits() const;

 private:
  Pool& pool_;
  std::vector<Variable> variables_;
  std::vector<Step> steps_;
  std::vector<Invariant> invariants_;
  Term starts_;
};

}  // namespace pfncheck::machine
