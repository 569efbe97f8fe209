// SPDX-License-Identifier: GPL-2.0-or-later
#include "solver/life/assumed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/machine/history.hpp"

namespace pfncheck {

namespace {

using machine::Exclusion;
using machine::FaultInfo;

StoryAssumption of_fault(const FaultInfo& fault, std::string kind) {
  return {std::move(kind), std::string(fault.name), std::string(fault.sentence), std::string(fault.source)};
}

/// What this release's kernels and drivers do not do any more is no exclusion of it.
bool is_of_release(const SliceQuestion& question, const FaultInfo& fault) {
  return fault.excluded != Exclusion::today ||
         machine::is_left_out(*question.slice, fault, question.variant.release);
}

bool is_lifted(const SliceQuestion& question, const FaultInfo& fault) {
  return question.variant.faults.contains(std::string(fault.name));
}

std::string lifted_kind(const SliceQuestion& question, const FaultInfo& fault) {
  if (fault.excluded == Exclusion::none) return "fault";
  return fault.excluded == Exclusion::today && is_of_release(question, fault) ? "exclusion lifted, done today"
                                                                              : "exclusion lifted";
}

/// The question without one of its exclusions.
SliceQuestion lifting(SliceQuestion question, const StoryAssumption& what) {
  if (what.kind == "start")
    std::erase_if(question.start, [&](const StartValue& s) {
      return fmt::format("{}={}", s.variable, s.value) == what.name;
    });
  else if (what.kind == "left out")
    std::erase(question.without, what.name);
  else
    question.variant.faults.insert(what.name);
  return question;
}

SliceQuestion lifting(SliceQuestion question, const std::vector<StoryAssumption>& all) {
  for (const StoryAssumption& one : all) question = lifting(std::move(question), one);
  return question;
}

bool is_violated(const LifeFinding& finding) {
  return !finding.stories.empty();
}

Unassumed made_of(const SliceQuestion& question, std::vector<std::string> lacks, machine::Variant variant) {
  Unassumed one{std::move(lacks), std::make_unique<Pool>(), nullptr};
  one.slice = machine::make_slice(*question.slice, *one.pool, std::move(variant));
  state_properties(*one.slice, question.properties);
  return one;
}

/// The machine before the patch; or of the release without any fault, its own too, and without each by
/// itself.
std::vector<Unassumed> without_what_is_assumed(const SliceQuestion& question,
                                               const machine::Variant& before) {
  std::vector<Unassumed> all;
  if (question.before_patch) {
    all.push_back(made_of(question, {"the patch"}, before));
    return all;
  }
  machine::Variant with = question.variant;
  with.own = own_faults_on(*question.rows.front(), question);
  std::vector<std::pair<std::string, machine::Variant>> lacking;
  const auto lacks = [&](std::string name, auto erase) {
    machine::Variant variant = with;
    erase(variant);
    lacking.emplace_back(std::move(name), std::move(variant));
  };
  for (const FaultInfo& fault : question.slice->faults) {
    const std::string name(fault.name);
    const char* const kind = fault.excluded == Exclusion::none ? "fault" : "exclusion lifted:";
    if (with.faults.contains(name))
      lacks(fmt::format("{} {}", kind, name), [&](machine::Variant& v) { v.faults.erase(name); });
    if (with.own.contains(name))
      lacks(fmt::format("{} itself: fault {}", with.release.text(), name),
            [&](machine::Variant& v) { v.own.erase(name); });
  }
  for (const auto& [name, rule] : with.rules)
    lacks(fmt::format("rule {}", name), [&](machine::Variant& v) { v.rules.erase(name); });
  if (lacking.empty()) return all;
  machine::Variant none;
  none.release = with.release;
  std::vector<std::string> names;
  for (const auto& [name, variant] : lacking) names.push_back(name);
  all.push_back(made_of(question, std::move(names), none));
  if (lacking.size() == 1) return all;
  for (auto& [name, variant] : lacking) all.push_back(made_of(question, {name}, std::move(variant)));
  return all;
}

/// Something that the property speaks of can happen.
bool is_met(const SliceQuestion& question) {
  const SliceAnswer answer = judge_slice(question);
  return std::ranges::any_of(answer.findings, [](const LifeFinding& finding) {
    return is_violated(finding) || !finding.premise_rows.empty();
  });
}

}  // namespace

std::vector<StoryAssumption> assumptions_of(const SliceQuestion& question) {
  std::vector<StoryAssumption> all{{"release", question.variant.release.text(), "", ""}};
  for (const FaultInfo& fault : question.slice->faults)
    if (is_lifted(question, fault)) all.push_back(of_fault(fault, lifted_kind(question, fault)));
  for (const auto& [name, rule] : question.variant.rules) all.push_back({"rule", name, "", rule.source});
  for (const std::string& operation : question.without) all.push_back({"left out", operation, "", ""});
  return all;
}

Telling telling_of(const SliceQuestion& question) {
  Pool pool;
  machine::Variant own;
  own.release = question.variant.release;
  if (question.before_patch) own = *question.before_patch;
  // What the release does wrong by itself is its own, and planted by nobody.
  own.own = own_faults_on(*question.rows.front(), question);
  Telling telling{assumptions_of(question), machine::make_slice(*question.slice, pool, own)->rules(), {}, {}};
  for (const machine::OperationInfo& operation : question.slice->operations)
    telling.chains[std::string(operation.name)] = operation.chain;
  for (const StartValue& start : question.start) telling.fixed.push_back(start.variable);
  if (question.before_patch) telling.against = "before the patch";
  telling.without = without_what_is_assumed(question, own);
  return telling;
}

std::vector<StoryAssumption> exclusions_of(const SliceQuestion& question) {
  std::vector<StoryAssumption> all;
  for (const Exclusion wanted : {Exclusion::today, Exclusion::environment})
    for (const FaultInfo& fault : question.slice->faults)
      if (fault.excluded == wanted && !is_lifted(question, fault) && is_of_release(question, fault))
        all.push_back(of_fault(fault, wanted == Exclusion::today ? "excluded, done today" : "excluded"));
  for (const StartValue& s : question.start)
    all.push_back({"start", fmt::format("{}={}", s.variable, s.value), "", ""});
  for (const std::string& operation : question.without) all.push_back({"left out", operation, "", ""});
  return all;
}

BrokenToday broken_today(const SliceQuestion& question) {
  BrokenToday broken;
  for (const StoryAssumption& exclusion : exclusions_of(question)) {
    if (exclusion.kind != "excluded, done today") continue;
    SliceQuestion lifted = lifting(question, exclusion);
    lifted.options.stop_at_first = true;
    const SliceAnswer answer = judge_slice(lifted);
    if (std::ranges::any_of(answer.findings, is_violated))
      broken.by.push_back(exclusion);
    else if (!answer.complete)
      broken.undecided = fmt::format("with {} lifted: {}", exclusion.name, answer.reason);
  }
  return broken;
}

std::vector<StoryAssumption> what_empties(const SliceQuestion& question) {
  std::vector<StoryAssumption> all = exclusions_of(question);
  for (const StoryAssumption& one : all)
    if (is_met(lifting(question, one))) return {one};
  if (!is_met(lifting(question, all))) return {};
  for (std::size_t i = all.size(); i-- > 0;) {  // the question's own restrictions go back first
    std::vector<StoryAssumption> fewer = all;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (is_met(lifting(question, fewer))) all = std::move(fewer);
  }
  return all;
}

}  // namespace pfncheck
