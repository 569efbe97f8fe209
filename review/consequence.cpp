// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/consequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/machine/tabulated.hpp"
#include "model/thread_time.hpp"
#include "review/told_case.hpp"
#include "solver/ask/remembering.hpp"
#include "solver/life/judge.hpp"

namespace pfncheck {

namespace {

using machine::DecisionRule;
using machine::World;

/// A broken rule lets a life go anywhere: what it breaks shows early.
constexpr std::uint64_t most_states = 400'000;

/// What says most of a broken rule, in this order; then whatever else breaks.
constexpr std::array telling = {"no_reference_is_lost",
                                "no_reference_leaks",
                                "mapped_memory_is_not_free",
                                "gup_takes_nothing_through_raw_entries",
                                "rule_answers_the_entrys_own_page",
                                "page_is_made_only_of_a_memmap",
                                "asking_the_rule_changes_nothing",
                                "life_without_reports"};

std::size_t rank_of(const std::string& property) {
  return static_cast<std::size_t>(std::ranges::find(telling, property) - telling.begin());
}

/// Properties of a rule that say one thing of a life; the others break whatever counts.
struct OneThing {
  std::string_view of_rule, of_life;
};
constexpr std::array one_thing = {
    // There is no struct page whose count could be told.
    OneThing{"pfn_without_memmap_is_never_a_page", "page_is_made_only_of_a_memmap"},
    OneThing{"legal_entry_is_not_reported", "life_without_reports"},
    OneThing{"answer_is_the_entrys_own_page", "rule_answers_the_entrys_own_page"},
    OneThing{"rule_only_answers", "asking_the_rule_changes_nothing"},
};

constexpr std::string_view no_memmap = "page_is_made_only_of_a_memmap";

bool tells(const LifeFinding& life, std::string_view of_rule) {
  const auto it = std::ranges::find(one_thing, of_rule, &OneThing::of_rule);
  if (it != one_thing.end() && it->of_life != life.property) return false;
  return life.property == no_memmap || !makes_a_page_without_memmap(life.stories.front().story);
}

struct FoundFailing {
  std::vector<LifeFinding> findings;
  bool is_late = false;
};

class Lives {
 public:
  Lives(const ArchRow& row, Level level, Release release, const ReviewOptions& options) {
    question_.slice = machine::find_slice(level == Level::pte ? "own" : "huge");
    question_.rows = {&row};
    question_.properties = all_life_properties();
    question_.variant.release = release;
    question_.options.most_states = most_states;
    question_.options.interrupted = options.budget.stop;
    question_.options.late = options.budget.late;
    seconds_ = options.budget.seconds;
  }

  DecisionRule reference(Level level) const {
    const Release release = question_.variant.release;
    return level == Level::pte ? machine::normal_page_rule(release) : machine::normal_page_pmd_rule(release);
  }

  /// What fails with a rule, and whether that is all as far as there was time.
  FoundFailing failing(const DecisionRule& rule, const std::set<std::string>& faults,
                       const DecisionRule* before_patch = nullptr) const {
    SliceQuestion question = question_;
    question.variant.rules = {{rule.name, rule}};
    question.variant.faults = faults;
    if (before_patch != nullptr) {
      question.before_patch = question.variant;
      question.before_patch->rules = {{before_patch->name, *before_patch}};
    }
    question.options.until = thread_seconds() + seconds_;
    SliceAnswer answer = judge_slice(question);
    std::erase_if(answer.findings, [](const LifeFinding& f) { return f.stories.empty(); });
    return {std::move(answer.findings), !answer.complete && answer.reason == out_of_time};
  }

