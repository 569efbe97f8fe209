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
    if (is_lifted(question, fault))
      all.push_back(of_fault(fault, fault.excluded == Exclusion::none ? "fault" : "exclusion lifted"));
  for (const auto& [name, rule] : question.variant.rules) all.push_back({"rule", name, "", rule.source});
  for (const std::string& operation : question.without) all.push_back({"left out", operation, "", ""});
  return all;
}

Telling telling_of(const SliceQuestion& question) {
  Pool pool;
  machine::Variant own;
  own.release = question.variant.release;
  // What the release does wrong by itself is its own, and planted by nobody.
  for (const machine::DatedFault* fault :
       machine::own_faults(*question.slice, own.release, *question.rows.front()))
    if (!question.repaired.contains(std::string(fault->fault))) own.own.emplace(fault->fault);
  Telling telling{assumptions_of(question), machine::make_slice(*question.slice, pool, own)->rules(), {}, {}};
  for (const machine::OperationInfo& operation : question.slice->operations)
    telling.chains[std::string(operation.name)] = operation.chain;
  for (const StartValue& start : question.start) telling.fixed.push_back(start.variable);
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
