// SPDX-License-Identifier: GPL-2.0-or-later
// The properties of a slice decided for architecture rows: explored to the fixpoint, every trace replayed,
// every premise, operation and row of a rule counted.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/machine/configuration.hpp"
#include "props/life/property.hpp"
#include "solver/check/verdict.hpp"
#include "solver/life/story.hpp"

namespace pfncheck {

/// A variable and the word or number that it starts with.
struct StartValue {
  std::string variable, value;
};

struct SliceQuestion {
  const machine::SliceInfo* slice = nullptr;
  machine::Variant variant;
  std::vector<const ArchRow*> rows;             ///< never empty
  std::vector<const LifeProperty*> properties;  ///< those that do not speak of the slice are left out
  std::vector<StartValue> start;                ///< what is not left open
  std::vector<std::string> without;             ///< operations that are left out
  std::set<std::string> repaired;               ///< faults that the release has by itself, and not here
  /// What traces are held against: the machine before a patch. Nothing: the release's without what is
  /// assumed.
  std::optional<machine::Variant> before_patch = {};
  ExploreOptions options;
};

/// How often something of a slice was met. Zero says that nothing was shown of it.
struct LifeCount {
  std::string name;
  std::uint64_t times = 0;
  bool may_be_zero = false;  ///< rows of rules that only broken installers reach
};

struct ToldStory {
  Story story;
  std::vector<std::string> rows;  ///< architecture rows on which it happens
};

struct LifeFinding {
  std::string property;
  std::vector<std::pair<std::string, Outcome>> rows;  ///< by architecture row, in the order asked for
  std::uint64_t premise = 0;                          ///< times that the premise was true
  std::vector<std::string> premise_rows;              ///< rows on which it was
  std::vector<ToldStory> stories;                     ///< if refuted: together they cover the refuted rows
  std::vector<std::string> starts;                    ///< if refuted: see failing_starts()
};

/// One explored slice in numbers.
struct SliceNumbers {
  std::string slice;
  bool complete = false;
  std::string reason;  ///< if not
  std::uint64_t states = 0, transitions = 0, cut = 0, bytes = 0;
  unsigned depth = 0, bits = 0;  ///< steps to the farthest state; bits of a state
  std::vector<LifeCount> operations, rule_rows;
};

struct SliceAnswer : SliceNumbers {
  std::vector<LifeFinding> findings;
};

/// Faults that the release of the question has by itself on a row, and that the question does not repair.
std::set<std::string> own_faults_on(const ArchRow& row, const SliceQuestion& question);

/// Parts of a question: in each, the release has the same faults by itself on all rows (machine/history.hpp).
std::vector<SliceQuestion> parts_of(const SliceQuestion& question);

/// Throws InputError for variables, values, operations and faults that the slice does not have, with those
/// that it has. Throws Interrupted.
SliceAnswer judge_slice(const SliceQuestion& question);

/// Lets a slice start with this value only. Throws InputError as judge_slice() does.
void restrict_start(machine::Slice& slice, const StartValue& start);
/// Leaves an operation out. Throws InputError.
void leave_out(machine::Slice& slice, const std::string& operation);
/// A shortest trace to the property's failure on this path of operations, if there is one.
std::optional<ToldStory> story_along(const SliceQuestion& question, const LifeProperty& property,
                                     const std::vector<std::string>& operations);

/// The slice of a part of a question, restricted and with its properties; of a whole one the first part.
struct StatedSlice {
  std::unique_ptr<Pool> pool;
  std::unique_ptr<machine::Slice> slice;
  std::vector<const LifeProperty*> properties;
};
StatedSlice state_slice(const SliceQuestion& question);

}  // namespace pfncheck
