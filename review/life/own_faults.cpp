// SPDX-License-Identifier: GPL-2.0-or-later
#include "review/life/own_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "model/machine/history.hpp"

namespace pfncheck {

namespace {

using machine::DatedFault;

std::string note_of(const SliceQuestion& question, const DatedFault& fault) {
  const auto info = std::ranges::find(question.slice->faults, fault.fault, &machine::FaultInfo::name);
  std::string_view sentence = info->sentence;
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return fmt::format("{} itself: {} ({})", question.variant.release.text(), sentence, fault.source);
}

/// What still fails, as property and row, without some of the release's own faults.
std::set<std::pair<std::string, std::string>> failing_without(const SliceQuestion& question,
                                                              const std::vector<const DatedFault*>& faults) {
  SliceQuestion repaired = question;
  for (const DatedFault* fault : faults) repaired.repaired.emplace(fault->fault);
  const SliceAnswer answer = judge_slice(repaired);
  std::set<std::pair<std::string, std::string>> failing;
  for (const LifeFinding& finding : answer.findings)
    for (const auto& [row, outcome] : finding.rows)
      // What a search that was cut short did not find may still be there.
      if (outcome == Outcome::refuted || outcome == Outcome::unknown) failing.emplace(finding.property, row);
  return failing;
}

void add_note(ResultRecord& result, const std::string& note) {
  if (!result.note.empty()) result.note += "; ";
  result.note += note;
}

}  // namespace

void note_own_faults(const SliceQuestion& question, std::vector<ResultRecord>& results) {
  const auto own = machine::own_faults(*question.slice, question.variant.release, *question.rows.front());
  SliceQuestion refuted = question;
  std::erase_if(refuted.properties, [&](const LifeProperty* property) {
    return std::ranges::none_of(results, [&](const ResultRecord& r) {
      return r.verdict == Outcome::refuted && r.property == property->name;
    });
  });
  if (own.empty() || refuted.properties.empty()) return;
  for (const DatedFault* fault : own) {
    const auto failing = failing_without(refuted, {fault});
    for (ResultRecord& r : results)
      if (r.verdict == Outcome::refuted && !failing.contains({r.property, r.arch}))
        add_note(r, note_of(question, *fault));
  }
  const auto unexplained = [](const ResultRecord& r) {
    return r.verdict == Outcome::refuted && r.note.empty();
  };
  if (own.size() == 1 || std::ranges::none_of(results, unexplained)) return;
  const auto failing = failing_without(refuted, own);
  for (ResultRecord& r : results)
    if (unexplained(r) && !failing.contains({r.property, r.arch}))
      for (const DatedFault* fault : own) add_note(r, note_of(question, *fault));
}

}  // namespace pfncheck
