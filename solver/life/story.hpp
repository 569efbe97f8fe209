// SPDX-License-Identifier: GPL-2.0-or-later
// A trace told in kernel words: what each step did and only what it changed, which rules it asked, and the
// account that the property keeps. Telling a trace replays it with the evaluator, which shares nothing with
// the search.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/slice.hpp"
#include "solver/explore/explore.hpp"

namespace pfncheck {

/// What is taken for granted, beside the kernel as it is, or left out of sight.
struct StoryAssumption {
  std::string kind;  ///< "release", "fault", "fault for the patch", "exclusion lifted", "exclusion lifted,
                     ///< done today", "excluded", "excluded, done today", "rule", "start", "left out"
  std::string name;  ///< "6.12", a fault, a rule, "frames.kind=EPC", an operation
  std::string sentence;  ///< of a fault
  std::string source;    ///< of a fault, or of a rule: the file that it is from
  friend bool operator==(const StoryAssumption&, const StoryAssumption&) = default;
};
struct StoryChange {
  std::string name, before, after;  ///< "p0.pte0.special", "1", "0"; empty where its thing is not there
};
struct StoryQuestion {
  std::string rule, about;              ///< "normal_page", "p0.pte0"
  std::vector<std::string> inputs;      ///< the questions that are answered yes
  std::string row, answer, source;      ///< the row that decided, what it says, where the rule is from
  std::vector<std::string> decided_by;  ///< questions that the answer hangs on, with values: "special_bit=0"
  bool planted = false;                 ///< the kernel's own rule answers otherwise, or by another row
  std::string instead;                  ///< if planted: what the kernel's rule says: "raw: PFNMAP, shared"
  bool wrong = false;                   ///< the first answer of the trace that is not the kernel's
};
struct StoryAccount {
  std::string label;  ///< "references of D0"
  std::uint64_t actual = 0, expected = 0;
  bool parts = false;  ///< first state in which they differ
};
struct StoryStep {
  std::string operation, words;  ///< "fork", "p0: fork(), p1 is the child"
  std::string chain;             ///< of kernel functions: OperationInfo::chain
  std::vector<StoryChange> changes;
  std::vector<StoryQuestion> questions;
  std::vector<StoryAccount> accounts;  ///< after the step, where it changed one
  /// Of the first step that goes another way than without what the trace assumes, if no answer tells it:
  /// "fault fork_takes_no_reference; without it then A.references=2".
  std::string wrong = {};
};
struct Story {
  std::vector<StoryAssumption> assumed;  ///< first of all: see assumptions_of()
  std::vector<StoryChange> start;        ///< what was open; `before` is empty
  std::vector<StoryStep> steps;
  bool in_step = false;               ///< the last step itself breaks the property, not the state after it
  std::string breaks;                 ///< the property that fails at the end
  std::vector<std::string> fails_at;  ///< what it fails for: "p0.pte0", "put of D0: count=0"
  std::vector<StoryQuestion> asked_at_end;  ///< what rules say of that in the last state
  std::string assumes;           ///< of pfns and entries, if a lifted rule is told apart by them only
  std::string wrong_start = {};  ///< as StoryStep::wrong, of the start; if no step or answer goes wrong
  std::string against = {};      ///< whose answers `instead` has: "before the patch"; empty: the release's
  std::vector<std::string> operations() const;
};

/// The machine without something that a trace assumes.
struct Unassumed {
  std::vector<std::string> names;  ///< of what it lacks: "fault fork_takes_no_reference"
  std::unique_ptr<Pool> pool;
  std::unique_ptr<machine::Slice> slice;
};

/// What a teller knows beside the trace.
struct Telling {
  std::vector<StoryAssumption> assumed;
  /// The rules of the release without faults: what they answer otherwise is planted.
  std::map<std::string, machine::DecisionRule> own_rules;
  std::map<std::string, std::string> chains;  ///< by operation
  std::vector<std::string> fixed;             ///< variables whose start the question gives
  std::string against = {};                   ///< Story::against
  std::vector<Unassumed> without = {};        ///< the first lacks all that is assumed, each other one thing
};

/// Replays a trace step by step and tells it. Aborts if it does not replay: an engine is broken then.
Story tell(const machine::System& system, const Trace& trace, const Telling& telling);

}  // namespace pfncheck
