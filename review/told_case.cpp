// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/told_case.hpp"

#include <algorithm>
#include <vector>

namespace pfncheck {
namespace {

using normal_page::Rule;

struct Fact {
  std::string_view question;
  Term holds;
};

/// The machine's questions (model/functions/vm_normal_page/asked.hpp) over the inputs of a rule. A bit that
/// the level does not have is none of them: the constructors are asked for it all the same.
std::vector<Fact> facts_of(const Rule& rule) {
  const normal_page::Inputs& in = rule.in;
  const Facts& f = rule.facts;
  std::vector<Fact> facts = {{"PFNMAP", in.pfnmap},
                             {"MIXEDMAP", in.mixedmap},
                             {"SHARED", in.shared},
                             {"MAYWRITE", in.maywrite},
                             {"memmap", in.memmap},
                             {"linear", eq(in.pfn, normal_page::linear_pfn(in, f))},
                             {"zero", normal_page::is_zero(in, f)},
                             {"huge_zero", normal_page::is_huge_zero(in, f)},
                             {"above_highest", ugt(in.pfn, in.highest_pfn)}};
  if (has_special(f, rule.level))
    facts.push_back({"special", normal_page::carries_special(in, f, rule.level)});
  if (f.devmap) facts.push_back({"devmap", normal_page::carries_devmap(in, f, rule.level)});
  return facts;
}

Term as_asked(const StoryQuestion& question, const Rule& rule) {
  Term all = rule.domain.pool().boolean(true);
  for (const Fact& fact : facts_of(rule)) {
    const bool yes = std::ranges::find(question.inputs, fact.question) != question.inputs.end();
    all = all & (yes ? fact.holds : !fact.holds);
  }
  return all;
}

/// What the life asks, the end first.
std::vector<const StoryQuestion*> questions_of(const Story& story) {
  std::vector<const StoryQuestion*> all;
  for (const StoryQuestion& question : story.asked_at_end) all.push_back(&question);
  for (auto step = story.steps.rbegin(); step != story.steps.rend(); ++step)
    for (const StoryQuestion& question : step->questions) all.push_back(&question);
  return all;
}

}  // namespace

std::optional<Verdict> case_of_life(const Story& story, const Property& property,
                                    const Obligation& obligation, const Rule& rule, const Unknowns& unknowns,
                                    Engine& engine, const Budget& budget, bool& is_late) {
  std::vector<std::vector<std::string>> tried;
  for (const StoryQuestion* question : questions_of(story)) {
    if (!question->planted || std::ranges::find(tried, question->inputs) != tried.end()) continue;
    tried.push_back(question->inputs);
    Obligation narrow = obligation;
    narrow.narrowed = as_asked(*question, rule);
    Verdict verdict = decide(property, narrow, rule, unknowns, engine, budget);
    if (verdict.outcome == Outcome::refuted && verdict.witness) return verdict;
    is_late = is_late || verdict.outcome == Outcome::unknown;
  }
  return std::nullopt;
}

bool makes_a_page_without_memmap(const Story& story) {
  return std::ranges::any_of(questions_of(story), [](const StoryQuestion* question) {
    return question->answer == "normal" &&
           std::ranges::find(question->inputs, "memmap") == question->inputs.end();
  });
}

}  // namespace pfncheck
