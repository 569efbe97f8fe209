// SPDX-License-Identifier: GPL-2.0-or-later
#include "machine_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace pfncheck::test {

namespace {

constexpr std::uint64_t enough_states = 400'000, many_states = 2'500'000;

/// Every property that names the fault is refuted, and there is one that is.
bool is_seen(const std::string& fault, const SliceAnswer& answer) {
  const std::vector<std::string> refuted = refuted_in(answer);
  return !refuted.empty() && std::ranges::all_of(life_properties(), [&](const LifeProperty& property) {
    return std::ranges::find(property.faults, fault) == property.faults.end() ||
           std::ranges::find(refuted, property.name) != refuted.end();
  });
}

/// Most faults show among the first states; others are looked for in many.
SliceAnswer answer_to(SliceQuestion question, const std::string& fault) {
  const SliceAnswer answer = judge_slice(question);
  if (answer.complete || is_seen(fault, answer)) return answer;
  question.options.most_states = many_states;
  return judge_slice(question);
}

}  // namespace

SliceQuestion question_of(const machine::SliceInfo& slice) {
  SliceQuestion question;
  question.slice = &slice;
  for (const ArchRow& row : arch_rows()) question.rows.push_back(&row);
  question.properties = all_life_properties();
  return question;
}

SliceQuestion question_of(const machine::SliceInfo& slice, std::string_view fault) {
  SliceQuestion question = question_of(slice);
  question.variant.faults.insert(std::string(fault));
  question.options.most_states = enough_states;
  return question;
}

bool is_refuted(const LifeFinding& finding) {
  return !finding.stories.empty();
}

std::vector<std::string> refuted_in(const SliceAnswer& answer) {
  std::vector<std::string> names;
  for (const LifeFinding& finding : answer.findings)
    if (is_refuted(finding)) names.push_back(finding.property);
  return names;
}

const std::vector<FaultAnswer>& all_faults() {
  static const std::vector<FaultAnswer> answers = [] {
    std::vector<FaultAnswer> all;
    std::vector<SliceQuestion> questions;
    for (const machine::SliceInfo& slice : machine::slices()) {
      for (const machine::FaultInfo& fault : slice.faults) {
        all.push_back({std::string(slice.name), fmt::format("{}/{}", slice.name, fault.name), {}});
        questions.push_back(question_of(slice, fault.name));
      }
    }
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < all.size(); i = next++)
        all[i].answer = answer_to(questions[i], all[i].fault);
    };
    {
      const std::jthread second(work);
      work();
    }
    return all;
  }();
  return answers;
}

}  // namespace pfncheck::test
