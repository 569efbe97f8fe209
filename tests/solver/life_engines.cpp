// SPDX-License-Identifier: GPL-2.0-or-later
// Where two engines answer the same question of a slice, they agree: induction with the search, cubes of
// failing starts with searches from them, and the search with itself when steps come in another order.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "machine_slices.hpp"
#include "solver/life/induction.hpp"
#include "solver/life/starts.hpp"

using namespace pfncheck;
using namespace pfncheck::test;

namespace {

InductionResult proved(const SliceQuestion& question) {
  const StatedSlice stated = state_slice(question);
  const auto engine = make_z3();
  return induct(stated.slice->system, *engine, Budget{});
}

const LifeFinding* finding_of(const SliceAnswer& answer, const std::string& property) {
  const auto it = std::ranges::find(answer.findings, property, &LifeFinding::property);
  return it == answer.findings.end() ? nullptr : &*it;
}

struct Broken {
  const char *slice, *fault;
};

/// Faults with short traces.
constexpr std::array broken = {
    Broken{"own", "fork_takes_no_reference"},      Broken{"own", "zap_keeps_reference"},
    Broken{"own", "raw_insert_forgets_special"},   Broken{"own", "unpin_what_was_not_pinned"},
    Broken{"own", "write_fault_reuses_raw_entry"}, Broken{"own", "failed_remap_keeps_entries"},
    Broken{"own", "mprotect_drops_special"},       Broken{"linear", "split_keeps_pgoff"},
    Broken{"linear", "handler_without_bound"},     Broken{"linear", "pfnmap_may_grow"},
};

/// Faults whose states are few enough to be searched to the end.
constexpr std::array bounded = {
    Broken{"own", "write_fault_reuses_raw_entry"}, Broken{"own", "failed_remap_keeps_entries"},
    Broken{"own", "remap_leaves_pgoff"},           Broken{"linear", "split_keeps_pgoff"},
    Broken{"linear", "handler_without_bound"},     Broken{"huge", "huge_zero_where_only_ptes_have_a_bit"},
    Broken{"vfio", "translation_is_linear"},       Broken{"life", "private_mapping_is_accepted"},
};

SliceQuestion question_of(const Broken& b) {
  return test::question_of(*machine::find_slice(b.slice), b.fault);
}

SliceQuestion to_the_end(const Broken& b) {
  SliceQuestion question = question_of(b);
  question.options.most_states = ExploreOptions{}.most_states;
  return question;
}

/// A line of failing_starts(): "special_bit=0, driver=insert pfn|remap per page" or "always".
struct Cube {
  std::vector<std::pair<std::size_t, std::vector<std::uint64_t>>> values;  ///< by position in the constants
};

/// The cube of a line. Compares whole texts only: words may hold any character.
Cube cube_of(const std::string& line, const machine::System& system, const Exploration& found) {
  Cube cube;
  std::string rest = line == "always" ? "" : line;
  for (std::size_t v = 0; v < found.constants.size(); ++v) {
    const machine::Variable& variable = system.variables()[found.constants[v].index];
    const std::string head = variable.name + "=";
    if (!rest.starts_with(head)) continue;
    rest.erase(0, head.size());
    auto& values = cube.values.emplace_back(v, std::vector<std::uint64_t>{}).second;
    for (std::uint64_t value = 0; value >> std::max(1U, variable.now.width()) == 0; ++value) {
      const std::string word = variable.text_of(value);
      if (!rest.starts_with(word)) continue;
      const std::string after = rest.substr(word.size());
      if (!after.empty() && !after.starts_with("|") && !after.starts_with(", ")) continue;
      values.push_back(value);
      rest = after;
      if (!rest.starts_with("|")) break;
      rest.erase(0, 1);
    }
    if (rest.starts_with(", ")) rest.erase(0, 2);
  }
  REQUIRE(rest.empty());
  return cube;
}

bool has(const Cube& cube, const StateValues& start) {
  return std::ranges::all_of(cube.values, [&](const auto& of_variable) {
    return std::ranges::find(of_variable.second, start[of_variable.first]) != of_variable.second.end();
  });
}

}  // namespace

TEST_CASE("what induction proves the search does not refute") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    const SliceQuestion question = test::question_of(slice);
    const InductionResult result = proved(question);
    CHECK(result.reason.empty());
    const SliceAnswer answer = judge_slice(question);
    CHECK(answer.complete);
    for (const auto& of_property : result.properties) {
      INFO(slice.name << ": " << of_property.property);
      CHECK(of_property.closed == of_property.open.empty());
      const LifeFinding* const finding = finding_of(answer, of_property.property);
      REQUIRE(finding != nullptr);
      if (of_property.closed) CHECK_FALSE(is_refuted(*finding));
    }
  }
}

