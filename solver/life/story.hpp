// SPDX-License-Identifier: GPL-2.0-or-later
// A trace told in kernel words: what each step did and only what it changed, which rules it asked, and the
// account that the property keeps. Telling a trace replays it with the evaluator, which shares nothing with
// the search.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/machine/slice.hpp"
#include "solver/explore/explore.hpp"

namespace pfncheck {

struct StoryChange {
  std::string name, before, after;  ///< "p0.pte0.special", "1", "0"
};
struct StoryQuestion {
  std::string rule, about;          ///< "normal_page", "p0.pte0"
  std::vector<std::string> inputs;  ///< the questions that are answered yes
  std::string row, answer, source;  ///< the row that decided, what it says, where the rule is from
};
struct StoryAccount {
  std::string label;  ///< "references of D0"
  std::uint64_t actual = 0, expected = 0;
  bool parts = false;  ///< first state in which they differ
};
struct StoryStep {
  std::string operation, words;  ///< "fork", "p0: fork(), p1 is the child"
  std::vector<StoryChange> changes;
  std::vector<StoryQuestion> questions;
  std::vector<StoryAccount> accounts;  ///< after the step, where it changed one
};
struct Story {
  std::vector<StoryChange> start;  ///< what was open and is not zero; `before` is empty
  std::vector<StoryStep> steps;
  bool in_step = false;  ///< the last step itself breaks the property, not the state after it
  std::string breaks;    ///< the property that fails at the end
  std::string assumes;   ///< of pfns and entries, if a lifted rule is told apart by them only
  std::vector<std::string> operations() const;
};

/// Replays a trace step by step and tells it. Aborts if it does not replay: an engine is broken then.
Story tell(const machine::System& system, const Trace& trace);

}  // namespace pfncheck
