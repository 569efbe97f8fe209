// SPDX-License-Identifier: GPL-2.0-or-later
#include "machine_slices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace pfncheck::test {

namespace {

constexpr std::uint64_t enough_states = 2'500'000;

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
      for (std::size_t i = next++; i < all.size(); i = next++) all[i].answer = judge_slice(questions[i]);
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