TEST_CASE("what the search refutes induction does not prove") {
  for (const Broken& b : broken) {
    const InductionResult result = proved(question_of(b));
    const SliceAnswer answer = judge_slice(question_of(b));
    REQUIRE_FALSE(refuted_in(answer).empty());
    for (const std::string& property : refuted_in(answer)) {
      INFO(b.slice << "/" << b.fault << ": " << property);
      const auto it = std::ranges::find(result.properties, property, &InductionResult::OfProperty::property);
      REQUIRE(it != result.properties.end());
      CHECK_FALSE(it->closed);
    }
  }
}

TEST_CASE("every lemma holds in every state that is reached") {
  for (const machine::SliceInfo& slice : machine::slices()) {
    SliceQuestion question = test::question_of(slice);
    question.properties = {};
    const StatedSlice stated = state_slice(question);
    machine::System& system = stated.slice->system;
    const std::vector<machine::Lemma> lemmas = system.lemmas();
    for (const machine::Lemma& lemma : lemmas)
      system.add(machine::Invariant{lemma.name, lemma.holds, stated.slice->yes()});
    const Exploration found = explore(system, {});
    CHECK(found.complete);
    for (const Trace& failure : found.failures) FAIL_CHECK(slice.name << ": " << failure.property);
  }
}

TEST_CASE("cubes of failing starts cover the starts that fail and no others") {
  for (const Broken& b : bounded) {
    const SliceQuestion question = to_the_end(b);
    const StatedSlice stated = state_slice(question);
    const Exploration found = explore(stated.slice->system, question.options);
    REQUIRE(found.complete);
    for (const Trace& failure : found.failures) {
      std::vector<Cube> cubes;
      for (const std::string& line : failing_starts(stated.slice->system, found, failure))
        cubes.push_back(cube_of(line, stated.slice->system, found));
      for (std::uint32_t i = 0; i < found.starts.size(); ++i) {
        const bool fails = std::ranges::find(failure.from, i) != failure.from.end();
        const bool covered =
            std::ranges::any_of(cubes, [&](const Cube& cube) { return has(cube, found.starts[i]); });
        if (fails != covered) FAIL_CHECK(b.fault << ": " << failure.property << ", start " << i);
      }
    }
  }
}

TEST_CASE("a search from one start refutes what the whole search says of that start") {
  std::mt19937 random(3);
  for (const Broken& b : bounded) {
    const SliceQuestion question = to_the_end(b);
    const StatedSlice stated = state_slice(question);
    const machine::System& system = stated.slice->system;
    const Exploration found = explore(system, question.options);
    for (unsigned i = 0; i < 6; ++i) {
      const auto start = static_cast<std::uint32_t>(random() % found.starts.size());
      SliceQuestion alone = question;
      for (std::size_t v = 0; v < found.constants.size(); ++v) {
        const machine::Variable& variable = system.variables()[found.constants[v].index];
        alone.start.push_back({variable.name, variable.text_of(found.starts[start][v])});
      }
      std::vector<std::string> expected;
      for (const LifeProperty* property : stated.properties)
        for (const Trace& failure : found.failures)
          if (failure.property == property->name &&
              std::ranges::find(failure.from, start) != failure.from.end())
            expected.emplace_back(property->name);
      INFO(b.slice << "/" << b.fault << " from start " << start);
      CHECK(refuted_in(judge_slice(alone)) == expected);
    }
  }
}

TEST_CASE("the order of steps changes no verdict and no count") {
  std::mt19937 random(7);
  for (const machine::SliceInfo& slice : machine::slices()) {
    const SliceQuestion question = test::question_of(slice);
    const StatedSlice stated = state_slice(question), shuffled = state_slice(question);
    auto& steps = shuffled.slice->system.steps();
    std::shuffle(steps.begin(), steps.end(), random);
    const Exploration a = explore(stated.slice->system, {}), b = explore(shuffled.slice->system, {});
    INFO(slice.name);
    CHECK(a.complete);
    CHECK(b.complete);
    CHECK(a.states == b.states);
    CHECK(a.depth == b.depth);
    CHECK(a.transitions == b.transitions);
    CHECK(a.cut == b.cut);
    CHECK(a.failures.size() == b.failures.size());
    CHECK(a.consulted == b.consulted);
  }
}

TEST_CASE("the order of steps changes no failure, nor how far it is, nor where it starts") {
  std::mt19937 random(11);
  for (const Broken& b : bounded) {
    const SliceQuestion question = to_the_end(b);
    const StatedSlice stated = state_slice(question), shuffled = state_slice(question);
    auto& steps = shuffled.slice->system.steps();
    std::shuffle(steps.begin(), steps.end(), random);
    const Exploration first = explore(stated.slice->system, question.options);
    const Exploration second = explore(shuffled.slice->system, question.options);
    INFO(b.slice << "/" << b.fault);
    CHECK(first.states == second.states);
    REQUIRE(first.failures.size() == second.failures.size());
    for (const Trace& failure : first.failures) {
      const auto other = std::ranges::find(second.failures, failure.property, &Trace::property);
      REQUIRE(other != second.failures.end());
      CHECK(other->steps.size() == failure.steps.size());
      CHECK(other->from == failure.from);
    }
  }
}