 private:
  SliceQuestion question_;
  double seconds_ = 0;
};

/// The most telling thing that fails after and not before, and that the property of the rule is about.
std::optional<LifeFinding> newly_failing(const std::vector<LifeFinding>& before,
                                         const std::vector<LifeFinding>& after, std::string_view property) {
  std::set<std::string> old;
  for (const LifeFinding& f : before) old.insert(f.property);
  std::optional<LifeFinding> best;
  for (const LifeFinding& f : after)
    if (tells(f, property) && !old.contains(f.property) &&
        (!best || rank_of(f.property) < rank_of(best->property)))
      best = f;
  return best;
}

/// First lives in which everybody else does right; then those with what the rule's other tests are for.
std::vector<std::set<std::string>> environments(Level level) {
  if (level == Level::pte) return {{}, {"stray_entry"}};
  return {{}, {"raw_huge_insert_without_bit"}, {"raw_huge_entry_in_mixedmap"}};
}

/// Values of what a kernel sets at boot, such that entries of this world can be made; nothing if they cannot.
std::optional<Assignment> other_variables(const normal_page::Rule& before, const normal_page::Rule& after,
                                          const DecisionRule& reference, const World& world,
                                          const ReviewOptions& options) {
  const Term possible = machine::entries_can_be_made(before, reference, world) &
                        machine::entries_can_be_made(after, reference, world);
  const Reply reply = make_remembering()->ask({"entries can be made", possible}, options.budget);
  if (reply.status != Status::sat) return std::nullopt;
  return reply.model;
}

/// What a life takes for granted of pfns, entries and pages.
std::string given(const World& world, const DecisionRule& rule) {
  const bool is_tail = std::ranges::any_of(
      rule.rows, [](const machine::RuleRow& row) { return row.answer == machine::answer_head; });
  if (!is_tail) return world.name;
  const std::string tail = "mapped pages are tails of a large folio";
  return world.name.empty() ? tail : fmt::format("{}; {}", world.name, tail);
}

/// Where a page is made of a pfn without memmap there is no struct page that a count could stand in: the
/// machine's bookkeeping of the last step is none of a kernel.
Story as_told(LifeFinding finding) {
  Story story = std::move(finding.stories.front().story);
  if (finding.property == no_memmap && !story.steps.empty()) {
    std::erase_if(story.steps.back().changes, [](const StoryChange& c) {
      return c.name.ends_with(".references") || c.name.ends_with(".pins");
    });
    story.steps.back().accounts.clear();
  }
  return story;
}

/// The inputs on which the obligation fails. A bit that the level does not have is asked of the constructors
/// all the same; the machine knows only entries, so it is left open here.
Term failing_inputs(const normal_page::Rule& rule, const Obligation& obligation) {
  Term fails = obligation.assume & !obligation.goal;
  const auto either = [&](Term input) {
    Pool& pool = input.pool();
    const std::pair<Term, Term> set[] = {{input, pool.boolean(true)}},
                                clear[] = {{input, pool.boolean(false)}};
    fails = substitute(fails, set) | substitute(fails, clear);
  };
  if (!has_special(rule.facts, rule.level) && rule.in.special.is_var()) either(rule.in.special);
  if (!rule.facts.devmap && rule.in.devmap.is_var()) either(rule.in.devmap);
  return fails;
}

}  // namespace

ConsequenceSearch consequence_of(const normal_page::Rule& before, const normal_page::Rule& after,
                                 const Failing& failing, const ArchRow& row, const std::string& source,
                                 const ReviewOptions& options) {
  const Level level = before.level;
  ConsequenceSearch search;
  if (level == Level::pud) return search;  // no slice has leaves there
  const Lives lives(row, level, before.facts.core.release, options);
  const DecisionRule reference = lives.reference(level);
  const Term about = failing_inputs(after, failing.obligation);
  for (const std::set<std::string>& faults : environments(level)) {
    for (const World& world : machine::worlds_of(before.facts)) {
      const std::optional<Assignment> others = other_variables(before, after, reference, world, options);
      if (!others) continue;
      const DecisionRule old =
          machine::tabulated(before, reference, world, *others, source + " before the patch", about);
      const DecisionRule now = machine::tabulated(after, reference, world, *others, source, about);
      if (machine::same_answers(old, now)) continue;
      const FoundFailing after_fails = lives.failing(now, faults, &old);
      search.is_late = search.is_late || after_fails.is_late;
      if (after_fails.findings.empty()) continue;
      const FoundFailing before_fails = lives.failing(old, faults);
      search.is_late = search.is_late || before_fails.is_late;
      if (before_fails.is_late) continue;  // what is new is not known
      const auto best = newly_failing(before_fails.findings, after_fails.findings, failing.property);
      if (!best) continue;
      search.found = Consequence{best->property, given(world, now), as_told(*best)};
      search.is_late = false;
      return search;
    }
  }
  return search;
}

}  // namespace pfncheck
