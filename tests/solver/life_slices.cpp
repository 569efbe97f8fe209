// SPDX-License-Identifier: GPL-2.0-or-later
// Every slice without faults: searched to its end, nothing refuted on any architecture row, and nothing in it
// that never happens.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "machine_slices.hpp"

using namespace pfncheck;
using namespace pfncheck::test;

namespace {

/// By slice.
const std::map<std::string, SliceAnswer>& sound_answers() {
  static const std::map<std::string, SliceAnswer> answers = [] {
    std::map<std::string, SliceAnswer> all;
    for (const machine::SliceInfo& slice : machine::slices())
      all.emplace(slice.name, judge_slice(question_of(slice)));
    return all;
  }();
  return answers;
}

/// An operation that only a seeded fault brings.
bool is_of_a_fault(const machine::SliceInfo& slice, std::string_view operation) {
  return std::ranges::any_of(slice.faults, [&](const machine::FaultInfo& fault) {
    Pool pool;
    machine::Variant variant;
    variant.faults.insert(std::string(fault.name));
    const auto made = machine::make_slice(slice, pool, std::move(variant));
    return std::ranges::any_of(made->system.steps(),
                               [&](const machine::Step& step) { return step.operation() == operation; });
  });
}

}  // namespace

TEST_CASE("every slice is searched to its end within the default bound") {
  for (const auto& [name, answer] : sound_answers()) {
    INFO(name << ": " << answer.reason);
    CHECK(answer.complete);
    CHECK(answer.states > 1000);
    CHECK(answer.states < 2'500'000);
    CHECK(answer.depth > 3);
  }
}

TEST_CASE("nothing is refuted in a slice without faults") {
  for (const auto& [name, answer] : sound_answers()) {
    CHECK_FALSE(answer.findings.empty());
    for (const LifeFinding& finding : answer.findings) {
      INFO(name << ": " << finding.property);
      CHECK(finding.stories.empty());
      CHECK(finding.starts.empty());
      CHECK(finding.rows.size() == arch_rows().size());
      bool holds = false;
      for (const auto& [row, outcome] : finding.rows) {
        INFO(row << ": " << to_string(outcome));
        CHECK((outcome == Outcome::holds || outcome == Outcome::not_applicable));
        holds |= outcome == Outcome::holds;
      }
      CHECK(holds);
    }
  }
}

TEST_CASE("every operation of a slice is listed and happens") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    std::set<std::string_view> listed;
    for (const machine::OperationInfo& operation : slice.operations) {
      INFO(slice.name << ": " << operation.name);
      CHECK(listed.insert(operation.name).second);
      CHECK_FALSE(operation.sentence.empty());
      CHECK_FALSE(operation.source.empty());
    }
    std::set<std::string_view> taken;
    for (const LifeCount& operation : sound_answers().at(std::string(slice.name)).operations) {
      INFO(slice.name << ": " << operation.name);
      CHECK(operation.times > 0);
      taken.insert(operation.name);
    }
    for (const std::string_view name : taken) CHECK(listed.contains(name));
    for (const std::string_view name : listed) {
      INFO(slice.name << ": " << name);
      CHECK((taken.contains(name) || is_of_a_fault(slice, name)));
    }
  }
}

TEST_CASE("every premise is met in each slice that a property speaks of") {
  for (const auto& [name, answer] : sound_answers())
    for (const LifeFinding& finding : answer.findings) {
      INFO(name << ": " << finding.property);
      CHECK(finding.premise > 0);
    }
}

TEST_CASE("every row of a rule decides in some slice") {
  std::map<std::string, std::uint64_t> used;
  for (const auto& [name, answer] : sound_answers())
    for (const LifeCount& row : answer.rule_rows) {
      const auto [it, is_new] = used.try_emplace(row.name, 0);
      it->second += row.times;
    }
  for (const auto& [name, answer] : sound_answers())
    for (const LifeCount& row : answer.rule_rows) {
      INFO(name << ": " << row.name);
      CHECK((row.may_be_zero || used.at(row.name) > 0));
    }
}

TEST_CASE("what is never met elsewhere is said to be so on purpose") {
  // Where a row is called defensive, no slice without faults may reach it.
  for (const auto& [name, answer] : sound_answers())
    for (const LifeCount& row : answer.rule_rows) {
      INFO(name << ": " << row.name);
      if (row.may_be_zero) CHECK(row.times == 0);
    }
}
