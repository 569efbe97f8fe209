// SPDX-License-Identifier: GPL-2.0-or-later
// The rules as the machine asks them say what the reference rules say: every combination of questions is made
// real by concrete words.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <optional>

#include "model/functions/vm_normal_page/asked.hpp"
#include "model/functions/vm_normal_page/rule.hpp"
#include "model/term/evaluate.hpp"
#include "tests/model/configurations.hpp"

using namespace pfncheck;
using machine::DecisionRule;

namespace {

constexpr std::uint64_t leaf = 0x1000;  // a pfn that a PMD leaf can begin with

/// Words that make these answers true; nothing where no machine gives them.
std::optional<Assignment> words_for(const DecisionRule& rule, std::uint32_t asked, const Facts& facts,
                                    Level level) {
  const auto is = [&](std::string_view question) { return (asked >> rule.question(question) & 1) != 0; };
  if (is("special_bit") != has_special(facts, level)) return std::nullopt;
  if (level == Level::pmd && is("pte_special_bit") != facts.pte_special) return std::nullopt;
  if (is("special") && !has_special(facts, level)) return std::nullopt;
  if (is("devmap") && !facts.devmap) return std::nullopt;
  const std::uint64_t none = facts.word_bits == 64 ? ~0ull : 0xffffffffull;
  Assignment words = {{"pfn", leaf},
                      {"special", is("special")},
                      {"devmap", is("devmap")},
                      {"pfnmap", is("PFNMAP")},
                      {"mixedmap", is("MIXEDMAP")},
                      {"shared", is("SHARED")},
                      {"maywrite", is("MAYWRITE")},
                      {"memmap", is("memmap")},
                      {"vm_pgoff", is("linear") ? leaf : leaf + 1},
                      {"zero_pfn", is("zero") ? leaf : 3 * leaf},
                      {"huge_zero_pfn", is("huge_zero") ? leaf : none},
                      {"highest_memmap_pfn", is("above_highest") ? leaf - 1 : 4 * leaf}};
  return words;
}

unsigned answer_of(const normal_page::Answer& answer, const Assignment& words) {
  if (evaluate(answer.page, words) == 1) return machine::answer_normal;
  CHECK(evaluate(answer.null, words) == 1);
  return evaluate(answer.reported, words) == 1 ? machine::answer_reported : machine::answer_raw;
}

void compare(const DecisionRule& rule, Release release, Level level) {
  unsigned compared = 0;
  std::vector<bool> decided(rule.rows.size());
  for (const Facts& facts : test::configurations(release)) {
    Pool pool;
    const auto reference = normal_page::reference(pool, facts, level);
    for (std::uint32_t asked = 0; asked < 1u << rule.questions.size(); ++asked) {
      const auto words = words_for(rule, asked, facts, level);
      if (!words) continue;
      INFO(fmt::format("{} of {}: questions {:#x}, row {}", rule.name, release.text(), asked,
                       rule.rows[rule.row_for(asked)].name));
      REQUIRE(rule.answer_for(asked) == answer_of(reference.out, *words));
      decided[rule.row_for(asked)] = true;
      ++compared;
    }
  }
  CHECK(compared > 1000);
  for (std::size_t i = 0; i < decided.size(); ++i) {
    INFO(rule.name << " of " << release.text() << ": " << rule.rows[i].name);
    CHECK(decided[i]);
  }
}

}  // namespace

TEST_CASE("the machine's PTE rule is the reference rule", "[machine]") {
  for (const Release release : {Release{6, 1}, Release{6, 12}, Release{6, 18}, Release{7, 1}})
    compare(machine::normal_page_rule(release), release, Level::pte);
}

TEST_CASE("the machine's PMD rule is the reference rule", "[machine]") {
  for (const Release release : {Release{6, 1}, Release{6, 12}, Release{6, 18}, Release{7, 1}})
    compare(machine::normal_page_pmd_rule(release), release, Level::pmd);
}
